import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it, test } from "vitest";
import catalogue from "../../policies/catalogue.json" with { type: "json" };
import { proposing } from "../../policies/remedies.ts";
import type { Example } from "../../policies/rule.ts";
import { contractChecks } from "../../policies/rule-contract.ts";
import { rules } from "../../policies/rules/index.ts";
import { canonicalType } from "../../policies/types.ts";
import { judgeExample } from "./support.ts";

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
/** Decision 81 says why. */
const NOTHING_TO_PROPOSE = [
  // Not setting the input is safe: what fails is set.
  "acm-key-strength",
  "acm-transparency-logging",
  "eks-nodes-no-public-ip",
  "elasticache-user-no-passwordless",
  "k8s-service-no-external-ips",
  "pss-baseline-apparmor",
  "pss-baseline-host-probes",
  "pss-baseline-host-process",
  "pss-baseline-privileged",
  "pss-baseline-seccomp",
  // The value is another resource of the program.
  "cloudwatch-alarm-actions",
  "ecr-cmk",
  // What is missing is a whole resource.
  "guardduty-ebs-malware",
  "guardduty-eks-audit-logs",
  "guardduty-eks-runtime",
  "guardduty-lambda-network",
  "guardduty-rds-login",
  "guardduty-s3-protection",
  "s3-event-notifications",
  "vpc-default-security-group-closed",
];

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

  it("keeps the contract that rules of a user's own are held to", () => {
    expect(contractChecks(rule).filter(({ faults }) => faults.length > 0)).toEqual([]);
  });

  it("remediates only what the catalogue lets be remediated", () => {
    const control = controls.get(rule.id);
    if (proposing(rule) === undefined) return;
    expect(control).toMatchObject({ remediable: true });
    const isReplaced = control?.changeForcesReplacement === true;
    expect(isReplaced && rule.remediate !== undefined, "what would be made anew is only shown").toBe(false);
  });
});

test("every remediable control proposes a value, but those for which there is none", () => {
  const none = rules.filter((rule) => controls.get(rule.id)?.remediable === true && proposing(rule) === undefined);
  const ids = (list: readonly string[]): string[] => list.toSorted();
  expect(ids(none.map(({ id }) => id))).toEqual(ids(NOTHING_TO_PROPOSE));
  expect(ids(rules.filter(({ suggest }) => suggest !== undefined).map(({ id }) => id))).toEqual([
    "dax-at-rest-encryption",
    "dax-transit-encryption",
    "docdb-storage-encrypted",
    "efs-encrypted",
    "eks-no-creator-admin",
    "elasticache-at-rest-encryption",
    "malware-guardduty-plan-tagging",
    "neptune-storage-encrypted",
    "opensearch-at-rest-encryption",
    "opensearch-node-to-node-encryption",
    "rds-storage-encrypted",
    "ssm-parameter-secure-string",
  ]);
});

function numbered<T extends Example>(examples: readonly T[]): [string, T][] {
  return examples.map((example, index) => [example.name ?? String(index + 1), example]);
}
