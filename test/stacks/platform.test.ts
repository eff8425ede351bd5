import { describe, expect, test } from "vitest";
import type { Caches } from "../../components/caches.ts";
import type { Keys } from "../../components/keys.ts";
import type { Network } from "../../components/network.ts";
import { loadSettings } from "../../stacks/load.ts";
import { type Edge, type EdgeGround, createEdge, isEdgeReady } from "../../stacks/platform/edge.ts";
import { environmentOf } from "../../stacks/platform/facts.ts";
import { createMedia } from "../../stacks/platform/media.ts";
import type { PodGround } from "../../stacks/platform/names.ts";
import { edgeAlarms, mediaAlarms, serviceAlarms } from "../../stacks/platform/part-alarms.ts";
import { createDatabase } from "../../stacks/platform/postgres.ts";
import type { Settings } from "../../stacks/settings.ts";
import { recordResources } from "../support/mocks.ts";
import { TODAY } from "./_settings.ts";

/** Production of Mahaseel with `overrides` merged over it. */
function settingsWith(overrides: unknown = {}): Settings {
  return loadSettings({ system: "mahaseel", environment: "prod", today: TODAY, overrides }).settings;
}

/** Parts of the platform as far as these functions read them. */
const keys = new Proxy({}, { get: (_, name) => ({ arn: `arn:aws:kms:key/${String(name)}` }) }) as Keys;
const network = { vpcId: "vpc-1", dataSubnetIds: ["subnet-a", "subnet-b"] } as unknown as Network;

describe("the database", () => {
  const outputs = { "random:index/randomId:RandomId": () => ({ hex: "0a1b2c3d" }) };
  const made = async (overrides: unknown) => {
    const recording = await recordResources(() => createDatabase(settingsWith(overrides), network, keys), { outputs });
    return recording.one("aws:rds/instance:Instance").inputs;
  };

  test("takes a major version only in the deployment that asks for it, and then at once", async () => {
    expect(await made({ database: { engineVersion: "18" } })).toMatchObject({
      allowMajorVersionUpgrade: false,
      applyImmediately: false,
    });
    expect(await made({ database: { engineVersion: "18", majorUpgrade: true } })).toMatchObject({
      engineVersion: "18",
      allowMajorVersionUpgrade: true,
      applyImmediately: true,
    });
  });
});

describe("clamd", () => {
  const made = async (antivirus: unknown) => {
    const pods = { region: "eu-central-1", accountId: "111122223333", clusterName: "c", clusterArn: "arn:c" };
    const ground = {
      keys,
      pods: { ...pods, namespace: "mahaseel", vpcId: "vpc-1", clusterSecurityGroupId: "sg-1" },
      inCluster: { provider: undefined, dependsOn: [] },
      distributionArns: [],
    } as unknown as PodGround & { keys: Keys; distributionArns: [] };
    const recording = await recordResources(() => createMedia(settingsWith({ antivirus }), ground));
    const files = recording.one("kubernetes:core/v1:ConfigMap", "antivirus-clamd-config").inputs.data;
    return files["freshclam.conf"] as string;
  };

  test("fetches signatures where the settings say", async () => {
    expect(await made({})).toContain("DatabaseMirror database.clamav.net");
    const own = await made({ signatureMirror: "clamav.example.com" });
    expect(own).toContain("PrivateMirror https://clamav.example.com");
    expect(own).not.toContain("database.clamav.net");
  });
});

test("workloads learn which address of X-Forwarded-For to trust", () => {
  const settings = settingsWith({ workloads: { api: { env: { TRUSTED_HOPS: { from: "client-ip-depth" } } } } });
  const { api } = settings.workloads;
  if (api === undefined) throw new Error("mahaseel has no api");
  const store = { address: "state.example", port: 6380 };
  const caches = { stores: { state: store, cache: store } } as unknown as Caches;
  const database = { address: "db.example", port: 5432 } as never;
  expect(environmentOf(api, { settings, namespace: "mahaseel", database, caches })).toMatchObject({
    TRUSTED_HOPS: "2",
  });
});

describe("the edge", () => {
  const partner = { name: "shop.example.org", hostedZoneId: "Z0EXAMPLE0PARTNER001", validation: "external" };
  const withPartner = (recordsExist: boolean) =>
    settingsWith({
      domains: { partner: { ...partner, recordsExist } },
      workloads: { api: { hosts: ["api.{main}", "{partner}"] } },
      edge: { responseSeconds: 110 },
    });
  const made = (settings: Settings) => {
    const zones = new Map([["api.mahaseel.example.com", "Z0EXAMPLE0MAHASEEL01"]]);
    const dns = { certificateArn: "arn:c", certificateUsEast1Arn: "arn:u", hostedZoneIdOf: zones.get.bind(zones) };
    const ground = {
      settings: { ...settings, site: undefined, media: undefined },
      keys,
      dns,
      network,
      namespace: "mahaseel",
      cluster: { clusterName: "c", clusterSecurityGroupId: "sg-1" },
      privateSubnetIds: ["subnet-a", "subnet-b"],
      workloads: new Map([["api", { serviceName: "api" }]]),
      inCluster: { provider: undefined, dependsOn: [] },
      accessLogBucket: "logs",
    } as unknown as EdgeGround;
    const calls = { "aws:ec2/getManagedPrefixList:getManagedPrefixList": () => ({ id: "pl-1" }) };
    return recordResources(() => createEdge(ground), { calls, allowUnknown: true });
  };

  test("waits for records that others write, and goes on once they say so", () => {
    expect(isEdgeReady(withPartner(false))).toBe(false);
    expect(isEdgeReady(withPartner(true))).toBe(true);
  });

  test("says where hosts of others have to point, and waits for answers as long as it is told", async () => {
    const recording = await made(withPartner(true));
    expect(recording.result.externalAliases.map(({ host }) => host)).toEqual(["shop.example.org"]);
    const { origins } = recording.one("aws:cloudfront/distribution:Distribution").inputs;
    expect(origins[0].vpcOriginConfig.originReadTimeout).toBe(110);
    const zones = new Set(recording.all("aws:route53/record:Record").map(({ inputs }) => inputs.zoneId));
    expect([...zones]).toEqual(["Z0EXAMPLE0MAHASEEL01"]);
  });
});

describe("alarms of the way in", () => {
  const settings = settingsWith({ alarms: { targetP99Milliseconds: 800, serverErrorPercent: 2 } });
  const cdn = { distributionId: "E1" };
  const rows = (alarms: ReturnType<typeof serviceAlarms>) =>
    alarms.map(({ key, metric, when, threshold, page, missingData }) =>
      [key, metric.name, metric.statistic, when, threshold, page ? "pages" : "tells", missingData].join(" "),
    );

  test("see a service without pods, slow answers and refused connections", () => {
    const ingress = { loadBalancerArnSuffix: "app/x/1", targetGroupArnSuffixes: { api: "targetgroup/api/1" } };
    const alarms = serviceAlarms(settings, { ingress } as unknown as Edge);
    expect(rows(alarms)).toEqual([
      "balancer-rejects RejectedConnectionCount Sum > 0 tells notBreaching",
      "api-no-healthy-pod HealthyHostCount Minimum < 1 pages breaching",
      "api-slow TargetResponseTime p99 > 0.8 tells notBreaching",
    ]);
    expect(alarms.map(({ metric }) => Object.keys(metric.dimensions).join())).toEqual([
      "LoadBalancer",
      "LoadBalancer,TargetGroup",
      "LoadBalancer,TargetGroup",
    ]);
  });

  test("see errors and slow origins of each distribution, and what the web ACL blocks", () => {
    const edge = { api: cdn, site: { cdn }, media: undefined, webAcl: { metricName: "acl" } } as unknown as Edge;
    expect(rows(edgeAlarms(settings, edge))).toEqual([
      "api-errors 5xxErrorRate Average > 2 pages notBreaching",
      "api-origin-slow OriginLatency p99 > 1600 tells notBreaching",
      "site-errors 5xxErrorRate Average > 2 pages notBreaching",
      "site-origin-slow OriginLatency p99 > 1600 tells notBreaching",
      `blocked-requests BlockedRequests Sum > ${settings.alarms.rateLimitedPerMinute * 5} tells notBreaching`,
    ]);
  });

  test("see uploads that wait, and those that nobody could scan", () => {
    const media = { queueName: "scan", deadLetterQueueName: "scan-dead" } as never;
    expect(rows(mediaAlarms(media))).toEqual([
      "upload-dead-letters ApproximateNumberOfMessagesVisible Maximum > 0 tells notBreaching",
      "upload-waiting ApproximateAgeOfOldestMessage Maximum > 900 pages notBreaching",
    ]);
  });
});
