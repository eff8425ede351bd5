import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { STATEFUL } from "../../../engine/against/stateful.ts";
import { canonicalType } from "../../../policies/types.ts";
import { ROOT } from "../../cli/run.ts";

const SDKS = join(ROOT, "node_modules/@pulumi");
const NESTED = readFileSync(join(SDKS, "aws/types/input.d.ts"), "utf8");

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
  expect(
    [...named, ...(kind.guard === undefined ? [] : [kind.guard.input])].filter((name) => !inputs.has(name)),
  ).toEqual([]);
  expect(canonicalType(type)).toBe(type);
});

/** The text of the interface of a nested input, such as `msk.ClusterBrokerNodeGroupInfo`. */
function nested(name: string): string {
  const [namespace = "", shape = ""] = name.split(".");
  const from = NESTED.indexOf(`export declare namespace ${namespace} {`);
  const start = NESTED.indexOf(`interface ${shape} {`, from);
  return from === -1 || start === -1 ? "" : NESTED.slice(start, NESTED.indexOf("\n    }", start));
}

const DOTTED = AWS.flatMap(([type, { replacing }]) =>
  Object.keys(replacing).flatMap((path) => (path.includes(".") ? [[type, path] as const] : [])),
);

test.each(DOTTED)("%s: %s is in the provider's types", (type, path) => {
  const [, module = "", name = ""] = /^aws:(.+):(\w+)$/.exec(type) ?? [];
  const args = readFileSync(join(SDKS, "aws", `${module}.d.ts`), "utf8");
  let text = args.slice(args.indexOf(`export interface ${name}Args {`));
  for (const key of path.split(".")) {
    const [found, shape = ""] =
      new RegExp(String.raw`\b${key}\??: pulumi\.Input<(?:pulumi\.Input<)?(?:inputs\.([\w.]+))?`).exec(text) ?? [];
    expect(found).toBeDefined();
    text = nested(shape);
  }
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
