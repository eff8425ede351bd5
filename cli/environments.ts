import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { EnvironmentSource } from "../engine/environments.ts";
import { readConfig } from "../engine/record/config.ts";
import type { Project } from "../engine/record/project.ts";
import { listStacks } from "../engine/stacks.ts";
import { EXIT, UserError } from "./exit-codes.ts";

/** What a program tells of its environments; it lies beside Pulumi.yaml. */
const ENVIRONMENTS_FILE = "rampart.environments.ts";

/** @throws UserError when the program tells nothing of its environments, or fails. */
export async function readEnvironments(programDir: string): Promise<EnvironmentSource> {
  const file = join(programDir, ENVIRONMENTS_FILE);
  if (!existsSync(file)) {
    throw new UserError(
      `${programDir} has no ${ENVIRONMENTS_FILE}, which tells of its environments; name another --program`,
    );
  }
  const exports = await load(file);
  const source = exports["default"];
  if (isSource(source)) return source;
  throw new UserError(`${file} does not export { ${FUNCTIONS.join(", ")} } as its default`);
}

async function load(file: string): Promise<Record<string, unknown>> {
  try {
    return (await asking(() => import(pathToFileURL(file).href))) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file} cannot be loaded: ${(error as Error).message}`, EXIT.program);
  }
}

const FUNCTIONS = ["list", "pair", "steps", "secrets", "create", "remove", "settings", "promote"] as const;

function isSource(value: unknown): value is EnvironmentSource {
  return (
    typeof value === "object" &&
    value !== null &&
    FUNCTIONS.every((name) => typeof (value as Record<string, unknown>)[name] === "function")
  );
}

/** Runs what may find settings that are not valid: they are the user's to mend, and no bug. */
export async function asking<T>(ask: () => T | Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === "SettingsError") throw new UserError(error.message);
    throw error;
  }
}

/** The stack of an environment, and what its configuration file says. */
export interface OwnStack {
  readonly stack: string;
  /** Everything in the file but what says which environment it is. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** `rampart:settings`, where the file is this system's. */
  readonly overrides: unknown;
}

const SETTINGS = "rampart:settings";
const SAYS_WHICH: ReadonlySet<string> = new Set([
  "rampart:system",
  "rampart:environment",
  "rampart:tier",
  SETTINGS,
  "aws:region",
]);

/** The stack whose file declares the environment of the system; undefined where none does. */
export function stackFileOf(project: Project, system: string, environment: string): string | undefined {
  return declaring(project, system, environment)?.name;
}

function declaring(project: Project, system: string, environment: string) {
  const stacks = listStacks(project.stackConfigDir).map(({ name }) => ({ name, read: readConfig(project, name) }));
  return stacks.find(
    ({ read: { values } }) => values["rampart:system"] === system && values["rampart:environment"] === environment,
  );
}

/** The file that declares the environment of the system, else one named after the environment, else none. */
export function stackOf(project: Project, system: string, environment: string): OwnStack {
  const own = declaring(project, system, environment);
  if (own === undefined) return { stack: environment, config: {}, secretKeys: [], overrides: undefined };
  const { values, secretKeys } = own.read;
  const config = Object.fromEntries(Object.entries(values).filter(([key]) => !SAYS_WHICH.has(key)));
  return { stack: own.name, config, secretKeys, overrides: parsed(values[SETTINGS], own.name) };
}

function parsed(text: string | undefined, stack: string): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UserError(`${SETTINGS} of stack ${stack} is no object; write settings to merge over the environment's`);
  }
}
