import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { labelsFor } from "./_labels.ts";
import { after } from "./_options.ts";
import { type Tags, tagsFor } from "./_tags.ts";

/** Which machines run the pods. */
export interface NodeSettings {
  /**
   * EC2 families, such as `m7g` or `c7i`. Only `c`, `m` and `r` of generation 5 and later: burstable ones have no
   * branch network interfaces, on which pod security groups rest.
   * @default any such family
   */
  readonly instanceFamilies?: readonly string[];
  /** @default "amd64" */
  readonly architecture?: "amd64" | "arm64";
  /** Spot instances are taken away at two minutes' notice. @default "on-demand" */
  readonly capacityType?: "on-demand" | "spot";
  /** Most vCPUs that all nodes together may have: a bound on cost. @default 100 */
  readonly maxCpus?: number;
  /** Most memory that all nodes together may have, in GiB. @default 400 */
  readonly maxMemoryGib?: number;
  /** Disk of each node for images and writable layers, in GiB. @default 80 */
  readonly diskGib?: number;
}

/** The one StorageClass; the default of the cluster. */
export const STORAGE_CLASS = "encrypted-gp3";

/** The one NodeClass and NodePool. */
export const NODE_POOL = "workloads";

export function assertNodes(where: string, nodes: NodeSettings): void {
  for (const [index, family] of (nodes.instanceFamilies ?? []).entries()) {
    if (/^[cmr]([5-9]|\d\d)[a-z0-9-]*$/.test(family)) continue;
    throw new Error(
      `${where}: nodes.instanceFamilies[${index}] is "${family}"; allowed are families c, m and r of generation 5 and ` +
        `later, such as m7g. Others have no branch network interfaces for pod security groups.`,
    );
  }
  if (nodes.instanceFamilies?.length === 0) {
    throw new Error(`${where}: nodes.instanceFamilies is empty, so no node could start; leave it out to allow any.`);
  }
  const bounds = [
    ["maxCpus", nodes.maxCpus, 4, 10_000],
    ["maxMemoryGib", nodes.maxMemoryGib, 8, 100_000],
    ["diskGib", nodes.diskGib, 40, 1_000],
  ] as const;
  for (const [key, value, least, most] of bounds) {
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) continue;
    throw new Error(`${where}: nodes.${key} is ${value}; allowed are whole numbers from ${least} to ${most}.`);
  }
}

export interface ClusterNodesArgs {
  readonly nodeRoleName: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<readonly string[]>;
  readonly securityGroupId: pulumi.Input<string>;
  readonly volumeKeyArn: pulumi.Input<string>;
  readonly volumeReclaimPolicy: "Retain" | "Delete";
  readonly nodes: NodeSettings;
  readonly tags: Tags;
}

/**
 * Nodes on which a pod without a network policy reaches nothing, and encrypted volumes. The built-in node
 * pools stay off: their node class admits all traffic by default and cannot be changed.
 */
export function clusterNodes(
  name: string,
  args: ClusterNodesArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { nodes } = args;
  const labels = labelsFor({ name: NODE_POOL, component: "nodes", tags: args.tags });

  const enforcement = new k8s.core.v1.ConfigMap(
    `${name}-network-policies`,
    {
      // Until this exists, network policies are accepted and not enforced.
      metadata: { name: "amazon-vpc-cni", namespace: "kube-system", labels },
      data: { "enable-network-policy-controller": "true" },
    },
    opts,
  );

  const nodeClass = new k8s.apiextensions.CustomResource(
    `${name}-node-class`,
    {
      apiVersion: "eks.amazonaws.com/v1",
      kind: "NodeClass",
      metadata: { name: NODE_POOL, labels },
      spec: {
        role: args.nodeRoleName,
        subnetSelectorTerms: pulumi.output(args.subnetIds).apply((ids) => ids.map((id) => ({ id }))),
        securityGroupSelectorTerms: [{ id: args.securityGroupId }],
        networkPolicy: "DefaultDeny",
        networkPolicyEventLogs: "Enabled",
        snatPolicy: "Random",
        ephemeralStorage: { size: `${nodes.diskGib ?? 80}Gi`, kmsKeyID: args.volumeKeyArn },
        advancedNetworking: { associatePublicIPAddress: false },
        tags: tagsFor("cluster", args.tags),
      },
    },
    after(opts, [enforcement]),
  );

  const nodePool = new k8s.apiextensions.CustomResource(
    `${name}-node-pool`,
    {
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      metadata: { name: NODE_POOL, labels },
      spec: {
        template: {
          metadata: { labels },
          spec: {
            nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: NODE_POOL },
            requirements: requirements(nodes),
            // A node lives at most 21 days in Auto Mode, both periods together.
            expireAfter: "336h",
            terminationGracePeriod: "24h",
          },
        },
        disruption: {
          consolidationPolicy: "WhenEmptyOrUnderutilized",
          consolidateAfter: "5m",
          budgets: [{ nodes: "10%" }],
        },
        limits: { cpu: String(nodes.maxCpus ?? 100), memory: `${nodes.maxMemoryGib ?? 400}Gi` },
      },
    },
    after(opts, [nodeClass]),
  );

  const storage = new k8s.storage.v1.StorageClass(
    `${name}-storage-class`,
    {
      metadata: {
        name: STORAGE_CLASS,
        labels,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: "ebs.csi.eks.amazonaws.com",
      parameters: { type: "gp3", encrypted: "true", kmsKeyId: args.volumeKeyArn },
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      reclaimPolicy: args.volumeReclaimPolicy,
    },
    opts,
  );
  return [nodePool, storage];
}

interface Requirement {
  readonly key: string;
  readonly operator: "In" | "Gt";
  readonly values: readonly string[];
}

const within = (key: string, ...values: readonly string[]): Requirement => ({ key, operator: "In", values });
const above = (key: string, value: string): Requirement => ({ key, operator: "Gt", values: [value] });

function requirements(nodes: NodeSettings): Requirement[] {
  return [
    within("kubernetes.io/arch", nodes.architecture ?? "amd64"),
    within("karpenter.sh/capacity-type", nodes.capacityType ?? "on-demand"),
    ...(nodes.instanceFamilies === undefined
      ? [
          within("eks.amazonaws.com/instance-category", "c", "m", "r"),
          above("eks.amazonaws.com/instance-generation", "4"),
        ]
      : [within("eks.amazonaws.com/instance-family", ...nodes.instanceFamilies)]),
    // The smallest sizes carry hardly any branch network interfaces.
    above("eks.amazonaws.com/instance-cpu", "1"),
    within("eks.amazonaws.com/instance-encryption-in-transit-supported", "true"),
  ];
}
