import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import catalogue from "../../policies/catalogue.json" with { type: "json" };
import { buildExample } from "../../policies/examples.ts";
import { type PathKey, parsePointer, toPointer } from "../../policies/pointer.ts";
import type { Example, Rule } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import { canonicalType } from "../../policies/types.ts";
import { type Properties, Secret, UNKNOWN, type Value, isObject } from "../../policies/value.ts";
import { type Judged, judgeExample } from "./support.ts";

interface Control {
  readonly id: string;
  readonly severity: string;
  readonly profile: string;
  readonly scope: string;
  readonly pulumiTypes: readonly string[];
  readonly remediable: boolean;
  readonly unsetIsSecure?: boolean;
  readonly changeForcesReplacement?: boolean;
}

const controls = new Map((catalogue.controls as readonly Control[]).map((control) => [control.id, control] as const));
const folder = join(import.meta.dirname, "../../policies/rules");

function ruleFiles(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => basename(entry.name, ".ts"))
    .filter((name) => name !== "index" && !name.startsWith("_"));
}

describe("the list of rules", () => {
  it("holds exactly the rules of the folder", () => {
    expect(rules.map((rule) => rule.id).toSorted()).toEqual(ruleFiles().toSorted());
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  it("agrees with its control in the catalogue", () => {
    const { severity, profile, scope } = rule;
    expect(controls.get(id)).toMatchObject({ severity, profile, scope });
    expect(rule.types).toEqual(rule.types.map(canonicalType));
    const expected = controls.get(id)?.pulumiTypes.map(canonicalType) ?? [];
    const judged = expected.filter((type) => rule.types.includes(type) || rule.types.includes("*"));
    // A rule that joins resources is asked for one kind of them; the others are what it looks up.
    expect(judged.length).toBeGreaterThanOrEqual(scope === "resource" ? expected.length : 1);
  });

  it("is documented", () => {
    expect(rule.title).toMatch(/^[A-Z].*\.$/);
    expect(rule.why).toMatch(/\.$/);
    expect(rule.fix).toMatch(/\.$/);
    expect(rule.links.length).toBeGreaterThan(0);
    for (const link of rule.links) expect(link.url).toMatch(/^https:\/\//);
    // A rule that refuses a kind of resource reads no value, and nothing of the kind can pass.
    const readsNothing = rule.examples.undecided.length === 0;
    expect(rule.examples.pass.length > 0 || readsNothing).toBe(true);
    expect(rule.examples.fail.length).toBeGreaterThan(0);
  });

  it.each(numbered(rule.examples.pass))("passes example %s", (_name, example) => {
    expect(judgeExample(rule, example)).toMatchObject({ verdict: "pass", issues: [] });
  });

  it.each(numbered(rule.examples.fail))("fails example %s", (_name, example) => {
    const { path, message } = example;
    expect(judgeExample(rule, example).issues).toContainEqual({
      verdict: "fail",
      path,
      message: expect.stringContaining(message),
    });
  });

  it.each(numbered(rule.examples.undecided))("is undecided on example %s", (_name, example) => {
    const { path } = example;
    const issues = expect.arrayContaining([{ verdict: "undecided", path, message: expect.any(String) }]);
    expect(judgeExample(rule, example)).toMatchObject({ verdict: "undecided", issues });
  });

  it("never turns a violation into a pass when outputs of other resources are unknown", () => {
    for (const example of rule.examples.fail) expect(judgeExample(rule, example, "preview").verdict).not.toBe("pass");
    for (const example of rule.examples.pass) expect(judgeExample(rule, example, "preview").verdict).not.toBe("fail");
  });

  it("is not silent when the value at fault is not known", () => {
    for (const example of rule.examples.fail) {
      if (example.path === "") continue;
      const { verdict } = judgeExample(rule, withInput(example, UNKNOWN));
      expect([example.path, verdict]).not.toEqual([example.path, expect.stringMatching("pass|notApplicable")]);
    }
  });

  it("survives values of any shape", () => {
    for (const example of [...rule.examples.pass, ...rule.examples.fail]) {
      for (const path of pathsOf(example.inputs)) {
        for (const value of SHAPES) {
          const { issues } = judgeExample(rule, withInput({ ...example, path }, value));
          const messages = issues.map((issue) => issue.message).join("\n");
          expect(messages, `${path} = ${JSON.stringify(value)}`).not.toContain("fault in the rule");
        }
      }
    }
  });

  it("remediates what is not set, and only that", () => {
    const control = controls.get(rule.id);
    if (rule.remediate === undefined) return;
    expect(control).toMatchObject({ remediable: true });
    expect(control?.changeForcesReplacement ?? false, "a change replaces the resource").toBe(false);
    const passing = rule.examples.pass.map((example) => repair(rule, example)?.verdict ?? "pass");
    expect(new Set(passing)).toEqual(new Set(["pass"]));
    const repaired = rule.examples.fail.map((example) => repair(rule, example)?.verdict);
    // Where not setting the input is safe already, there is nothing to repair: the value is only made explicit.
    expect(repaired.includes("pass") || !isInsecureUnset(rule), "no failing example is repaired").toBe(true);
  });
});

/** Whether the rule fails a resource that sets nothing. */
function isInsecureUnset(rule: Rule): boolean {
  return rule.types.some((type) => judgeExample(rule, { type, inputs: {} }).verdict === "fail");
}

/** Values that no input has, and that an engine may still hand over. */
const SHAPES: readonly Value[] = [
  null,
  "",
  "{",
  7,
  true,
  [],
  {},
  [null],
  [{}],
  { a: [1] },
  new Secret(undefined),
  UNKNOWN,
];

/** Pointers of every value inside `value`, the containers included. */
function pathsOf(value: Value | undefined, pointer = ""): string[] {
  const own = pointer === "" ? [] : [pointer];
  if (Array.isArray(value))
    return own.concat(value.flatMap((item: Value, index) => pathsOf(item, `${pointer}/${index}`)));
  if (!isObject(value)) return own;
  return own.concat(Object.entries(value).flatMap(([key, item]) => pathsOf(item, pointer + toPointer([key]))));
}

/** The example with `value` at its path. */
function withInput<T extends Example & { readonly path: string }>(example: T, value: Value): T {
  const inputs = withValue(example.inputs, keysOf(example.path), value) as Properties;
  return { ...example, inputs };
}

function keysOf(pointer: string): PathKey[] {
  return parsePointer(pointer).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

/** The verdict after the rule's own remediation, which must touch only unset paths; undefined when there is none. */
function repair(rule: Rule, example: Example): Judged | undefined {
  const { resource } = buildExample(rule, example);
  const remediations = rule.remediate?.(resource) ?? [];
  if (remediations.length === 0) return undefined;
  let inputs: Value = example.inputs;
  for (const { path, value } of remediations) {
    const keys = keysOf(path);
    expect(resource.get(...keys).isSet, `${path} is already set`).toBe(false);
    inputs = withValue(inputs, keys, value);
  }
  const repaired = { ...example, inputs: inputs as Properties };
  expect(rule.remediate?.(buildExample(rule, repaired).resource), "remediation is not idempotent").toEqual([]);
  return judgeExample(rule, repaired);
}

function withValue(target: Value | undefined, keys: readonly PathKey[], value: Value): Value {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (Array.isArray(target)) {
    return target.map((item: Value, index) => (index === key ? withValue(item, rest, value) : item));
  }
  const object = isObject(target) ? target : {};
  return { ...object, [key]: withValue(object[key], rest, value) };
}

function numbered<T extends Example>(examples: readonly T[]): [string, T][] {
  return examples.map((example, index) => [example.name ?? String(index + 1), example]);
}
