import { describe as group, expect, expectTypeOf, test } from "vitest";
import { type Difference, type Environment, type SettingsOf, derive, describe } from "../../stacks/derive.ts";
import { environments } from "../../stacks/environments/index.ts";
import { SettingsError } from "../../stacks/settings-errors.ts";
import type { SettingsInput } from "../../stacks/settings.ts";

const prod = environments.mahaseel.prod;

/** The message that an environment is refused with when it is read. */
function refusal(environment: Environment): string {
  try {
    environment.input();
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return "no error";
}

/** The message for one difference that does not hold. */
function message(problem: string, given: string, allowed: string): string {
  return [
    "The differences declared in stacks/environments/test.ts do not hold: 1 error. Nothing was registered.",
    "",
    problem,
    `  given:   ${given}`,
    `  allowed: ${allowed}`,
    "  from:    a difference declared in stacks/environments/test.ts",
  ].join("\n");
}

function derived(...differences: readonly Difference[]): Environment {
  return derive("stacks/environments/test.ts", prod, () => differences);
}

group("derive", () => {
  test("changes what is declared and nothing else", () => {
    const child = derive("stacks/environments/test.ts", prod, (d) => [
      d.differ((s) => s.workloads.api.autoscaling.minReplicas, 2, "Fewer people use it here"),
    ]);
    const { workloads, ...rest } = child.input();
    const { workloads: parents, ...parentsRest } = prod.input();
    expect(rest).toEqual(parentsRest);
    expect(workloads["worker"]).toEqual(parents["worker"]);
    expect(workloads["api"]).toEqual({ ...parents["api"], autoscaling: { minReplicas: 2, maxReplicas: 20 } });
  });

  test("records the path, the value and the reason of each difference", () => {
    const child = derive("stacks/environments/test.ts", prod, (d) => [
      d.differ((s) => s.database.multiAz, false, "May fail with its zone"),
      d.add((s) => s.database.maxConnections, 500, "A fixed figure for load tests"),
      d.remove((s) => s.secrets.entries["sms-api-key"], "No messages are sent from here"),
      d.differ((s) => s.network.availabilityZones[2], "eu-central-1b", "Only to show a position in a list"),
    ]);
    expect(child.differences).toEqual([
      { path: "/database/multiAz", change: "differ", value: false, reason: "May fail with its zone" },
      { path: "/database/maxConnections", change: "add", value: 500, reason: "A fixed figure for load tests" },
      { path: "/secrets/entries/sms-api-key", change: "remove", reason: "No messages are sent from here" },
      {
        path: "/network/availabilityZones/2",
        change: "differ",
        value: "eu-central-1b",
        reason: "Only to show a position in a list",
      },
    ]);
    expect(child.input().network.availabilityZones).toEqual(["eu-central-1a", "eu-central-1b", "eu-central-1b"]);
    expect(child.input().secrets.entries).not.toHaveProperty("sms-api-key");
  });

  test("changes a default that the parent leaves unwritten", () => {
    const child = derived({
      path: "/keys/rotationPeriodDays",
      change: "differ",
      value: 180,
      reason: "Tests of rotation",
    });
    expect(child.input().keys).toEqual({ rotationPeriodDays: 180 });
  });

  test("derives from a derived environment", () => {
    const second = derive("stacks/environments/test.ts", environments.mahaseel.staging, (d) => [
      d.differ((s) => s.environment, "demo", "The name of this environment"),
    ]);
    expect(second.input().environment).toBe("demo");
    expect(second.input().database?.multiAz).toBe(false);
    expect(second.parent).toBe(environments.mahaseel.staging);
  });

  test("refuses a difference that is none", () => {
    const same = derived({ path: "/database/multiAz", change: "differ", value: true, reason: "Nothing changes here" });
    expect(refusal(same)).toBe(
      message("database.multiAz does not differ from the parent", "true", "another value, or no declaration"),
    );
  });

  test("refuses a setting that the parent does not have", () => {
    const typo = derived({ path: "/workloads/apii/uid", change: "differ", value: 20_000, reason: "A slip of the pen" });
    expect(refusal(typo)).toBe(
      message(
        "workloads.apii.uid does not exist in the parent",
        "20000",
        "a setting of the parent, or add(…) for one that it leaves out",
      ),
    );
  });

  test("blames no difference for a parent that is malformed, and knows the defaults of its other sections", () => {
    const { media, ...rest } = prod.input();
    const broken = describe("stacks/environments/test.ts", {
      ...rest,
      media: { ...media, maxUploadMib: 5_000 } as never,
    });
    const child = derive("stacks/environments/test.ts", broken, () => [
      { path: "/observability/logRetentionDays", change: "differ", value: 30, reason: "Kept for less long here" },
      { path: "/media/quarantineDays", change: "differ", value: 3, reason: "Kept for less long here" },
    ]);
    expect(child.input()).toMatchObject({ observability: { logRetentionDays: 30 }, media: { quarantineDays: 3 } });
  });

  test("refuses to add what is there, and to add to what is not there", () => {
    const there = derived({ path: "/media/maxUploadMib", change: "add", value: 5, reason: "Smaller uploads here" });
    expect(refusal(there)).toBe(
      message("media.maxUploadMib is set in the parent", "5", "differ(…), because there is a value already"),
    );
    const nowhere = derived({ path: "/workloads/apii/uid", change: "add", value: 20_000, reason: "A slip of the pen" });
    expect(refusal(nowhere)).toBe(
      message("workloads.apii.uid lies in nothing the parent has", "20000", "a setting of the parent"),
    );
  });

  test("refuses a difference without a reason", () => {
    const mute = derived({ path: "/database/multiAz", change: "differ", value: false, reason: "cheaper" });
    expect(refusal(mute)).toBe(
      message("database.multiAz differs without a reason", "false", "a reason of at least 12 characters"),
    );
  });

  test("refuses a setting that is declared twice, also by what is around it", () => {
    const twice = derived(
      { path: "/backup/classes/database", change: "differ", value: { retentionDays: 7 }, reason: "Shorter retention" },
      { path: "/backup/classes/database/retentionDays", change: "differ", value: 9, reason: "Another retention" },
    );
    expect(refusal(twice)).toBe(
      message(
        "backup.classes.database.retentionDays is declared twice",
        "9",
        "one difference; backup.classes.database is declared already",
      ),
    );
  });

  test("refuses a selector that selects nothing", () => {
    expect(() =>
      derive("stacks/environments/test.ts", prod, (d) => [d.differ(() => ({}), {}, "Selects no setting")]),
    ).toThrow("The selector of a difference must return one setting.");
    expect(() =>
      derive("stacks/environments/test.ts", prod, (d) => [
        d.differ((s) => s.region.toUpperCase(), "x", "Computes a setting"),
      ]),
    ).toThrow("The selector of a difference may only name a setting.");
  });
});

/** Never called: the type checker judges what is in it. */
export function typeErrors(): void {
  derive("test", prod, (d) => [
    // @ts-expect-error a record's key that the parent does not have
    d.differ((s) => s.workloads.apii.autoscaling.minReplicas, 2, "A slip of the pen"),
    // @ts-expect-error a setting that does not exist
    d.differ((s) => s.database.multiAZ, false, "A slip of the pen"),
    // @ts-expect-error a value of another type
    d.differ((s) => s.database.multiAz, "false", "A slip of the pen"),
    // @ts-expect-error a value that is no choice
    d.differ((s) => s.pooler.tier, "huge", "A slip of the pen"),
    // @ts-expect-error a setting of another kind of workload
    d.differ((s) => s.workloads.migrate.hosts, [], "A slip of the pen"),
    // @ts-expect-error a variable that the parent does not set
    d.differ((s) => s.workloads.api.env.CLAMD_HOSTS, "x", "A slip of the pen"),
    // @ts-expect-error a reason is not optional
    d.differ((s) => s.database.multiAz, false),
    // @ts-expect-error an unknown key inside an object
    d.add((s) => s.sharedAccount, { raison: "A slip of the pen" }, "A slip of the pen"),
    // @ts-expect-error the other system has no such workload
    derive("test", environments["drive-alive"].prod, (e) => [e.remove((s) => s.workloads.worker, "Not there at all")]),
  ]);
  // @ts-expect-error a full description lacks nothing
  describe("test", { system: "x" });
}

group("SettingsOf", () => {
  type Input = typeof prod extends Environment<infer Written extends SettingsInput> ? Written : never;
  type Parent = SettingsOf<Input>;

  test("knows the environment's own keys and keeps values as wide as the schema", () => {
    expectTypeOf<keyof Parent["workloads"]>().toEqualTypeOf<"api" | "worker" | "migrate">();
    expectTypeOf<Parent["workloads"]["api"]["autoscaling"]["minReplicas"]>().toEqualTypeOf<number>();
    expectTypeOf<Parent["workloads"]["api"]["kind"]>().toEqualTypeOf<"web">();
    expectTypeOf<Parent["pooler"]["tier"]>().toEqualTypeOf<"small" | "medium" | "large">();
    expectTypeOf<keyof Parent["domains"]>().toEqualTypeOf<"main">();
  });

  test("makes an optional setting sure where the environment sets it", () => {
    expectTypeOf<Parent["database"]["backupReplication"]["region"]>().toEqualTypeOf<string>();
    expectTypeOf<undefined>().toMatchTypeOf<Parent["sharedAccount"]>();
  });
});

group("what may never differ", () => {
  test("is refused with the reason, also by way of what is around it", () => {
    const drain = derived({
      path: "/workloads/api/drainSeconds",
      change: "differ",
      value: 5,
      reason: "Rollouts are quicker",
    });
    expect(refusal(drain)).toBe(
      message(
        "workloads.api.drainSeconds never differs from the parent: a drain that is shorter here proves nothing of production's",
        "5",
        "the parent's value",
      ),
    );
    const around = derived({
      path: "/edge/headers",
      change: "differ",
      value: { frameOptions: "SAMEORIGIN" },
      reason: "A test page frames this one",
    });
    expect(refusal(around)).toContain("edge.headers.frameOptions never differs from the parent");
    const identity = derived({
      path: "/caches/users/api-state/keyPrefixes",
      change: "differ",
      value: ["x:"],
      reason: "Only to see",
    });
    expect(refusal(identity)).not.toBe("no error");
  });

  test("an optional part cannot be taken out", () => {
    const open = derived({ path: "/tokens", change: "remove", reason: "Nobody logs in to this one" });
    expect(refusal(open)).toContain("tokens never differs from the parent");
  });

  test("two replicas stay where requests have to drain, and one is enough elsewhere", () => {
    const one = derived({
      path: "/workloads/api/autoscaling/minReplicas",
      change: "differ",
      value: 1,
      reason: "Costs less money",
    });
    expect(refusal(one)).toBe(
      message(
        "workloads.api.autoscaling.minReplicas is too small: with one, a rollout is an interruption and draining is never exercised",
        "1",
        "2 at least",
      ),
    );
    const worker = derived({
      path: "/workloads/worker/autoscaling/minReplicas",
      change: "differ",
      value: 1,
      reason: "Costs less money",
    });
    expect(refusal(worker)).toBe("no error");
  });
});
