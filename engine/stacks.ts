import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** A stack of a program: its name and what its config declares of it. */
export interface StackFile {
  readonly name: string;
  readonly environment: string | undefined;
  readonly tier: "prod" | "nonprod" | undefined;
}

const STACK_FILE = /^Pulumi\.(.+)\.ya?ml$/;

/** The stacks whose config files lie in `folder`, in alphabetical order. Reads names and declarations only. */
export function listStacks(folder: string): StackFile[] {
  return readdirSync(folder)
    .flatMap((file) => {
      const name = STACK_FILE.exec(file)?.[1];
      return name === undefined ? [] : [{ name, ...readDeclarations(join(folder, file)) }];
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function readDeclarations(file: string): Omit<StackFile, "name"> {
  // A file that is no YAML is reported when its stack is recorded, with its position; listing goes on.
  const document: unknown = parse(readFileSync(file, "utf8"), { logLevel: "silent" });
  const config = isRecord(document) && isRecord(document["config"]) ? document["config"] : {};
  const environment = config["rampart:environment"];
  const tier = config["rampart:tier"];
  return {
    environment: typeof environment === "string" ? environment : undefined,
    tier: tier === "prod" || tier === "nonprod" ? tier : undefined,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
