import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type ClusterAccess, accessEntries, assertAccess } from "./_cluster-access.ts";
import { type AddOnSettings, assertAddOns, clusterAddOns } from "./_cluster-add-ons.ts";
import { type ClusterEndpoint, assertEndpoint, kubeconfigFor } from "./_cluster-endpoint.ts";
import { breakGlassAlarm, clusterLogs } from "./_cluster-logs.ts";
import { type NodeSettings, assertNodes, clusterNodes } from "./_cluster-nodes.ts";
import { clusterPolicies } from "./_cluster-policies.ts";
import { clusterRoles } from "./_cluster-roles.ts";
import { DEFAULT_VERSION, assertCapableVersion } from "./_cluster-versions.ts";
import { assertRoomForRole } from "./_labels.ts";
import { checkLogRetention } from "./_log-retention.ts";
import { type Tags, tagsFor } from "./_tags.ts";

export type { ClusterAccess } from "./_cluster-access.ts";
export type { AddOnSettings } from "./_cluster-add-ons.ts";
export type { ClusterEndpoint } from "./_cluster-endpoint.ts";
export { type NodeSettings, STORAGE_CLASS } from "./_cluster-nodes.ts";
export { DEFAULT_VERSION, assertSupported } from "./_cluster-versions.ts";

export interface ClusterArgs {
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  readonly vpcCidr: pulumi.Input<string>;
  /** In at least two zones. Nodes, pods and the control plane's network interfaces live here. */
  readonly privateSubnetIds: pulumi.Input<readonly string[]>;
  /** Encrypts the API's data, Secrets among them. It cannot be changed or taken away later. */
  readonly clusterSecretsKeyArn: pulumi.Input<string>;
  /** Encrypts node disks and persistent volumes. Its policy must admit EC2 in this account. */
  readonly volumeKeyArn: pulumi.Input<string>;
  /** Encrypts the log groups. Its policy must admit CloudWatch Logs. */
  readonly logsKeyArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
  /** How long is kept what pods write. @default logRetentionDays */
  readonly applicationLogRetentionDays?: number;
  readonly endpoint: ClusterEndpoint;
  readonly access: ClusterAccess;
  /** Kubernetes names of the namespaces in which admins and operators get their rights. */
  readonly workloadNamespaces: readonly string[];
  /** Told when the break-glass role is used, for example an SNS topic. @default nobody */
  readonly alarmActions?: readonly pulumi.Input<string>[];
  /** Minor version. Whether it is in its window of support is `assertSupported`'s to say, which takes a date. @default "1.36" */
  readonly version?: string;
  /** @default the component's name */
  readonly clusterName?: string;
  /** Addresses of Services: private, /12 to /24, outside the VPC. It can never change. @default "172.20.0.0/16" */
  readonly serviceCidr?: string;
  /** @default any modern amd64 machine, on demand, up to 100 vCPUs */
  readonly nodes?: NodeSettings;
  /** @default secrets as files only */
  readonly addOns?: AddOnSettings;
  /** What becomes of a persistent volume whose claim is deleted. @default "Retain" */
  readonly volumeReclaimPolicy?: "Retain" | "Delete";
  /** Refuses deletion of the cluster, in Pulumi and in EKS. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

/**
 * An EKS Auto Mode cluster on whose nodes a pod without a network policy reaches nothing.
 *
 * Guaranteed: API-mode access with named entries only, envelope encryption with the given key, all five
 * control-plane logs in groups with key and retention, private subnets, standard support only, encrypted
 * volumes, policies before the add-ons they concern. It cannot be open to the whole internet, run below the
 * version that gives pods their own security groups, or use the built-in node pools, which admit all traffic.
 *
 * ```ts
 * const cluster = new Cluster("acme-prod", { region: "eu-west-1", ...keys, ...network, access, endpoint, tags });
 * new Namespace("acme", namespaceArgs, { provider: cluster.provider, dependsOn: cluster.ready });
 * ```
 */
export class Cluster extends pulumi.ComponentResource {
  readonly clusterName: pulumi.Output<string>;
  readonly clusterArn: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly kubeconfig: pulumi.Output<string>;
  /** Shared by nodes, ordinary pods and the control plane. Never let a database admit it. */
  readonly clusterSecurityGroupId: pulumi.Output<string>;
  readonly nodeRoleArn: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  /** What pods write to standard output, once a `LogShipping` brings it there. */
  readonly applicationLogGroupName: pulumi.Output<string>;
  /** Alarms that should wake somebody, for the composite alarm of `Alarms`. */
  readonly pagingAlarmNames: readonly pulumi.Output<string>[];
  readonly version: string;
  readonly provider: k8s.Provider;
  /** What workloads depend on: nodes, storage, policies and add-ons. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const {
      region,
      endpoint,
      version = DEFAULT_VERSION,
      clusterName = name,
      serviceCidr = "172.20.0.0/16",
      nodes = {},
      addOns = {},
      protect = true,
    } = args;
    const where = `Cluster "${name}"`;
    assertClusterName(where, clusterName);
    assertRoomForRole(where, name, "-node-role");
    assertCapableVersion(where, version);
    assertEndpoint(where, endpoint);
    assertAccess(where, args.access, args.workloadNamespaces);
    assertNodes(where, nodes);
    assertAddOns(where, addOns);
    checkLogRetention(where, "logRetentionDays", args.logRetentionDays);
    if (args.applicationLogRetentionDays !== undefined) {
      checkLogRetention(where, "applicationLogRetentionDays", args.applicationLogRetentionDays);
    }
    super("rampart:kubernetes:Cluster", name, {}, opts);

    const child = { parent: this };
    const tags = tagsFor("cluster", args.tags);
    const roles = clusterRoles(
      name,
      { region, secretsKeyArn: args.clusterSecretsKeyArn, volumeKeyArn: args.volumeKeyArn, tags: args.tags },
      child,
    );
    const logs = clusterLogs(
      name,
      {
        region,
        clusterName,
        logsKeyArn: args.logsKeyArn,
        retentionDays: args.logRetentionDays,
        applicationRetentionDays: args.applicationLogRetentionDays ?? args.logRetentionDays,
        tags: args.tags,
      },
      child,
    );

    const cluster = new aws.eks.Cluster(
      `${name}-cluster`,
      {
        region,
        name: clusterName,
        version,
        roleArn: roles.clusterRole.arn,
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
        bootstrapSelfManagedAddons: false,
        // Auto Mode wants these three together. Without built-in pools EKS refuses a node role here.
        computeConfig: { enabled: true, nodePools: [] },
        storageConfig: { blockStorage: { enabled: true } },
        kubernetesNetworkConfig: {
          elasticLoadBalancing: { enabled: true },
          ipFamily: "ipv4",
          serviceIpv4Cidr: serviceCidr,
        },
        encryptionConfig: { provider: { keyArn: args.clusterSecretsKeyArn }, resources: ["secrets"] },
        enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
        deletionProtection: protect,
        upgradePolicy: { supportType: "STANDARD" },
        vpcConfig: {
          subnetIds: pulumi.output(args.privateSubnetIds).apply((ids) => [...ids]),
          endpointPrivateAccess: true,
          endpointPublicAccess: endpoint.access === "public",
          ...(endpoint.access === "public" && { publicAccessCidrs: [...endpoint.publicCidrs] }),
        },
        tags,
      },
      { ...child, protect, dependsOn: [...roles.permissions, ...logs.all] },
    );

    const entries = accessEntries(
      name,
      {
        region,
        clusterName: cluster.name,
        nodeRoleArn: roles.nodeRole.arn,
        access: args.access,
        workloadNamespaces: args.workloadNamespaces,
        tags: args.tags,
      },
      child,
    );
    this.pagingAlarmNames =
      args.access.breakGlassRoleArn === undefined
        ? []
        : [
            breakGlassAlarm(
              name,
              {
                region,
                clusterName,
                logGroupName: logs.controlPlane.name,
                actions: args.alarmActions ?? [],
                tags: args.tags,
              },
              child,
            ).name,
          ];

    this.kubeconfig = kubeconfigFor({
      clusterName,
      region,
      endpoint: cluster.endpoint,
      certificateAuthority: cluster.certificateAuthority.data,
    });
    this.provider = new k8s.Provider(
      `${name}-kubernetes`,
      {
        kubeconfig: this.kubeconfig,
        // Objects are replaced only when the cluster is another one, not when its address is written differently.
        clusterIdentifier: cluster.arn,
        enableServerSideApply: true,
      },
      { ...child, dependsOn: entries.deployers },
    );
    const object = { ...child, provider: this.provider };

    this.clusterSecurityGroupId = cluster.vpcConfig.apply(({ clusterSecurityGroupId }) => clusterSecurityGroupId);
    const foundation = clusterNodes(
      name,
      {
        nodeRoleName: roles.nodeRole.name,
        subnetIds: args.privateSubnetIds,
        securityGroupId: this.clusterSecurityGroupId,
        volumeKeyArn: args.volumeKeyArn,
        volumeReclaimPolicy: args.volumeReclaimPolicy ?? "Retain",
        nodes,
        tags: args.tags,
      },
      { ...object, dependsOn: entries.nodes },
    );
    const policies = clusterPolicies(
      name,
      { region, vpcCidr: args.vpcCidr, serviceCidr, tags: args.tags },
      { ...object, dependsOn: foundation },
    );
    const addOnsReady = clusterAddOns(
      name,
      { region, clusterName: cluster.name, addOns, tags: args.tags },
      { aws: { ...child, dependsOn: policies }, kubernetes: { ...object, dependsOn: policies } },
    );

    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
    this.endpoint = cluster.endpoint;
    this.nodeRoleArn = roles.nodeRole.arn;
    this.logGroupName = logs.controlPlane.name;
    this.applicationLogGroupName = logs.application.name;
    this.version = version;
    this.ready = [...foundation, ...policies, ...addOnsReady];
    this.registerOutputs({
      clusterName: this.clusterName,
      clusterArn: this.clusterArn,
      endpoint: this.endpoint,
      kubeconfig: this.kubeconfig,
      clusterSecurityGroupId: this.clusterSecurityGroupId,
      nodeRoleArn: this.nodeRoleArn,
      logGroupName: this.logGroupName,
      applicationLogGroupName: this.applicationLogGroupName,
      pagingAlarmNames: this.pagingAlarmNames,
      version: this.version,
    });
  }
}

function assertClusterName(where: string, clusterName: string): void {
  if (/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/.test(clusterName)) return;
  throw new Error(
    `${where}: clusterName is "${clusterName}"; allowed are 1 to 100 letters, digits, "-" and "_", ` +
      `beginning with a letter or digit.`,
  );
}
