import { describe, expect, test } from "vitest";
import { type Change, comparePlans } from "../../engine/compare.ts";
import { concernOf } from "../../engine/compare/rank.ts";
import { decodePlan } from "../../engine/plan-codec.ts";
import type { Plan } from "../../engine/plan.ts";
import { printChange } from "../../engine/report/changes.ts";

interface Given {
  readonly type?: string;
  readonly name?: string;
  readonly inputs?: object;
  readonly [field: string]: unknown;
}

function plan(stack: string, ...resources: readonly Given[]): Plan {
  const whole = resources.map((resource) => ({ type: "aws:s3/bucket:Bucket", name: "media", inputs: {}, ...resource }));
  return decodePlan(JSON.stringify({ stack, resources: whole }));
}

/** Kind, resource and path of each difference between two versions of one resource. */
function changes(left: Given, right: Given): string[] {
  return comparePlans(plan("prod", left), plan("staging", right)).map(
    ({ kind, resource, path }: Change) => `${kind} ${resource}${path}`,
  );
}

describe("comparePlans", () => {
  test("goes down to the smallest part that differs", () => {
    const left = { inputs: { rules: [{ id: "a", days: 30, kept: true }], region: "eu-west-1" } };
    const right = { inputs: { rules: [{ id: "a", days: 7, kept: true }], region: "eu-west-1" } };
    expect(changes(left, right)).toEqual(["changed media/rules/0/days"]);
  });

  test("does not mind the names of the stacks", () => {
    const secret = { dependencies: [], options: { protect: true } };
    expect(changes(secret, secret)).toEqual([]);
  });

  test("does not mind the order of sets, of items with names, or of keys in a policy", () => {
    const statement = { Effect: "Allow", Action: ["a:One", "a:Two"], Resource: "x" };
    const turned = { Resource: ["x"], Action: ["a:Two", "a:One"], Effect: "Allow" };
    const policy = (one: object) => JSON.stringify({ Version: "2012-10-17", Statement: [one] });
    const left = {
      inputs: {
        ids: ["1", "2"],
        env: [
          { name: "A", v: 1 },
          { name: "B", v: 2 },
        ],
        policy: policy(statement),
      },
    };
    const right = {
      inputs: {
        ids: ["2", "1"],
        env: [
          { name: "B", v: 2 },
          { name: "A", v: 1 },
        ],
        policy: policy(turned),
      },
    };
    expect(changes(left, right)).toEqual([]);
  });

  test("minds the order of commands and of containers that start one after the other", () => {
    const left = { inputs: { command: ["a", "b"], initContainers: [{ name: "x" }, { name: "y" }] } };
    const right = { inputs: { command: ["b", "a"], initContainers: [{ name: "y" }, { name: "x" }] } };
    expect(changes(left, right)).toEqual([
      "changed media/command/0",
      "changed media/command/1",
      "changed media/initContainers/0/name",
      "changed media/initContainers/1/name",
    ]);
  });

  test("looks into policies and says where", () => {
    const policy = (principal: string) =>
      JSON.stringify({ Statement: [{ Sid: "Read", Principal: { AWS: principal } }] });
    const found = changes({ inputs: { policy: policy("arn:aws:iam::1:root") } }, { inputs: { policy: policy("*") } });
    expect(found).toEqual(["changed media/policy/Statement/0/Principal/AWS/0"]);
  });

  test("knows resources that came, went and were renamed", () => {
    const inputs = { bucket: "b", acl: "private", region: "r", tags: { a: "1" } };
    expect(changes({ name: "old", inputs }, { name: "new", inputs })).toEqual(["renamed new"]);
    const unlike = { bucket: "other", forceDestroy: true };
    expect(changes({ name: "old", inputs }, { name: "new", inputs: unlike })).toEqual(["removed old", "added new"]);
    const alias = { options: { aliases: ["urn:pulumi:prod::project::aws:s3/bucket:Bucket::old"] } };
    expect(changes({ name: "old", inputs }, { name: "new", inputs: unlike, ...alias })[0]).toBe("renamed new");
  });

  test("sees options, references and what was known on one side only", () => {
    expect(changes({ options: { protect: true } }, {})).toEqual(["changed media/$options/protect"]);
    const refer = (stack: string, name: string) => ({
      inputs: { key: { $ref: `urn:pulumi:${stack}::project::a:b:C::${name}` } },
    });
    expect(changes(refer("prod", "k"), refer("staging", "k"))).toEqual([]);
    expect(changes(refer("prod", "k"), refer("staging", "other"))).toEqual(["changed media/key"]);
    expect(changes({ inputs: { a: { $unknown: true } } }, { inputs: { a: "x" } })).toEqual(["changed media/a"]);
  });

  test("prints no secret", () => {
    const read = (value: string) =>
      decodePlan(
        JSON.stringify({ resources: [{ type: "a:b:C", name: "c", inputs: { password: { $secret: true, value } } }] }),
        { withSecrets: true },
      );
    const found = comparePlans(read("hunter2"), read("hunter3"));
    expect(found.map(printChange)).toEqual(['c  password  {"$secret":true} → {"$secret":true}']);
  });
});

describe("concernOf", () => {
  const concern = (type: string, path: string) =>
    concernOf({ kind: "changed", type, resource: "r", path, left: 1, right: 2 });

  test.each([
    ["aws:rds/instance:Instance", "/storageEncrypted", "encryption"],
    ["aws:rds/instance:Instance", "/kmsKeyId", "encryption"],
    ["aws:lb/listener:Listener", "/sslPolicy", "encryption"],
    ["aws:rds/instance:Instance", "/publiclyAccessible", "exposure"],
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "/cidrIpv4", "exposure"],
    ["aws:iam/role:Role", "/assumeRolePolicy/Statement/0/Principal", "identity"],
    ["aws:rds/instance:Instance", "/deletionProtection", "deletion protection"],
    ["aws:rds/instance:Instance", "/$options/protect", "deletion protection"],
    ["aws:rds/instance:Instance", "/backupRetentionPeriod", "retention"],
    ["aws:rds/instance:Instance", "/instanceClass", "size"],
    ["kubernetes:apps/v1:Deployment", "/spec/replicas", "size"],
    ["aws:rds/instance:Instance", "/tags/Name", "noise"],
    ["aws:rds/instance:Instance", "/$options/dependsOn/0", "noise"],
  ])("%s %s is about %s", (type, path, expected) => {
    expect(concern(type, path)).toBe(expected);
  });
});
