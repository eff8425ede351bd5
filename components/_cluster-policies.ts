import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labelsFor } from "./_labels.ts";
import { dnsEgress, domainPolicy, networkPolicy, podIdentityEgress, rangesEgress } from "./_network-policy.ts";
import { after } from "./_options.ts";
import type { Tags } from "./_tags.ts";

/** Namespace of the secrets driver and its AWS provider: the add-on's own. */
export const SECRETS_NAMESPACE = "aws-secrets-manager";

/** Pods of the metrics-server add-on. */
const METRICS_SERVER = { "app.kubernetes.io/name": "metrics-server" };

export interface ClusterPoliciesArgs {
  readonly region: string;
  /** Nodes, and the control plane's network interfaces, have their addresses here. */
  readonly vpcCidr: pulumi.Input<string>;
  /** Service addresses, the Kubernetes API's among them. */
  readonly serviceCidr: string;
  readonly tags: Tags;
}

/**
 * What the add-ons may reach. On our nodes a pod without a policy reaches nothing, so these come before the
 * add-ons, which would otherwise start and fail their health checks.
 */
export function clusterPolicies(
  name: string,
  args: ClusterPoliciesArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { region, vpcCidr, serviceCidr, tags } = args;
  const labels = labelsFor({ name: "add-ons", component: "network", tags });
  const kubernetesApi = rangesEgress([vpcCidr, serviceCidr], 443);

  const namespace = new k8s.core.v1.Namespace(
    `${name}-secrets-namespace`,
    {
      metadata: {
        name: SECRETS_NAMESPACE,
        labels: {
          ...labels,
          // The driver mounts volumes into other pods, for which it is privileged and uses host paths.
          "pod-security.kubernetes.io/enforce": "privileged",
        },
      },
    },
    opts,
  );
  const inSecrets = after(opts, [namespace]);
  const metadata = (namespaceName: string, policy: string) => ({ name: policy, namespace: namespaceName, labels });

  const everyPod = {};
  return [
    networkPolicy(
      `${name}-system-default-deny`,
      { metadata: metadata("kube-system", "default-deny"), matchLabels: everyPod, ingress: [], egress: [] },
      opts,
    ),
    networkPolicy(
      `${name}-metrics-server`,
      {
        metadata: metadata("kube-system", "metrics-server"),
        matchLabels: METRICS_SERVER,
        // The API server asks it on behalf of autoscalers and `kubectl top`.
        ingress: [{ from: [{ ipBlock: { cidr: vpcCidr } }], ports: [{ protocol: "TCP", port: "https" }] }],
        egress: [dnsEgress(), kubernetesApi, rangesEgress([vpcCidr], 10_250)],
      },
      opts,
    ),
    networkPolicy(
      `${name}-secrets-default-deny`,
      { metadata: metadata(SECRETS_NAMESPACE, "default-deny"), matchLabels: everyPod, ingress: [], egress: [] },
      inSecrets,
    ),
    networkPolicy(
      `${name}-secrets-egress`,
      {
        metadata: metadata(SECRETS_NAMESPACE, "secrets-driver"),
        matchLabels: everyPod,
        // Interface endpoints of AWS lie in the VPC, too.
        egress: [dnsEgress(), podIdentityEgress(), kubernetesApi],
      },
      inSecrets,
    ),
    domainPolicy(
      `${name}-secrets-aws`,
      {
        metadata: metadata(SECRETS_NAMESPACE, "secrets-driver-aws"),
        matchLabels: everyPod,
        connections: [
          {
            name: "secrets-manager",
            to: { kind: "domain", names: [`secretsmanager.${region}.amazonaws.com`] },
            port: 443,
          },
        ],
      },
      inSecrets,
    ),
  ];
}
