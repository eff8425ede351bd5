import { describe, expect, test } from "vitest";
import { PROMOTED_TAG, VERDICT_TAG } from "../../components/_media-policies.ts";
import { Antivirus, type ClamavArgs, type GuardDutyArgs } from "../../components/antivirus.ts";
import { Media } from "../../components/media.ts";
import { readSettings } from "../../runtime/scanner/_settings.ts";
import * as worker from "../../runtime/scanner/_verdict.ts";
import { MOCK_ACCOUNT, recordResources } from "../support/mocks.ts";
import { CLUSTER, TAGS, mediaArgs } from "./_media-args.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const common = {
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  cluster: { ...CLUSTER, clusterSecurityGroupId: "sg-1", vpcId: "vpc-1" },
  contentTypes: ["image/jpeg", "image/png"],
  workerImage: `registry.example.com/scanner@${digest}`,
  tags: TAGS,
};
const clamav = {
  ...common,
  engine: "clamav" as const,
  image: `registry.example.com/clamav@${digest}`,
  maxFileMib: 25,
  callers: [{ namespace: "shop", matchLabels: { "app.kubernetes.io/name": "api" } }],
};
const record = (more: Partial<ClamavArgs> = {}) =>
  recordResources(() => new Antivirus("antivirus", { ...clamav, media: new Media("media", mediaArgs), ...more }));
const recordGuardDuty = (more: Partial<GuardDutyArgs> = {}) =>
  recordResources(() => {
    const media = new Media("media", { ...mediaArgs, scanner: { ...mediaArgs.scanner, engine: "guardduty" } });
    return new Antivirus("antivirus", { ...common, engine: "guardduty", media, ...more });
  });
const pods = (namespace: string, matchLabels: object) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  podSelector: { matchLabels },
});
const WORKER = { "app.kubernetes.io/name": "scan-worker", "app.kubernetes.io/instance": "scan-worker" };
const CLAMD = { "app.kubernetes.io/name": "clamd", "app.kubernetes.io/instance": "clamd" };
const environmentOf = (container: any): Record<string, string> =>
  Object.fromEntries(container.env.map(({ name, value }: { name: string; value: string }) => [name, value]));

describe("Antivirus with ClamAV", () => {
  test("runs clamd without root, with a read-only root, its volumes and 4 GiB", async () => {
    const { spec } = (await record()).one("kubernetes:apps/v1:StatefulSet").inputs;
    const { template, ...set } = spec;
    expect(set).toMatchObject({
      replicas: 2,
      serviceName: "clamd-pods",
      podManagementPolicy: "Parallel",
      selector: { matchLabels: CLAMD },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Delete" },
      volumeClaimTemplates: [
        {
          metadata: { name: "database" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "5Gi" } } },
        },
      ],
    });
    const scratch = 4 * (26 + 400) + 64;
    expect(template.spec).toMatchObject({
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 30,
      securityContext: { runAsNonRoot: true, runAsUser: 100, runAsGroup: 101, fsGroup: 101 },
      volumes: [
        { name: "config", configMap: { name: expect.stringMatching(/^clamd-[0-9a-f]{10}$/), defaultMode: 0o444 } },
        { name: "temporary", emptyDir: { sizeLimit: `${scratch}Mi` } },
      ],
    });
    const runs = (script: string) => ({ exec: { command: ["sh", `/checks/${script}`] }, timeoutSeconds: 10 });
    expect(template.spec.containers).toEqual([
      {
        name: "clamd",
        image: clamav.image,
        imagePullPolicy: "IfNotPresent",
        command: ["/init-unprivileged"],
        env: [{ name: "FRESHCLAM_CHECKS", value: "4" }],
        ports: [{ name: "clamd", containerPort: 3310, protocol: "TCP" }],
        resources: {
          requests: { cpu: "500m", memory: "4Gi", "ephemeral-storage": `${scratch + 128}Mi` },
          limits: { cpu: "2", memory: "4Gi", "ephemeral-storage": `${scratch + 128}Mi` },
        },
        volumeMounts: [
          { name: "config", mountPath: "/etc/clamav/clamd.conf", subPath: "clamd.conf", readOnly: true },
          { name: "config", mountPath: "/etc/clamav/freshclam.conf", subPath: "freshclam.conf", readOnly: true },
          { name: "config", mountPath: "/checks", readOnly: true },
          { name: "database", mountPath: "/var/lib/clamav" },
          { name: "temporary", mountPath: "/tmp" },
        ],
        startupProbe: { ...runs("alive.sh"), periodSeconds: 10, failureThreshold: 120 },
        livenessProbe: { ...runs("alive.sh"), periodSeconds: 30, failureThreshold: 4 },
        readinessProbe: { ...runs("ready.sh"), periodSeconds: 30, failureThreshold: 2 },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          privileged: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
        },
      },
    ]);
  });

  test("admits the worker and the callers, on one port, and lets clamd out to its mirror alone", async () => {
    const recording = await record({ mirror: { kind: "private", host: "clamav.shop.test" } });
    const policy = recording.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "antivirus-clamd-traffic");
    expect(policy.inputs.spec).toEqual({
      podSelector: { matchLabels: CLAMD },
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        {
          from: [pods("shop", WORKER), pods("shop", { "app.kubernetes.io/name": "api" })],
          ports: [{ protocol: "TCP", port: 3310 }],
        },
      ],
    });
    const domains = recording.one(
      "kubernetes:networking.k8s.aws/v1alpha1:ApplicationNetworkPolicy",
      "antivirus-clamd-domains",
    );
    expect(domains.inputs.spec).toEqual({
      podSelector: { matchLabels: CLAMD },
      policyTypes: ["Egress"],
      egress: [{ to: [{ domainNames: ["clamav.shop.test"] }], ports: [{ protocol: "TCP", port: 443 }] }],
    });
    for (const { inputs } of recording.all("kubernetes:core/v1:Service")) {
      expect([undefined, "ClusterIP"]).toContain(inputs.spec.type);
    }
    const set = recording.one("kubernetes:apps/v1:StatefulSet");
    expect(set.opts.dependencies).toEqual(
      expect.arrayContaining(["antivirus-clamd-traffic", "antivirus-clamd-domains"]),
    );
  });

  test("rolls the pods when a file of the configuration changes", async () => {
    const nameOf = async (more: Partial<ClamavArgs>) =>
      (await record(more)).one("kubernetes:core/v1:ConfigMap").inputs.metadata.name;
    const names = await Promise.all([nameOf({}), nameOf({ maxFileMib: 500 }), nameOf({ signatureMaxAgeHours: 24 })]);
    expect(new Set(names).size).toBe(3);
    const { inputs } = (await record()).one("kubernetes:core/v1:ConfigMap");
    expect(inputs.immutable).toBe(true);
    expect(Object.keys(inputs.data)).toEqual(["alive.sh", "clamd.conf", "freshclam.conf", "ready.sh"]);
  });

  test("runs the worker with settings that it can read, under the account that has the scanner's role", async () => {
    const recording = await record();
    const { spec } = recording.one("kubernetes:apps/v1:Deployment").inputs.spec.template;
    expect(spec.serviceAccountName).toBe("scan-worker");
    const [container] = spec.containers;
    expect(container.livenessProbe.exec.command).toEqual(["node", "/app/scanner.mjs", "--live"]);
    const environment = environmentOf(container);
    expect(readSettings(environment)).toEqual({
      region: "eu-west-1",
      queueUrl: `https://sqs.eu-west-1.amazonaws.com/${MOCK_ACCOUNT}/shop-test-upload-scan`,
      uploadBucket: "shop-test-upload",
      servingBucket: "shop-test-media",
      contentTypes: ["image/jpeg", "image/png"],
      engine: {
        kind: "clamav",
        host: "clamd.shop.svc.cluster.local",
        port: 3310,
        maxFileBytes: 25 * 1024 * 1024,
        scanTimeoutMilliseconds: 300_000,
        signatureMaxAgeMilliseconds: 48 * 3_600_000,
      },
      concurrency: 2,
      // Ten seconds less than Kubernetes leaves it, in which messages are returned.
      drainMilliseconds: 50_000,
      heartbeatFile: "/tmp/heartbeat",
      metrics: { namespace: "Rampart/Scanner", system: "shop", environment: "test" },
    });
    expect(spec.terminationGracePeriodSeconds).toBe(60);
    // Its role was made with the buckets; another one would be of no use.
    expect(recording.all("aws:iam/role:Role").map(({ name }) => name)).toEqual(["media-scanner-role"]);
  });

  test("lets the worker out to clamd, its two buckets and SQS alone", async () => {
    const recording = await record();
    const policy = recording.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "antivirus-worker-traffic");
    expect(policy.inputs.spec.egress).toEqual([
      { to: [pods("shop", CLAMD)], ports: [{ protocol: "TCP", port: 3310 }] },
    ]);
    const domains = recording.one(
      "kubernetes:networking.k8s.aws/v1alpha1:ApplicationNetworkPolicy",
      "antivirus-worker-domains",
    );
    expect(domains.inputs.spec.egress.map(({ to }: any) => to[0].domainNames)).toEqual([
      ["shop-test-upload.s3.eu-west-1.amazonaws.com"],
      ["shop-test-media.s3.eu-west-1.amazonaws.com"],
      ["sqs.eu-west-1.amazonaws.com"],
    ]);
  });

  test("shows the worker's metrics to the collector alone", async () => {
    const workerMetrics = { port: 9464, scraperCidrs: ["10.0.32.0/20"] };
    const recording = await record({ workerMetrics });
    const policy = recording.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "antivirus-worker-traffic");
    expect(policy.inputs.spec.ingress).toEqual([
      { from: [{ ipBlock: { cidr: "10.0.32.0/20" } }], ports: [{ protocol: "TCP", port: 9464 }] },
    ]);
    const [container] = recording.one("kubernetes:apps/v1:Deployment").inputs.spec.template.spec.containers;
    expect(container.ports).toEqual([{ name: "metrics", containerPort: 9464, protocol: "TCP" }]);
    expect(readSettings(environmentOf(container)).metricsPort).toBe(9464);
    const silent = (await record()).one("kubernetes:apps/v1:Deployment").inputs.spec.template.spec.containers[0];
    expect(readSettings(environmentOf(silent)).metricsPort).toBeUndefined();
  });

  test("tells callers where it is", async () => {
    const { result } = await record();
    expect([result.host, result.port]).toEqual(["clamd.shop.svc.cluster.local", 3310]);
    expect(result.connection).toEqual({
      name: "antivirus",
      to: { kind: "pods", namespace: "shop", matchLabels: CLAMD },
      port: 3310,
    });
  });

  test.each<[string, Partial<ClamavArgs>, RegExp]>([
    ["an image by tag", { image: "clamav/clamav:1.5_base" }, /image is "clamav\/clamav:1\.5_base"/],
    ["a worker by tag", { workerImage: "scanner:1" }, /worker: image is "scanner:1"/],
    ["a ClamAV that anybody can shut down", { clamavVersion: "1.4.6" }, /clamavVersion is "1\.4\.6"/],
    ["too little memory", { memory: "2Gi" }, /memory is "2Gi"/],
    ["one daemon", { replicas: 1 }, /replicas is 1/],
    ["root", { imageUser: { uid: 0, gid: 0 } }, /imageUser\.uid is 0/],
    ["larger files than clamd scans", { maxFileMib: 2048 }, /maxFileMib is 2048/],
    ["a mirror by address", { mirror: { kind: "private", host: "http://x/y" } }, /mirror\.host is "http:\/\/x\/y"/],
    ["signatures of any age", { signatureMaxAgeHours: 10_000 }, /signatureMaxAgeHours is 10000/],
    ["no media type", { contentTypes: [] }, /contentTypes is empty/],
    ["any media type", { contentTypes: ["*/*"] }, /contentTypes has "\*\/\*"/],
    ["no time to return messages", { workerDrainSeconds: 10 }, /workerDrainSeconds is 10/],
  ])("refuses %s", async (_, more, message) => {
    await expect(record(more)).rejects.toThrow(message);
  });

  test("refuses media that were made for the other engine", async () => {
    const made = recordResources(() => {
      const media = new Media("media", { ...mediaArgs, scanner: { ...mediaArgs.scanner, engine: "guardduty" } });
      return new Antivirus("antivirus", { ...clamav, media });
    });
    await expect(made).rejects.toThrow(/engine is "clamav", but media were made for "guardduty"/);
  });
});

describe("Antivirus with GuardDuty", () => {
  test("protects the upload bucket, tags what was scanned, and waits for role and policies", async () => {
    const plan = (await recordGuardDuty()).one("aws:guardduty/malwareProtectionPlan:MalwareProtectionPlan");
    expect(plan.inputs).toEqual({
      region: "eu-west-1",
      role: expect.stringContaining("media-guardduty-role"),
      protectedResource: { s3Bucket: { bucketName: "shop-test-upload" } },
      actions: [{ taggings: [{ status: "ENABLED" }] }],
      tags: expect.objectContaining({ component: "antivirus", Name: "antivirus" }),
    });
    expect(plan.opts.dependencies).toEqual(
      expect.arrayContaining(["media-guardduty-role-policy", "media-upload-policy", "media-upload-events"]),
    );
  });

  test("runs the worker alone, which acts on the results", async () => {
    const recording = await recordGuardDuty();
    expect(recording.all("kubernetes:apps/v1:StatefulSet")).toEqual([]);
    const [container] = recording.one("kubernetes:apps/v1:Deployment").inputs.spec.template.spec.containers;
    expect(readSettings(environmentOf(container)).engine).toEqual({ kind: "guardduty" });
    expect([recording.result.host, recording.result.connection]).toEqual([undefined, undefined]);
  });
});

test("the worker writes the tags that the buckets' policies and rules read", () => {
  expect([VERDICT_TAG.key, PROMOTED_TAG.key]).toEqual([worker.STATUS_TAG, worker.PROMOTED_TAG]);
  expect(worker.writtenStatus(new Map([[VERDICT_TAG.key, VERDICT_TAG.value]]))).toBe("clean");
});
