import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { containerLogGroup, INSIGHTS_KINDS } from "./_cluster-logs.ts";
import type { Statement } from "./_iam.ts";
import { labelsFor } from "./_labels.ts";
import { dnsEgress, networkPolicy, rangesEgress } from "./_network-policy.ts";
import { after, childOptions } from "./_options.ts";
import { podIdentity } from "./_pod-identity.ts";
import { type Tags, tagsFor } from "./_tags.ts";

/** What a `LogShipping` is made of. */
export interface LogShippingArgs {
  readonly region: string;
  /** Twelve-digit id of the account. */
  readonly accountId: string;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  /** Nodes, and the control plane's network interfaces, have their addresses here. */
  readonly vpcCidr: pulumi.Input<string>;
  /** Service addresses, the Kubernetes API's among them. @default "172.20.0.0/16" */
  readonly serviceCidr?: string;
  /** Exact version of the add-on, such as `v6.4.0-eksbuild.1`. @default EKS chooses for the cluster's version */
  readonly version?: string;
  readonly tags: Tags;
}

/** Namespace of the shipper: the add-on's own. */
export const SHIPPER_NAMESPACE = "amazon-cloudwatch";

/** The service account under which the add-on runs both the agent and Fluent Bit. */
const SERVICE_ACCOUNT = "cloudwatch-agent";

/** Pods of the add-on that are no part of a node: its operator, whose webhook the API server calls. */
const OPERATOR = { "app.kubernetes.io/name": "amazon-cloudwatch-observability", "control-plane": "controller-manager" };
const WEBHOOK_PORT = 9_443;

/**
 * What pods write, and how they fare, brought to the cluster's log groups by the EKS add-on for CloudWatch.
 *
 * Guarantees: its role writes to the cluster's own four groups and nothing else, and serves one service account of one
 * cluster; groups are not its to make, so that key and retention stay as the cluster set them; policies come before the
 * add-on's pods. It traces nobody: Application Signals, which would change every workload's pods, is off,
 * and the add-on's service accounts write in their own namespace only.
 *
 * Cannot: keep what an application logs out of the groups; the schema of `log-schema.ts` says what must not be there. Nor keep
 * the operator's webhooks from being asked about pods and workloads of every namespace: they change nothing while tracing is
 * off, pods are made without their answer, and what they would change is judged by admission afterwards.
 *
 * Decided in docs/decisions/0071.
 *
 * @example
 * new LogShipping("log-shipping", { region, accountId, clusterName: cluster.clusterName, clusterArn: cluster.clusterArn,
 *   vpcCidr: network.vpcCidr, tags }, { provider: cluster.provider, dependsOn: cluster.ready });
 */
export class LogShipping extends pulumi.ComponentResource {
  /** Known once the add-on runs. */
  readonly addonName: pulumi.Output<string>;
  /** The role of the shipper. */
  readonly roleName: pulumi.Output<string>;

  constructor(name: string, args: LogShippingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:kubernetes:LogShipping", name, {}, opts);
    const { region, accountId, clusterName, clusterArn, tags } = args;
    const child = childOptions(this, opts);

    const identity = podIdentity(
      name,
      {
        region,
        accountId,
        clusterName,
        clusterArn,
        namespace: SHIPPER_NAMESPACE,
        serviceAccount: SERVICE_ACCOUNT,
        statements: shipperStatements(region, accountId, clusterName),
        component: "log-shipping",
        tags,
      },
      child,
    );
    const ground = createGround(name, args, child);
    const addon = new aws.eks.Addon(
      name,
      {
        region,
        clusterName,
        addonName: "amazon-cloudwatch-observability",
        ...(args.version !== undefined && { addonVersion: args.version }),
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        configurationValues: JSON.stringify(CONFIGURATION),
        tags: tagsFor("log-shipping", tags),
      },
      // Pods that start before the association get no credentials, and are not given them later.
      after(child, [...identity.ready, ...ground]),
    );
    this.addonName = addon.addonName;
    this.roleName = identity.role.name;
    this.registerOutputs({ addonName: this.addonName, roleName: this.roleName });
  }
}

/** The namespace with its policies: on our nodes a pod without one reaches nothing and is reached by nothing. */
function createGround(name: string, args: LogShippingArgs, opts: pulumi.CustomResourceOptions): pulumi.Resource[] {
  const { vpcCidr, serviceCidr = "172.20.0.0/16" } = args;
  const labels = labelsFor({ name: "log-shipping", component: "logs", tags: args.tags });
  const namespace = new k8s.core.v1.Namespace(
    `${name}-namespace`,
    {
      metadata: {
        name: SHIPPER_NAMESPACE,
        labels: {
          ...labels,
          // The shipper reads the log files of its node, for which it mounts paths of the node as root.
          "pod-security.kubernetes.io/enforce": "privileged",
        },
      },
    },
    opts,
  );
  const inside = after(opts, [namespace]);
  const metadata = (policy: string) => ({ name: policy, namespace: SHIPPER_NAMESPACE, labels });
  return [
    ...confine(name, labels, opts),
    networkPolicy(
      `${name}-default-deny`,
      { metadata: metadata("default-deny"), matchLabels: {}, ingress: [], egress: [] },
      inside,
    ),
    // The shipper itself shares the node's network, which no policy concerns.
    networkPolicy(
      `${name}-operator`,
      {
        metadata: metadata("operator"),
        matchLabels: OPERATOR,
        ingress: [{ from: [{ ipBlock: { cidr: vpcCidr } }], ports: [{ protocol: "TCP", port: WEBHOOK_PORT }] }],
        egress: [dnsEgress(), rangesEgress([vpcCidr, serviceCidr], 443)],
      },
      inside,
    ),
  ];
}

/**
 * The add-on's operator may change workloads and config maps in every namespace, and the namespaces themselves, for tracing
 * that is off. What none of the add-on's service accounts has to write outside their namespace, the API server refuses them.
 */
function confine(
  name: string,
  labels: Readonly<Record<string, pulumi.Input<string>>>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const metadata = { name: "rampart-log-shipper-confined", labels };
  const policy = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
    `${name}-confined`,
    {
      metadata,
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          matchPolicy: "Equivalent",
          namespaceSelector: {
            matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: [SHIPPER_NAMESPACE] }],
          },
          resourceRules: [
            {
              apiGroups: ["*"],
              apiVersions: ["*"],
              operations: ["CREATE", "UPDATE", "DELETE"],
              resources: ["*"],
              scope: "Namespaced",
            },
            // A namespace is in none, and its labels decide what Pod Security admits; the selector reads its own.
            {
              apiGroups: [""],
              apiVersions: ["*"],
              operations: ["CREATE", "UPDATE", "DELETE"],
              resources: ["namespaces"],
              scope: "Cluster",
            },
          ],
        },
        matchConditions: [
          {
            name: "is-the-shipper",
            expression: `request.userInfo.username.startsWith("system:serviceaccount:${SHIPPER_NAMESPACE}:")`,
          },
        ],
        validations: [
          { expression: "false", message: `what ships logs writes in the namespace ${SHIPPER_NAMESPACE} only` },
        ],
      },
    },
    opts,
  );
  const binding = new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
    `${name}-confined`,
    { metadata, spec: { policyName: metadata.name, validationActions: ["Deny", "Audit"] } },
    after(opts, [policy]),
  );
  return [binding];
}

/** Keys of the add-on's configuration, checked against version 6.4.0 of its chart. */
const CONFIGURATION = {
  containerLogs: { enabled: true },
  // Given whole, because the add-on's own default would switch Application Signals on.
  agent: { config: { logs: { metrics_collected: { kubernetes: { enhanced_container_insights: true } } } } },
  manager: { applicationSignals: { autoMonitor: { monitorAllServices: false } } },
};

function shipperStatements(region: string, accountId: string, clusterName: pulumi.Input<string>): Statement[] {
  return [
    {
      sid: "WriteTheClustersLogs",
      // No CreateLogGroup: the groups exist, with key and retention.
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: pulumi
        .output(clusterName)
        .apply((cluster) =>
          INSIGHTS_KINDS.map(
            (kind) => `arn:aws:logs:${region}:${accountId}:log-group:${containerLogGroup(cluster, kind)}:*`,
          ),
        ),
    },
    {
      sid: "NameNodesAndVolumes",
      // Neither call takes a resource.
      actions: ["ec2:DescribeTags", "ec2:DescribeVolumes"],
      resources: "*",
      conditions: { StringEquals: { "aws:RequestedRegion": region } },
    },
  ];
}
