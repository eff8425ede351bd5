import { beforeAll, describe, expect, test } from "vitest";
import type { Pair } from "../../engine/environments.ts";
import { judgeParity } from "../../engine/parity.ts";
import type { Plan } from "../../engine/plan.ts";
import { type Json, type Written, edited, set } from "./parity/_edit.ts";
import { TODAY, SYSTEM, pair, recordPair } from "./parity/_recordings.ts";
import { pairOf } from "../../stacks/comparison.ts";

let of: Pair;
let plans: { template: Plan; left: Plan; right: Plan };

beforeAll(async () => {
  of = pair();
  plans = await recordPair(of);
});

function verdict(changed: Partial<typeof plans>): string[] {
  const { undeclared } = judgeParity({ ...plans, ...changed, standIn: of.standIn, identity: of.identity });
  return undeclared.map(({ side, resource, path }) => `${side} ${resource} ${path}`);
}

const DEPLOYMENT = "web/web-deployment";
const POD = "/spec/template/spec";

/** What a line of the program might do for one environment only: resource, path and value (undefined takes it away). */
type Branch = [resource: string, path: string, value: Json | undefined, reported?: string];
const BRANCHES: Branch[] = [
  ["documents/documents-cluster", "/deletionProtection", false],
  ["documents/documents-cluster", "/backupRetentionPeriod", 1],
  ["documents/documents-cluster", "/storageEncrypted", false],
  ["documents/documents-cluster", "/kmsKeyId", undefined],
  ["documents/documents-cluster", "/engineVersion", "5.0.0"],
  ["documents/documents-cluster", "/enabledCloudwatchLogsExports", ["audit"], "/enabledCloudwatchLogsExports/1"],
  ["caches/caches-state", "/atRestEncryptionEnabled", false],
  ["caches/caches-state", "/automaticFailoverEnabled", false],
  ["caches/caches-state", "/engineVersion", "7.2"],
  ["caches/caches-state", "/snapshotRetentionLimit", 1],
  ["keys/keys-data aws:kms/key:Key", "/enableKeyRotation", false],
  ["keys/keys-data aws:kms/key:Key", "/deletionWindowInDays", 7],
  ["secrets/secrets-jwt-access aws:secretsmanager/secret:Secret", "/recoveryWindowInDays", 7],
  ["secrets/secrets-jwt-access aws:secretsmanager/secret:Secret", "/kmsKeyId", "alias/aws/secretsmanager"],
  ["network/network-endpoints-from-data", "/cidrIpv4", "0.0.0.0/0"],
  ["network/network-endpoints-from-data", "/fromPort", 0],
  ["network/network-flow-logs aws:cloudwatch/logGroup:LogGroup", "/retentionInDays", 1],
  ["network/network-flow-logs aws:cloudwatch/logGroup:LogGroup", "/name", "/rampart/flask-app/prod/network/flow-logs"],
  ["audit/audit-access-public-access", "/blockPublicPolicy", false],
  ["ingress/ingress-https", "/sslPolicy", "ELBSecurityPolicy-2016-08"],
  ["api/api aws:cloudfront/distribution:Distribution", "/aliases/1", "www.flask-app.example.com"],
  ["api/api aws:cloudfront/distribution:Distribution", "/webAclId", undefined],
  ["cluster/cluster-cluster", "/deletionProtection", false],
  [
    "cluster/cluster-cluster",
    "/enabledClusterLogTypes",
    ["api", "audit", "authenticator", "scheduler"],
    "/enabledClusterLogTypes/3",
  ],
  ["cluster/cluster-cluster", "/accessConfig/bootstrapClusterCreatorAdminPermissions", true],
  ["cluster/cluster-secrets-namespace", "/metadata/labels/pod-security.kubernetes.io~1enforce", "baseline"],
  ["namespace/namespace-namespace", "/metadata/labels/pod-security.kubernetes.io~1enforce", "privileged"],
  ["namespace/namespace-default-deny", "/spec/policyTypes", ["Ingress"], "/spec/policyTypes/1"],
  ["web/web-autoscaler", "/spec/maxReplicas", 99],
  [DEPLOYMENT, `${POD}/automountServiceAccountToken`, true],
  [DEPLOYMENT, `${POD}/containers/0/image`, "nginx:latest"],
  [DEPLOYMENT, `${POD}/containers/0/securityContext/readOnlyRootFilesystem`, false],
  [DEPLOYMENT, `${POD}/terminationGracePeriodSeconds`, 1],
  ["rotation/rotation aws:iam/role:Role", "/description", "Rotation for debugging"],
  ["rotation/rotation aws:iam/role:Role", "/tags/owner", "somebody else"],
];

describe("a program that asks where it is", () => {
  test("an untouched pair is in parity, and digests of the identity are known for what they are", () => {
    const result = judgeParity({ ...plans, standIn: of.standIn, identity: of.identity });
    expect(result.undeclared).toEqual([]);
    expect(result.derived).toBeGreaterThan(0);
    expect(result.derived).toBeLessThan(0.05 * result.resources);
  });

  test.each<Branch>(BRANCHES)("for the right environment: %s %s", (identity, path, value, reported = path) => {
    const right = edited(plans.right, identity, ({ inputs }) => set(inputs, path, value));
    expect(verdict({ right })).toEqual([`right ${identity.split(" ")[0]} ${reported}`]);
  });

  test("names the statements that a policy lacks", () => {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const identity = "keys/keys-secrets aws:kms/keyPolicy:KeyPolicy";
    const found = verdict({ right: edited(plans.right, identity, ({ inputs }) => set(inputs, "/policy", policy)) });
    expect(found.length).toBeGreaterThan(1);
    expect(found.filter((line) => !line.startsWith("right keys/keys-secrets /policy/Statement/"))).toEqual([]);
  });

  test.each<Branch>(BRANCHES.slice(0, 10))(
    "for the left environment: %s %s",
    (identity, path, value, reported = path) => {
      const left = edited(plans.left, identity, ({ inputs }) => set(inputs, path, value));
      expect(verdict({ left })).toEqual([`left ${identity.split(" ")[0]} ${reported}`]);
    },
  );

  test.each<[string, string, (resource: Written, all: Written[]) => void, string[]]>([
    [
      "lets go of protection",
      "documents/documents-cluster",
      ({ options }) => set(options, "/protect", undefined),
      ["right documents/documents-cluster /$options/protect"],
    ],
    [
      "ignores changes",
      "documents/documents-cluster",
      ({ options }) => set(options, "/ignoreChanges", ["engineVersion"]),
      ["right documents/documents-cluster /$options/ignoreChanges"],
    ],
    [
      "waits for nothing",
      "web/web-deployment",
      (resource) => resource.dependencies.splice(0, 1),
      ["right web/web-deployment /$options/dependsOn/"],
    ],
    [
      "leaves a policy out",
      "namespace/namespace-default-deny",
      (resource, all) => all.splice(all.indexOf(resource), 1),
      ["right namespace/namespace-default-deny "],
    ],
    [
      "adds a way in",
      "network/network-endpoints-from-data",
      (resource, all) =>
        all.push({
          ...resource,
          name: "debug",
          urn: resource.urn.replace(/::[^:]*$/, "::debug"),
          inputs: { cidrIpv4: "0.0.0.0/0" },
        }),
      ["right network/debug "],
    ],
    [
      "renames a resource",
      "caches/caches-state",
      (resource) => {
        resource.urn = resource.urn.replace(/caches-state$/, "caches-store");
        resource.name = "caches-store";
      },
      ["right caches/caches-store "],
    ],
  ])("%s", (_, identity, edit, expected) => {
    const found = verdict({ right: edited(plans.right, identity, edit) });
    for (const start of expected) expect(found.some((line) => line.startsWith(start))).toBe(true);
  });

  test.each<[string, string, (resource: Written, all: Written[]) => void]>([
    [
      "registers resources in another order",
      DEPLOYMENT,
      (resource, all) => {
        all.splice(all.indexOf(resource), 1);
        all.push(resource);
      },
    ],
    [
      "lists log types in another order",
      "cluster/cluster-cluster",
      ({ inputs }) => {
        inputs["enabledClusterLogTypes"] = (inputs["enabledClusterLogTypes"] as Json[]).toReversed();
      },
    ],
    [
      "writes the keys of a policy in another order",
      "keys/keys-data aws:kms/keyPolicy:KeyPolicy",
      ({ inputs }) => {
        const { Version, Statement } = JSON.parse(inputs["policy"] as string) as { Version: Json; Statement: Json[] };
        inputs["policy"] = JSON.stringify({ Statement: Statement.toReversed(), Version });
      },
    ],
    [
      "gives dependencies in another order",
      DEPLOYMENT,
      (resource) => {
        resource.dependencies = resource.dependencies.toReversed();
      },
    ],
    [
      "lists variables in another order",
      DEPLOYMENT,
      ({ inputs }) => {
        const container = (inputs as unknown as { spec: { template: { spec: { containers: { env?: Json[] }[] } } } })
          .spec.template.spec.containers[0];
        if (container?.env !== undefined) container.env = container.env.toReversed();
      },
    ],
  ])("is no difference: %s", (_, identity, edit) => {
    expect(verdict({ right: edited(plans.right, identity, edit) })).toEqual([]);
  });
});

describe("overrides in a stack's configuration", () => {
  test.each<[unknown, string]>([
    [{ budget: { monthlyUsd: 501 } }, "/budget/monthlyUsd"],
    [{ observability: { logRetentionDays: 14 } }, "/observability/logRetentionDays"],
    [{ observability: { prometheus: false } }, "/observability/prometheus"],
    [{ documentStore: { instances: 2 } }, "/documentStore/instances"],
    [{ documentStore: { deletionProtection: false } }, "/documentStore/deletionProtection"],
    [{ caches: { stores: { state: { snapshotRetentionDays: 1 } } } }, "/caches/stores/state/snapshotRetentionDays"],
    [{ caches: { users: { "web-state": { keyPrefixes: ["x:"] } } } }, "/caches/users/web-state/keyPrefixes"],
    [{ workloads: { web: { autoscaling: { maxReplicas: 5 } } } }, "/workloads/web/autoscaling/maxReplicas"],
    [{ workloads: { web: { drainSeconds: 5 } } }, "/workloads/web/drainSeconds"],
    [{ workloads: { web: { env: { DEBUG: "1" } } } }, "/workloads/web/env/DEBUG"],
    [{ workloads: { web: { env: { JWT_ACCESS_MINUTES: "16" } } } }, "/workloads/web/env/JWT_ACCESS_MINUTES"],
    [{ workloads: { worker: { drainSeconds: 30 } } }, "/workloads/worker/drainSeconds"],
    [{ edge: { waf: { requestsPerAddress: 200_000 } } }, "/edge/waf/requestsPerAddress"],
    [{ edge: { headers: { frameOptions: "SAMEORIGIN" } } }, "/edge/headers/frameOptions"],
    [{ edge: { cors: { maxAgeSeconds: 60 } } }, "/edge/cors/maxAgeSeconds"],
    [{ cluster: { endpoint: { publicCidrs: ["203.0.113.0/24"] } } }, "/cluster/endpoint/publicCidrs"],
    [{ cluster: { nodes: { maxCpus: 8 } } }, "/cluster/nodes/maxCpus"],
    [{ secrets: { recoveryWindowDays: 7 } }, "/secrets/recoveryWindowDays"],
    [{ secrets: { entries: { "jwt-access": { bytes: 64 } } } }, "/secrets/entries/jwt-access/bytes"],
    [{ keys: { deletionWindowDays: 7 } }, "/keys/deletionWindowDays"],
    [{ limits: { login: { requests: 500 } } }, "/limits/login/requests"],
    [{ tokens: null }, "/tokens"],
    [{ alarms: { databaseCpuPercent: 95 } }, "/alarms/databaseCpuPercent"],
  ])("%j at the right", (right, path) => {
    const { undeclared } = pairOf({
      system: SYSTEM,
      left: "prod",
      right: "staging",
      overrides: { right },
      today: TODAY,
    });
    expect(undeclared.map((change) => [change.path, change.from])).toEqual([
      [path, "rampart:settings of the right stack's configuration"],
    ]);
  });

  test.each<[unknown, string | undefined]>([
    [{ edge: { cors: { maxAgeSeconds: 60 } } }, "/edge/cors/maxAgeSeconds"],
    [{ keys: { deletionWindowDays: 7 } }, "/keys/deletionWindowDays"],
    // What the right environment declares otherwise anyway is declared.
    [{ budget: { monthlyUsd: 999 } }, undefined],
    [{ documentStore: { instances: 3 } }, undefined],
  ])("%j at the left", (left, path) => {
    const { undeclared } = pairOf({
      system: SYSTEM,
      left: "prod",
      right: "staging",
      overrides: { left },
      today: TODAY,
    });
    expect(undeclared.map((change) => change.path)).toEqual(path === undefined ? [] : [path]);
  });

  test.each<[unknown]>([[{ budget: { monthlyUsd: 500 } }], [{ network: { natGateways: "single" } }], [{}]])(
    "%j says what is declared anyway",
    (right) => {
      expect(pair({ right }).undeclared).toEqual([]);
    },
  );

  test("show in what is deployed, too", async () => {
    const changed = pair({ right: { documentStore: { deletionProtection: false }, keys: { deletionWindowDays: 7 } } });
    const { template, left, right } = await recordPair(changed);
    const { undeclared } = judgeParity({ template, left, right, standIn: changed.standIn, identity: changed.identity });
    const found = undeclared.map(({ side, resource, path }) => `${side} ${resource} ${path}`);
    expect(found).toContain("right documents/documents-cluster /deletionProtection");
    expect(found).toContain("right keys/keys-data /deletionWindowInDays");
    expect(found.every((line) => /^right (documents|keys)\//.test(line))).toBe(true);
  });
});
