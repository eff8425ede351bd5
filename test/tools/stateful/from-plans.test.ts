import { describe, expect, test } from "vitest";
import type { Plan, PlanResource } from "../../../engine/plan.ts";
import { Secret } from "../../../policies/value.ts";
import protectStateful from "../../../policies/rules/aws/stack/stack-protect-stateful.ts";
import { fixedPaths } from "../../../tools/stateful/fixed.ts";
import { entriesOf } from "../../../tools/stateful/from-plans.ts";

const PREFIX = "urn:pulumi:prod::shop::";

function resource(short: string, more: Partial<PlanResource> = {}): PlanResource {
  const [types = "", name = ""] = short.split("::");
  return {
    urn: `${PREFIX}${short}`,
    type: types.slice(types.lastIndexOf("$") + 1),
    name,
    custom: true,
    external: false,
    inputs: {},
    dependencies: [],
    propertyDependencies: {},
    options: {},
    unknown: [],
    secret: [],
    simulated: [],
    ...more,
  };
}

function planOf(resources: readonly PlanResource[]): Plan {
  const program = { project: "shop", folder: "." };
  return { schemaVersion: 1, program, stack: "prod", mode: "simulate", resources, invokes: [] };
}

function entries(resources: readonly PlanResource[]) {
  return entriesOf([{ system: "shop", environment: "prod", plan: planOf(resources) }]);
}

const PROTECTED = { options: { protect: true } };

describe("what an environment holds that cannot be made again", () => {
  test("is what is protected, and what is random; never with a secret", () => {
    const found = entries([
      resource("aws:s3/bucket:Bucket::kept", { ...PROTECTED, inputs: { bucket: "b", tags: {}, region: "eu-west-1" } }),
      resource("aws:s3/bucket:Bucket::passing", { inputs: { bucket: "c" } }),
      resource("random:index/randomPassword:RandomPassword::word", {
        inputs: { length: 48, keepers: { of: new Secret("hunter2") } },
      }),
    ]);
    expect(found.map(({ urn, fixed }) => [urn, fixed])).toEqual([
      ["aws:s3/bucket:Bucket::kept", { bucket: "b", region: "eu-west-1" }],
      ["random:index/randomPassword:RandomPassword::word", { keepers: { of: { $secret: true } }, length: 48 }],
    ]);
    expect(JSON.stringify(found)).not.toContain("hunter2");
  });

  test("is the same set in every environment of a system", () => {
    const bucket = resource("aws:s3/bucket:Bucket::media");
    const found = entriesOf([
      { system: "shop", environment: "prod", plan: planOf([{ ...bucket, ...PROTECTED }]) },
      { system: "shop", environment: "staging", plan: planOf([bucket]) },
      { system: "other", environment: "prod", plan: planOf([bucket]) },
    ]);
    expect(found.map(({ system, environment }) => `${system} ${environment}`)).toEqual(["shop prod", "shop staging"]);
  });

  test("shows the text around what only AWS knows, and who makes that", () => {
    const suffix = "random:index/randomId:RandomId::suffix";
    const all = entries([
      resource(suffix),
      resource("aws:rds/instance:Instance::db", {
        ...PROTECTED,
        inputs: { identifier: "shop-prod-51a7ed12" },
        simulated: ["/identifier"],
        propertyDependencies: { identifier: [`${PREFIX}${suffix}`] },
      }),
    ]);
    expect(all[0]?.fixed).toEqual({ identifier: "shop-prod-* of suffix" });
  });

  test("knows its former names, those that come of its parents' aliases among them", () => {
    const parent = resource("shop:index:Data::data", {
      custom: false,
      options: { aliases: [`${PREFIX}shop:index:Storage::storage`] },
    });
    const [found] = entries([
      parent,
      resource("shop:index:Data$aws:s3/bucket:Bucket::data-media", {
        parent: parent.urn,
        options: { protect: true, aliases: [`${PREFIX}shop:index:Data$aws:s3/bucket:Bucket::old`] },
      }),
    ]);
    expect(found?.aliases).toEqual([
      "shop:index:Data$aws:s3/bucket:Bucket::old",
      "shop:index:Storage$aws:s3/bucket:Bucket::old",
      "shop:index:Storage$aws:s3/bucket:Bucket::storage-media",
    ]);
  });

  test("keeps what surely replaces it, in blocks too, and the name that others hold", () => {
    const kept = { region: "eu-west-1" };
    const found = entries([
      resource("aws:eks/cluster:Cluster::cluster", {
        ...PROTECTED,
        inputs: { ...kept, kubernetesNetworkConfig: { ipFamily: "ipv6", elasticLoadBalancing: { enabled: true } } },
      }),
      resource("aws:elasticache/replicationGroup:ReplicationGroup::cache", {
        ...PROTECTED,
        inputs: { ...kept, engineVersion: "7.1", port: 6380 },
      }),
      resource("aws:rds/instance:Instance::db", {
        ...PROTECTED,
        inputs: { ...kept, identifier: "db", instanceClass: "db.t4g.micro" },
      }),
    ]);
    expect(found.map(({ fixed }) => fixed)).toEqual([
      { "kubernetesNetworkConfig.ipFamily": "ipv6", ...kept },
      { port: 6380, ...kept },
      { identifier: "db", ...kept },
    ]);
  });

  test("is refused where nobody said what replaces it", () => {
    expect(() => entries([resource("aws:sns/topic:Topic::news", PROTECTED)])).toThrow(
      "says what replaces what is protected: aws:sns/topic:Topic; add it",
    );
  });

  test.each(protectStateful.types)("knows %s, which production has to protect", (type) => {
    expect(fixedPaths(type)).not.toBeUndefined();
  });
});
