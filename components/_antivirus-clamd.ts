import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import {
  CLAMAV_PATHS,
  CLAMD_PORT,
  type ClamdLimits,
  type SignatureMirror,
  checksPerDay,
  mirrorHost,
  renderAliveCheck,
  renderClamdConf,
  renderFreshclamConf,
  renderReadyCheck,
  temporaryMib,
} from "./_antivirus-config.ts";
import type { PodsTarget } from "./_connections.ts";
import { labelsFor, selectorFor } from "./_labels.ts";
import { domainPolicy, networkPolicy, podsPeer } from "./_network-policy.ts";
import { after } from "./_options.ts";
import { hardenedContainer, hardenedPod } from "./_pod.ts";
import type { Tags } from "./_tags.ts";
import { nameHash } from "./_workload-hash.ts";

export interface ClamdArgs extends ClamdLimits {
  /** Kubernetes name of the Service, the pods and the policies. */
  readonly service: string;
  readonly namespace: pulumi.Input<string>;
  readonly image: string;
  readonly clamavVersion: string;
  readonly imageUser: { readonly uid: number; readonly gid: number };
  readonly replicas: number;
  readonly memory: string;
  readonly signatureMaxAgeHours: number;
  readonly mirror: SignatureMirror;
  /** Pods that may connect. */
  readonly callers: readonly Omit<PodsTarget, "kind">[];
  readonly tags: Tags;
}

export interface Clamd {
  readonly matchLabels: Record<string, string>;
  readonly ready: pulumi.Resource[];
}

/** The first start fetches all signatures and loads them. */
const START_SECONDS = 1200;
/** The image's entry point does not pass SIGTERM on, so that scans under way have this long, and then end. */
const STOP_SECONDS = 30;

/** The daemons: pods with a volume for their signatures, which each of them keeps up to date. */
export function clamd(name: string, args: ClamdArgs, child: pulumi.CustomResourceOptions): Clamd {
  const { service, namespace, tags } = args;
  const labels = labelsFor({ name: service, component: "antivirus", tags });
  const matchLabels = selectorFor({ name: service });
  const metadata = (object: string) => ({ name: object, namespace, labels });

  const account = new k8s.core.v1.ServiceAccount(
    `${name}-account`,
    { metadata: metadata(service), automountServiceAccountToken: false },
    child,
  );
  const policies = [
    networkPolicy(
      `${name}-traffic`,
      {
        metadata: metadata(service),
        matchLabels,
        // The protocol knows no login, and can be told to read files.
        ingress: [
          {
            from: args.callers.map((caller) => podsPeer(caller.namespace, caller.matchLabels)),
            ports: [{ protocol: "TCP", port: CLAMD_PORT }],
          },
        ],
        egress: [],
      },
      child,
    ),
    domainPolicy(
      `${name}-domains`,
      {
        metadata: metadata(`${service}-domains`),
        matchLabels,
        connections: [{ name: "signatures", to: { kind: "domain", names: [mirrorHost(args.mirror)] }, port: 443 }],
      },
      child,
    ),
  ];

  const files = {
    "clamd.conf": renderClamdConf(args, args.clamavVersion),
    "freshclam.conf": renderFreshclamConf(args.mirror),
    "alive.sh": renderAliveCheck(),
    "ready.sh": renderReadyCheck(args.signatureMaxAgeHours),
  };
  const hash = nameHash(JSON.stringify(files));
  const config = new k8s.core.v1.ConfigMap(
    `${name}-config`,
    // The name holds the content's hash: other files are another object, and the pods roll.
    { metadata: metadata(`${service}-${hash}`), immutable: true, data: files },
    child,
  );
  const ports = [{ name: "clamd", port: CLAMD_PORT, targetPort: "clamd", protocol: "TCP" }];
  const headless = new k8s.core.v1.Service(
    `${name}-pods`,
    { metadata: metadata(`${service}-pods`), spec: { clusterIP: "None", selector: matchLabels, ports } },
    child,
  );
  const front = new k8s.core.v1.Service(
    `${name}-service`,
    {
      // Pulumi would wait for endpoints, and they come with pods that are made after this.
      metadata: { ...metadata(service), annotations: { "pulumi.com/skipAwait": "true" } },
      spec: { type: "ClusterIP", selector: matchLabels, ports },
    },
    child,
  );
  const budget = new k8s.policy.v1.PodDisruptionBudget(
    `${name}-budget`,
    {
      metadata: metadata(service),
      spec: { maxUnavailable: 1, selector: { matchLabels }, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    },
    child,
  );
  const statefulSet = new k8s.apps.v1.StatefulSet(
    `${name}-stateful-set`,
    {
      metadata: metadata(service),
      spec: {
        replicas: args.replicas,
        serviceName: headless.metadata.name,
        podManagementPolicy: "Parallel",
        updateStrategy: { type: "RollingUpdate" },
        minReadySeconds: 5,
        revisionHistoryLimit: 5,
        selector: { matchLabels },
        template: {
          metadata: { labels },
          spec: clamdPod(args, account.metadata.name, config.metadata.name, matchLabels),
        },
        // Signatures can be fetched again.
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Delete" },
        volumeClaimTemplates: [
          {
            metadata: { name: "database", labels },
            spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "5Gi" } } },
          },
        ],
      },
    },
    {
      ...after(child, policies),
      customTimeouts: { create: `${START_SECONDS + 600}s`, update: `${2 * START_SECONDS + 600}s` },
    },
  );
  return { matchLabels, ready: [statefulSet, front, budget] };
}

function clamdPod(
  args: ClamdArgs,
  serviceAccountName: pulumi.Input<string>,
  configName: pulumi.Input<string>,
  spread: Record<string, string>,
): k8s.types.input.core.v1.PodSpec {
  const { configuration, database, temporary, checks } = CLAMAV_PATHS;
  const runs = (script: string) => ({ exec: { command: ["sh", `${checks}/${script}`] }, timeoutSeconds: 10 });
  const scratchMib = temporaryMib(args);
  const container = hardenedContainer({
    name: "clamd",
    image: args.image,
    command: ["/init-unprivileged"],
    env: [{ name: "FRESHCLAM_CHECKS", value: String(checksPerDay(args.mirror)) }],
    ports: { clamd: CLAMD_PORT },
    resources: {
      cpuRequest: "500m",
      cpuLimit: "2",
      memory: args.memory,
      ephemeralStorage: `${scratchMib + 128}Mi`,
    },
    volumeMounts: [
      // One by one: the folder of the image holds certificates too.
      ...["clamd.conf", "freshclam.conf"].map((file) => ({
        name: "config",
        mountPath: `${configuration}/${file}`,
        subPath: file,
        readOnly: true,
      })),
      { name: "config", mountPath: checks, readOnly: true },
      { name: "database", mountPath: database },
      { name: "temporary", mountPath: temporary },
    ],
    startupProbe: { ...runs("alive.sh"), periodSeconds: 10, failureThreshold: START_SECONDS / 10 },
    livenessProbe: { ...runs("alive.sh"), periodSeconds: 30, failureThreshold: 4 },
    readinessProbe: { ...runs("ready.sh"), periodSeconds: 30, failureThreshold: 2 },
  });
  return hardenedPod({
    serviceAccountName,
    uid: args.imageUser.uid,
    gid: args.imageUser.gid,
    terminationGracePeriodSeconds: STOP_SECONDS,
    spread,
    containers: [container],
    volumes: [
      { name: "config", configMap: { name: configName, defaultMode: 0o444 } },
      // On the node's disk, which is encrypted: what is unpacked from an upload may be larger than the memory.
      { name: "temporary", emptyDir: { sizeLimit: `${scratchMib}Mi` } },
    ],
  });
}
