import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { STATEFUL } from "../../../engine/against/stateful.ts";
import { canonicalType } from "../../../policies/types.ts";
import { ROOT } from "../../cli/run.ts";

const SDKS = join(ROOT, "node_modules/@pulumi");

/** What the provider documents of a resource's inputs: by name, the text in front of it. */
function documented(type: string): ReadonlyMap<string, string> {
  const [, module = "", name = ""] = /^aws:(.+):(\w+)$/.exec(type) ?? [];
  const text = readFileSync(join(SDKS, "aws", `${module}.d.ts`), "utf8");
  const args = text.slice(text.indexOf(`export interface ${name}Args {`));
  return new Map(
    [...args.matchAll(/(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\s*)?\b(\w+)\??: pulumi/g)].map(([, doc = "", property = ""]) => [
      property,
      doc.replaceAll(/\s*\*\s*/g, " "),
    ]),
  );
}

const AWS = Object.entries(STATEFUL).filter(([type]) => type.startsWith("aws:"));
const KUBERNETES = Object.entries(STATEFUL).filter(([type]) => type.startsWith("kubernetes:"));

test.each(AWS)("%s: every property is an input of the provider, and so is its guard", (type, kind) => {
  const inputs = documented(type);
  const named = Object.keys(kind.replacing).map((path) => path.split(".")[0] ?? "");
  expect([...named, ...(kind.guard === undefined ? [] : [kind.guard])].filter((name) => !inputs.has(name))).toEqual([]);
  expect(canonicalType(type)).toBe(type);
});

test.each(AWS)("%s: what the provider documents as replacing is in the table", (type, kind) => {
  const says =
    /forces? (a |the creation of a )?new (resource|cluster)|will re-create the resource|force a replacement|force a new cluster/i;
  const roots = new Set(Object.keys(kind.replacing).map((path) => path.split(".")[0]));
  const replacing = [...documented(type)].filter(([, doc]) => says.test(doc)).map(([name]) => name);
  expect(replacing.filter((name) => !roots.has(name))).toEqual([]);
});

test.each(KUBERNETES)("%s: every property is an input of its kind", (type, kind) => {
  const [, group = "", name = ""] = /^kubernetes:(.+):(\w+)$/.exec(type) ?? [];
  const types = readFileSync(join(SDKS, "kubernetes/types/input.d.ts"), "utf8");
  const [, version = ""] = group.split("/");
  const inNamespace = types.slice(types.indexOf(`namespace ${group.split("/")[0]} {`));
  const spec = inNamespace.slice(
    inNamespace.indexOf(`interface ${name}Spec {`, inNamespace.indexOf(`namespace ${version} {`)),
  );
  const fields = spec.slice(0, spec.indexOf("\n        }"));
  const own = Object.keys(kind.replacing).flatMap((path) => (path.startsWith("spec.") ? [path.slice(5)] : []));
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter((field) => !new RegExp(String.raw`\b${field}\??:`).test(fields))).toEqual([]);
});
