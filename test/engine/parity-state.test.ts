import { beforeAll, describe, expect, test } from "vitest";
import { substituteIdentity } from "../../engine/normalise.ts";
import { taggedAs } from "../../engine/parity/state.ts";
import type { Plan } from "../../engine/plan.ts";
import { type Json, set } from "./parity/_edit.ts";
import { pair, recordDeclared } from "./parity/_recordings.ts";
import { type StateResource, drift as driftOf } from "./parity/_state.ts";

const of = pair();
let plans: { left: Plan; right: Plan };

beforeAll(async () => {
  plans = await recordDeclared(of);
});

const drift = (edit?: (resources: StateResource[]) => void): string[] => driftOf(of, plans, edit);

function find(resources: StateResource[], type: string, name: string): StateResource {
  const found = resources.find((one) => one.type === type && one.urn.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`no ${type} ${name}`);
  return found;
}

function turn(target: { [key: string]: unknown }, key: string): void {
  target[key] = (target[key] as unknown[]).toReversed();
}

const CLUSTER = ["aws:docdb/cluster:Cluster", "documents-cluster"] as const;
const POLICY = ["aws:kms/keyPolicy:KeyPolicy", "keys-data"] as const;

describe("two exported states", () => {
  test("tell whose they are by their tags", () => {
    expect(taggedAs(substituteIdentity(plans.right, of.standIn, of.identity.right))).toEqual({
      system: "flask-app",
      environment: "staging",
    });
  });

  test("are in parity when only ids, identity and what is declared differ", () => {
    expect(drift()).toEqual([]);
  });

  test.each<[string, readonly [string, string], string, Json, string]>([
    [
      "deletion protection was turned off",
      CLUSTER,
      "/deletionProtection",
      false,
      "documents/documents-cluster /deletionProtection",
    ],
    ["backups were cut", CLUSTER, "/backupRetentionPeriod", 1, "documents/documents-cluster /backupRetentionPeriod"],
    [
      "a log type was taken out",
      CLUSTER,
      "/enabledCloudwatchLogsExports",
      ["audit"],
      "documents/documents-cluster /enabledCloudwatchLogsExports/1",
    ],
    [
      "a key no longer rotates",
      ["aws:kms/key:Key", "keys-data"],
      "/enableKeyRotation",
      false,
      "keys/keys-data /enableKeyRotation",
    ],
    [
      "a bucket was opened",
      ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "audit-access-public-access"],
      "/blockPublicAcls",
      false,
      "audit/audit-access-public-access /blockPublicAcls",
    ],
    [
      "a rule was widened",
      ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "network-endpoints-from-data"],
      "/cidrIpv4",
      "0.0.0.0/0",
      "network/network-endpoints-from-data /cidrIpv4",
    ],
    [
      "TLS was weakened",
      ["aws:lb/listener:Listener", "ingress-https"],
      "/sslPolicy",
      "ELBSecurityPolicy-2016-08",
      "ingress/ingress-https /sslPolicy",
    ],
    [
      "a cache was scaled",
      ["aws:elasticache/replicationGroup:ReplicationGroup", "caches-state"],
      "/nodeType",
      "cache.r7g.large",
      "caches/caches-state /nodeType",
    ],
    ["an owner was changed", ["aws:kms/key:Key", "keys-data"], "/tags/owner", "nobody", "keys/keys-data /tags/owner"],
    [
      "Pod Security was lowered",
      ["kubernetes:core/v1:Namespace", "namespace-namespace"],
      "/metadata/labels/pod-security.kubernetes.io~1enforce",
      "baseline",
      "namespace/namespace-namespace /metadata/labels/pod-security.kubernetes.io~1enforce",
    ],
  ])("%s", (_, [type, name], path, value, expected) => {
    const found = drift((resources) => set(find(resources, type, name).inputs, path, value));
    expect(found).toEqual([`changed ${expected}`]);
  });

  test("another key is another key, though both are only ids", () => {
    const found = drift((resources) => {
      const other = find(resources, "aws:kms/key:Key", "keys-backup");
      find(resources, ...CLUSTER).inputs["kmsKeyId"] = (other["outputs"] as { arn: string }).arn;
    });
    expect(found).toEqual(["changed documents/documents-cluster /kmsKeyId"]);
  });

  test("a resource that was taken out, put in, or is no longer protected", () => {
    const gone = drift((resources) => resources.splice(resources.indexOf(find(resources, ...POLICY)), 1));
    expect(gone).toEqual(["removed keys/keys-data "]);
    const open = drift((resources) => delete find(resources, ...CLUSTER)["protect"]);
    expect(open).toEqual(["changed documents/documents-cluster /$options/protect"]);
  });

  test.each<[string, (resources: StateResource[]) => void]>([
    ["tags of other tools", (resources) => set(find(resources, ...CLUSTER).inputs, "/tags/CostCenter", "42")],
    ["tags that AWS repeats", (resources) => set(find(resources, ...CLUSTER).inputs, "/tagsAll", { any: "thing" })],
    ["sets in another order", (resources) => turn(find(resources, ...CLUSTER).inputs, "enabledCloudwatchLogsExports")],
    [
      "resources in another order",
      (resources) => resources.push(...resources.splice(resources.indexOf(find(resources, ...POLICY)), 1)),
    ],
    ["dependencies in another order", (resources) => turn(find(resources, ...CLUSTER), "dependencies")],
    ["the bridge's own keys", (resources) => set(find(resources, ...CLUSTER).inputs, "/__defaults", ["x"])],
    [
      "a policy's keys in another order",
      (resources) => {
        const { inputs } = find(resources, ...POLICY);
        const document = JSON.parse(inputs["policy"] as string) as { [key: string]: Json };
        inputs["policy"] = JSON.stringify(Object.fromEntries(Object.entries(document).toReversed()));
      },
    ],
  ])("do not mind %s", (_, edit) => {
    expect(drift(edit)).toEqual([]);
  });

  test("a name that somebody wrote by hand is told from one with a random end", () => {
    const rename = (name: string) => (resources: StateResource[]) =>
      set(find(resources, "aws:iam/role:Role", "web-role").inputs, "/name", name);
    expect(drift(rename("mine"))).toEqual(["changed web/web-role /name"]);
  });
});
