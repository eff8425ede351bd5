import { beforeAll, describe, expect, it } from "vitest";
import { compareResources } from "./_compare.ts";
import { Normalised } from "./_normalise.ts";
import { recordPlatform } from "./_platform.ts";
import { type Comparable, UNKNOWN_PLAIN, ofPlan } from "./_resources.ts";

/** The comparison itself: what it passes over must not hide a real difference. */
let plan: Comparable[];

beforeAll(async () => {
  plan = ofPlan(await recordPlatform("staging", "simulate"));
});

function compare(change: (resource: Comparable) => Comparable | undefined): readonly string[] {
  const engine = plan.flatMap((resource) => change(resource) ?? []);
  return compareResources(engine, plan, new Normalised()).differences;
}

/** Changes the database alone. */
function database(change: (resource: Comparable) => Comparable | undefined) {
  return (resource: Comparable): Comparable | undefined =>
    resource.urn.endsWith("::database-instance") ? change(resource) : resource;
}

const withInputs = (inputs: Comparable["inputs"]) =>
  database((resource) => ({ ...resource, inputs: { ...resource.inputs, ...inputs } }));

describe("the comparison of the engine with the recorder", () => {
  it("finds none between equals", () => {
    expect(compare((resource) => resource)).toEqual([]);
  });

  it.each<[string, (resource: Comparable) => Comparable | undefined]>([
    ["a resource that is missing", database(() => undefined)],
    ["another input", withInputs({ storageEncrypted: false })],
    ["an input too many", withInputs({ publiclyAccessible: true, somethingElse: 1 })],
    ["an unknown in place of a value", withInputs({ engine: UNKNOWN_PLAIN })],
    ["a secret in place of a plain value", withInputs({ engine: { "<secret>": "postgres" } })],
    ["a value in another order", withInputs({ enabledCloudwatchLogsExports: ["upgrade", "postgresql"] })],
    ["a default that the plan contradicts", withInputs({ multiAz: true, __defaults: ["multiAz"] })],
    ["a simulated value of another resource", withInputs({ kmsKeyId: "arn:aws:kms:eu-central-1:1:key/51a7ed00" })],
    ["a missing dependency", database((resource) => ({ ...resource, dependencies: resource.dependencies.slice(1) }))],
    ["a missing property dependency", database((resource) => ({ ...resource, propertyDependencies: {} }))],
    ["another parent", database((resource) => ({ ...resource, parent: "" }))],
    ["another provider", database((resource) => ({ ...resource, provider: "urn:pulumi:x" }))],
    ["no protection", database((resource) => ({ ...resource, protect: false }))],
    ["another time limit", database((resource) => ({ ...resource, timeouts: { create: 1 } }))],
    ["another type", database((resource) => ({ ...resource, type: "aws:rds/cluster:Cluster" }))],
  ])("sees %s", (_, change) => {
    const differences = compare(change);
    expect(differences.length).toBeGreaterThan(0);
    for (const difference of differences) expect(difference).toContain("::database-instance");
  });
});
