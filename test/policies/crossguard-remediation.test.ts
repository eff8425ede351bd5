import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withInput } from "../../policies/example-edits.ts";
import { buildExample } from "../../policies/examples.ts";
import { Property } from "../../policies/property.ts";
import type { Example, Rule } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import { judge } from "../../policies/run.ts";
import { Asset, type Properties, Secret, UNKNOWN, type Value, isObject } from "../../policies/value.ts";
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
}, 60_000);
afterAll(() => {
  analyzer.stop();
  rmSync(scratch, { recursive: true });
});

const remediable = rules.filter(({ scope, remediate }) => scope === "resource" && remediate !== undefined);

/** What the rule proposes for an example that fails; nothing for one that does not, as CrossGuard sees it. */
function remediated(rule: Rule, example: Example): Properties | undefined {
  const { resource, context } = buildExample(rule, example, "preview");
  const { issues } = judge(rule, resource, { ...context, tier: "nonprod", environment: "dev" }, undefined, {
    secretness: false,
  });
  const faults = issues
    .filter(({ verdict }) => verdict === "fail")
    .map(({ property }) => (property instanceof Property ? property.pointer : ""));
  const proposals = (rule.remediate?.(resource) ?? []).filter(({ path }) =>
    faults.some((fault) => path === fault || path.startsWith(`${fault}/`) || fault.startsWith(`${path}/`)),
  );
  if (proposals.length === 0) return undefined;
  const { inputs } = resource.data;
  return proposals.reduce((one, { path, value }) => withInput(one, path, value), { inputs }).inputs;
}

function holdsAsset(value: Value): boolean {
  if (value instanceof Asset) return true;
  if (Array.isArray(value)) return value.some(holdsAsset);
  return isObject(value) && Object.values(value).some(holdsAsset);
}

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
    let repaired = 0;
    for (const example of plain) {
      const { resource } = buildExample(rule, example, "preview");
      const expected = remediated(rule, example);
      const [found] = await analyzer.remediate(request(resource.type, resource.data.inputs));
      expect({ example: example.inputs, properties: found?.properties }).toEqual({
        example: example.inputs,
        properties: expected === undefined ? undefined : toWire(expected),
      });
      if (expected === undefined) continue;
      expect(await analyzer.remediate(request(resource.type, expected))).toEqual([]);
      const violations = await analyzer.analyze(request(resource.type, expected));
      if (violations.every(({ policyName }) => policyName !== id)) repaired += 1;
    }
    const isInsecureUnset = plain.some((example) => remediated(rule, example) !== undefined);
    expect(repaired > 0 || !isInsecureUnset).toBe(true);
  },
);

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

  test("a resource with files is left to the program: the SDK cannot hand them back whole", async () => {
    await analyzer.configure({ "rds-deletion-protection": { level: "remediate" } });
    // An asset as the engine writes it.
    const file = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", path: "notes.txt" };
    expect(await analyzer.remediate(request(DATABASE, { notes: [file] }))).toEqual([]);
    expect(await analyzer.remediate(request(DATABASE, { notes: [] }))).toHaveLength(1);
  });
});
