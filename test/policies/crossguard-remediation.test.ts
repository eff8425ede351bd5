import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { valueAt } from "../../policies/example-edits.ts";
import { buildExample } from "../../policies/examples.ts";
import type { Rule } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import { judge } from "../../policies/run.ts";
import { Asset, type Properties, Secret, UNKNOWN, type Value, isObject } from "../../policies/value.ts";
import { withValue } from "../../policies/with-value.ts";
import { Analyzer, toWire } from "../support/analyzer.ts";

const PACK = join(fileURLToPath(new URL("../..", import.meta.url)), "policies");
const scratch = mkdtempSync(join(tmpdir(), "rampart-remediation-"));
const waivers = join(scratch, "waivers.mjs");
writeFileSync(
  waivers,
  `export default [{ rule: "rds-deletion-protection", resource: "waived-db", environments: ["dev"],
    reason: "Thrown away every night", owner: "shop", ticket: "SHOP-1", expires: "2026-12-31" }];`,
);

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await Analyzer.start(PACK, {
    RAMPART_WAIVERS: waivers,
    PULUMI_CONFIG: JSON.stringify({ "rampart:environment": "dev", "rampart:tier": "nonprod" }),
    SOURCE_DATE_EPOCH: "1780000000",
  });
});
afterAll(() => {
  analyzer.stop();
  rmSync(scratch, { recursive: true });
});

const remediable = rules.filter(({ scope, remediate }) => scope === "resource" && remediate !== undefined);

/** How many violations CrossGuard would see in these inputs. */
function failuresIn(rule: Rule, type: string, inputs: Properties): number {
  const { resource, context } = buildExample(rule, { type, inputs }, "preview");
  const told = { ...context, tier: "nonprod", environment: "dev" } as const;
  const { issues } = judge(rule, resource, told, undefined, { secretness: false });
  return issues.filter(({ verdict }) => verdict === "fail").length;
}

function holdsAsset(value: Value): boolean {
  if (value instanceof Asset) return true;
  if (Array.isArray(value)) return value.some(holdsAsset);
  return isObject(value) && Object.values(value).some(holdsAsset);
}

/** Rules that repaired an example through the pack. */
const repaired = new Set<string>();

const request = (type: string, properties: Properties, name = "subject") => {
  return { urn: `urn:pulumi:dev::shop::${type}::${name}`, type, name, properties };
};

test.each(remediable.map((rule) => [rule.id, rule] as const))(
  "%s sets at level remediate what it proposes, once, and passes then",
  async (id, rule) => {
    await analyzer.configure({ [id]: { level: "remediate" } });
    const { pass, fail, undecided } = rule.examples;
    const plain = [...pass, ...fail, ...undecided].filter(
      ({ inputs, config }) => config === undefined && !holdsAsset(inputs),
    );
    for (const example of plain) {
      const { resource } = buildExample(rule, example, "preview");
      const { type } = resource;
      const { inputs } = resource.data;
      const before = failuresIn(rule, type, inputs);
      const proposals = before === 0 ? [] : (rule.remediate?.(resource) ?? []);
      const all = proposals.reduce((one, { path, value }) => withValue(one, path, value), inputs);
      const helps = failuresIn(rule, type, all) < before;
      const [found] = await analyzer.remediate(request(type, inputs));
      expect({ inputs, set: found !== undefined }).toEqual({ inputs, set: helps });
      if (found === undefined) continue;
      // What is set is what the rule proposes, and no more of it than helps.
      const set = proposals.filter(({ path }) => valueAt(found.properties as Value, path) !== undefined);
      const expected = set.reduce((one, { path, value }) => withValue(one, path, value), inputs);
      expect(found.properties).toEqual(toWire(expected));
      expect(failuresIn(rule, type, expected)).toBe(failuresIn(rule, type, all));
      for (const one of set) {
        const others = set.filter((other) => other !== one);
        const without = others.reduce((changed, { path, value }) => withValue(changed, path, value), inputs);
        expect(failuresIn(rule, type, without)).toBeGreaterThan(failuresIn(rule, type, expected));
      }
      expect(await analyzer.remediate(request(type, expected))).toEqual([]);
      const reported = await analyzer.analyze(request(type, expected));
      const own = reported.filter(({ policyName }) => policyName === id);
      expect(own).toHaveLength(failuresIn(rule, type, expected));
      repaired.add(id);
    }
  },
);

test("most rules that propose something repair an example of their own", () => {
  // The others fail for an explicit value only: not set is safe there, and nothing is to be repaired.
  const insecureUnset = remediable.filter((rule) => rule.types.some((type) => failuresIn(rule, type, {}) > 0));
  expect(insecureUnset.filter(({ id }) => !repaired.has(id)).map(({ id }) => id)).toEqual([]);
  expect(repaired.size).toBeGreaterThan(45);
});

describe("what the engine handed over stays what it was", () => {
  const DATABASE = "aws:rds/instance:Instance";
  beforeAll(() => analyzer.configure({ "rds-deletion-protection": { level: "remediate" } }));

  test("secrets stay secret, unknowns unknown", async () => {
    const properties = { engine: "postgres", password: new Secret("hunter22"), tags: { a: [UNKNOWN, null] } };
    const [found] = await analyzer.remediate(request(DATABASE, properties));
    expect(found?.properties).toEqual(toWire({ ...properties, deletionProtection: true }));
  });

  test("an explicit insecure value is left, and rejected", async () => {
    const explicit = request(DATABASE, { deletionProtection: false });
    expect(await analyzer.remediate(explicit)).toEqual([]);
    const found = await analyzer.analyze(explicit);
    expect(found.find(({ policyName }) => policyName === "rds-deletion-protection")?.level).toBe("mandatory");
  });

  test("what is waived is left, and so is what is not known", async () => {
    expect(await analyzer.remediate(request(DATABASE, {}, "waived-db"))).toEqual([]);
    expect(await analyzer.remediate(request(DATABASE, { deletionProtection: UNKNOWN }))).toEqual([]);
  });

  test("inside a secret the value is set, and the whole stays secret", async () => {
    const id = "pss-restricted-no-privilege-escalation";
    await analyzer.configure({ [id]: { level: "remediate" } });
    const pod = {
      containers: [{ name: "api" }, { name: "web", securityContext: { allowPrivilegeEscalation: false } }],
    };
    const [found] = await analyzer.remediate(request("kubernetes:core/v1:Pod", { spec: new Secret(pod) }));
    const [api, web] = pod.containers;
    const mended = [{ ...api, securityContext: { allowPrivilegeEscalation: false } }, web] as Value[];
    expect(found?.properties).toEqual(toWire({ spec: new Secret({ containers: mended }) }));
  });

  test("in a list of objects each is set where it stands", async () => {
    const id = "pss-restricted-no-privilege-escalation";
    await analyzer.configure({ [id]: { level: "remediate" } });
    const pod = (container: Properties): Value => ({ spec: { containers: [{ name: "api", ...container }] } });
    const items = [pod({ securityContext: { allowPrivilegeEscalation: true } }), pod({})];
    const [found] = await analyzer.remediate(request("kubernetes:core/v1:PodList", { items }));
    const mended = pod({ securityContext: { allowPrivilegeEscalation: false } });
    expect(found?.properties).toEqual({ items: [items[0], mended] });
  });

  test("a resource with files is left to the program: the SDK cannot hand them back whole", async () => {
    await analyzer.configure({ "rds-deletion-protection": { level: "remediate" } });
    // An asset as the engine writes it.
    const file = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", path: "notes.txt" };
    expect(await analyzer.remediate(request(DATABASE, { notes: [file] }))).toEqual([]);
    expect(await analyzer.remediate(request(DATABASE, { notes: [] }))).toHaveLength(1);
  });
});
