import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { assertKubernetesName, labelsFor } from "./_labels.ts";
import { dnsEgress, networkPolicy, podIdentityEgress } from "./_network-policy.ts";
import { childOptions } from "./_options.ts";
import type { Tags } from "./_tags.ts";

/** What all pods of the namespace together may ask for. Kubernetes quantities, such as `20` and `40Gi`. */
export interface NamespaceQuota {
  readonly cpuRequests: string;
  readonly cpuLimits: string;
  /** Requests and limits. */
  readonly memory: string;
  readonly pods: number;
  /** @default "20Gi" */
  readonly ephemeralStorage?: string;
  /** Size of all persistent volumes. @default "100Gi" */
  readonly persistentStorage?: string;
}

export interface NamespaceArgs {
  /** Kubernetes name. */
  readonly name: string;
  /** Version of the Pod Security Standard to hold pods to, such as `v1.36`: at most the cluster's, and raised by hand. */
  readonly podSecurityVersion: string;
  readonly quota: NamespaceQuota;
  /** What a container gets that says nothing, and the most one may ask for. @default 1 CPU and 512Mi; at most 8 CPUs and 16Gi */
  readonly containerLimits?: {
    readonly defaultCpu?: string;
    readonly defaultMemory?: string;
    readonly maxCpu?: string;
    readonly maxMemory?: string;
  };
  readonly tags: Tags;
}

/**
 * A Kubernetes namespace in which nothing is allowed that is not said.
 *
 * Guaranteed: the `restricted` Pod Security Standard at a pinned version, no traffic in or out but DNS and the
 * credentials of pod identities, bounded resources, and service accounts without API tokens: its own, and the
 * `default` one that Kubernetes makes. The provider comes with the options:
 *
 * ```ts
 * new Namespace("acme", args, { provider: cluster.provider, dependsOn: cluster.ready });
 * ```
 */
export class Namespace extends pulumi.ComponentResource {
  /** Known once the namespace exists; objects inside take this. */
  readonly namespaceName: pulumi.Output<string>;
  /** Account for pods that need neither the Kubernetes API nor AWS. */
  readonly serviceAccountName: pulumi.Output<string>;
  /** What workloads depend on: without quota and policies a pod would start unbounded, or could not resolve names. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: NamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    const where = `Namespace "${name}"`;
    assertKubernetesName(where, "name", args.name);
    if (["default", "kube-system", "kube-public", "kube-node-lease"].includes(args.name)) {
      throw new Error(`${where}: name is "${args.name}", which belongs to Kubernetes; choose a name of your own.`);
    }
    if (!/^v1\.\d+$/.test(args.podSecurityVersion)) {
      throw new Error(
        `${where}: podSecurityVersion is "${args.podSecurityVersion}"; allowed is v1.<minor>, such as v1.36. ` +
          `"latest" would change what is allowed with the cluster's next upgrade.`,
      );
    }
    super("rampart:kubernetes:Namespace", name, {}, opts);
    const { quota, containerLimits = {}, podSecurityVersion: version } = args;
    const child = childOptions(this, opts);
    const labels = labelsFor({ name: args.name, component: "namespace", tags: args.tags });

    const namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      {
        metadata: {
          name: args.name,
          labels: {
            ...labels,
            ...Object.fromEntries(
              ["enforce", "audit", "warn"].flatMap((mode) => [
                [`pod-security.kubernetes.io/${mode}`, "restricted"],
                [`pod-security.kubernetes.io/${mode}-version`, version],
              ]),
            ),
          },
        },
      },
      child,
    );
    this.namespaceName = namespace.metadata.name;
    const metadata = (object: string) => ({ name: object, namespace: this.namespaceName, labels });
    const everyPod = {};

    const denied = networkPolicy(
      `${name}-default-deny`,
      { metadata: metadata("default-deny"), matchLabels: everyPod, ingress: [], egress: [] },
      child,
    );
    const basics = networkPolicy(
      `${name}-basics`,
      { metadata: metadata("basics"), matchLabels: everyPod, egress: [dnsEgress(), podIdentityEgress()] },
      child,
    );

    const resourceQuota = new k8s.core.v1.ResourceQuota(
      `${name}-quota`,
      {
        metadata: metadata("quota"),
        spec: {
          hard: {
            "requests.cpu": quota.cpuRequests,
            "limits.cpu": quota.cpuLimits,
            "requests.memory": quota.memory,
            "limits.memory": quota.memory,
            "requests.ephemeral-storage": quota.ephemeralStorage ?? "20Gi",
            "limits.ephemeral-storage": quota.ephemeralStorage ?? "20Gi",
            "requests.storage": quota.persistentStorage ?? "100Gi",
            pods: String(quota.pods),
            // Load balancers are made by the platform, in front of ClusterIP services.
            "services.loadbalancers": "0",
            "services.nodeports": "0",
          },
        },
      },
      child,
    );
    const limitRange = new k8s.core.v1.LimitRange(
      `${name}-limits`,
      {
        metadata: metadata("limits"),
        spec: {
          limits: [
            {
              type: "Container",
              default: {
                cpu: containerLimits.defaultCpu ?? "1",
                memory: containerLimits.defaultMemory ?? "512Mi",
                "ephemeral-storage": "128Mi",
              },
              defaultRequest: {
                cpu: "100m",
                memory: containerLimits.defaultMemory ?? "512Mi",
                "ephemeral-storage": "128Mi",
              },
              max: { cpu: containerLimits.maxCpu ?? "8", memory: containerLimits.maxMemory ?? "16Gi" },
            },
          ],
        },
      },
      child,
    );

    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata: metadata("plain"), automountServiceAccountToken: false },
      child,
    );
    // Kubernetes makes this account for each namespace, a moment after it. A patch works either way: server-side
    // apply takes over the one field, and creates the account if the controller was slower.
    const defaultAccount = new k8s.core.v1.ServiceAccountPatch(
      `${name}-default-account`,
      {
        metadata: {
          name: "default",
          namespace: this.namespaceName,
          annotations: { "pulumi.com/patchForce": "true" },
        },
        automountServiceAccountToken: false,
      },
      // The account goes with the namespace; handing the field back first would open it for a moment.
      { ...child, retainOnDelete: true },
    );

    this.serviceAccountName = account.metadata.name;
    this.ready = [denied, basics, resourceQuota, limitRange, account, defaultAccount];
    this.registerOutputs({ namespaceName: this.namespaceName, serviceAccountName: this.serviceAccountName });
  }
}
