import { describe, expect, test } from "vitest";
import type { Plan, PlanResource } from "../../engine/plan.ts";
import { recordProgram } from "../../engine/record/index.ts";
import runs from "../../rampart.runs.ts";
import { matchesPattern } from "../components/_filter-pattern.ts";

/** Recorded as `rampart preview --all` does. */
async function recorded(name: string): Promise<Plan> {
  const run = runs.find((it) => it.name === name);
  if (run === undefined) throw new Error(`rampart.runs.ts has no ${name}`);
  return recordProgram({ programDir: ".", stack: run.stack, config: run.config });
}

function filterOf(plan: Plan, name: string): string {
  const filter = plan.resources.find((it) => it.name === name);
  return filter?.inputs["pattern"] as string;
}

/** Names of the roles whose policy lets them read secrets. */
function readersOf(plan: Plan): string[] {
  const reads = (policy: PlanResource): boolean => JSON.stringify(policy.inputs["policy"]).includes("GetSecretValue");
  return plan.resources
    .filter((it) => it.type === "aws:iam/rolePolicy:RolePolicy" && reads(it))
    .map((policy) => {
      const [urn = ""] = policy.propertyDependencies["role"] ?? [];
      return urn.slice(urn.lastIndexOf("::") + 2);
    });
}

describe.each(runs.filter(({ environment }) => environment === "prod").map(({ name }) => name))("%s", (name) => {
  test("rings for every reader of a secret but those it was made for", async () => {
    const plan = await recorded(name);
    const pattern = filterOf(plan, "security-secret-reads");
    const secrets = plan.resources
      .filter((it) => it.type === "aws:secretsmanager/secret:Secret")
      .map((it) => it.inputs["name"] as string);
    expect(secrets.length).toBeGreaterThan(0);
    const read = (role: string, secretId: string) => ({
      eventName: "GetSecretValue",
      userIdentity: { arn: `arn:aws:sts::123456789012:assumed-role/${role}/session` },
      requestParameters: { secretId },
    });
    for (const secret of secrets) {
      const secretId = `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${secret}-AbCdEf`;
      expect([secret, matchesPattern(pattern, read("Administrator", secretId))]).toEqual([secret, true]);
      expect(matchesPattern(pattern, read("Administrator", secret))).toBe(true);
    }
    const readers = readersOf(plan);
    expect(readers.length).toBeGreaterThan(2);
    for (const reader of readers) {
      expect([reader, matchesPattern(pattern, read(`${reader}-1a2b3c4`, secrets[0] as string))]).toEqual([
        reader,
        false,
      ]);
    }
  });
});
