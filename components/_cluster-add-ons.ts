import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { SECRETS_NAMESPACE } from "./_cluster-policies.ts";
import { labelsFor } from "./_labels.ts";
import { after } from "./_options.ts";
import { type Tags, tagsFor } from "./_tags.ts";

export interface AddOnSettings {
  /**
   * Whether the secrets driver may write Kubernetes Secrets, which workloads need that take secrets as
   * environment variables. It then reads and writes Secrets in every namespace.
   * @default false
   */
  readonly syncSecrets?: boolean;
  /** How often mounted secrets are compared with Secrets Manager, in minutes; each look is a paid call. @default 5 */
  readonly secretPollMinutes?: number;
  /** Exact version of the secrets add-on, such as `v1.0.0-eksbuild.1`. @default EKS chooses for the cluster's version */
  readonly secretsVersion?: string;
  /** Exact version of the metrics add-on. @default EKS chooses for the cluster's version */
  readonly metricsVersion?: string;
}

export function assertAddOns(where: string, { secretPollMinutes = 5 }: AddOnSettings): void {
  if (Number.isInteger(secretPollMinutes) && secretPollMinutes >= 1 && secretPollMinutes <= 60) return;
  throw new Error(
    `${where}: addOns.secretPollMinutes is ${secretPollMinutes}; allowed are whole numbers from 1 to 60.`,
  );
}

export interface ClusterAddOnsArgs {
  readonly region: string;
  readonly clusterName: pulumi.Input<string>;
  readonly addOns: AddOnSettings;
  readonly tags: Tags;
}

/**
 * Delivery of secrets, and the metrics that autoscalers read. Auto Mode brings pod identity, networking, DNS and
 * volumes itself: an add-on for those would fight it.
 *
 * @param aws Options of the add-ons.
 * @param kubernetes Options of Kubernetes objects.
 */
export function clusterAddOns(
  name: string,
  args: ClusterAddOnsArgs,
  options: { readonly aws: pulumi.CustomResourceOptions; readonly kubernetes: pulumi.CustomResourceOptions },
): pulumi.Resource[] {
  const { region, clusterName, addOns } = args;
  const common = {
    region,
    clusterName,
    resolveConflictsOnCreate: "OVERWRITE",
    resolveConflictsOnUpdate: "OVERWRITE",
    tags: tagsFor("cluster", args.tags),
  };
  const secrets = new aws.eks.Addon(
    `${name}-secrets-driver`,
    {
      ...common,
      addonName: "aws-secrets-store-csi-driver-provider",
      ...(addOns.secretsVersion !== undefined && { addonVersion: addOns.secretsVersion }),
      namespaceConfig: { namespace: SECRETS_NAMESPACE },
      configurationValues: JSON.stringify({
        "secrets-store-csi-driver": {
          enableSecretRotation: true,
          rotationPollInterval: `${addOns.secretPollMinutes ?? 5}m`,
          syncSecret: { enabled: addOns.syncSecrets ?? false },
        },
      }),
    },
    options.aws,
  );
  const metrics = new aws.eks.Addon(
    `${name}-metrics-server`,
    {
      ...common,
      addonName: "metrics-server",
      ...(addOns.metricsVersion !== undefined && { addonVersion: addOns.metricsVersion }),
    },
    options.aws,
  );
  return [secrets, metrics, ...((addOns.syncSecrets ?? false) ? allowSync(name, args.tags, options.kubernetes) : [])];
}

/**
 * The add-on takes `syncSecret.enabled` and, at least up to spring 2026, did not pass it on to the chart that
 * makes these rights (aws/secrets-store-csi-driver-provider-aws#597): pods then wait for a Secret that never comes.
 * The driver watches Secrets of all namespaces, so a role in each namespace would not do.
 */
function allowSync(name: string, tags: Tags, opts: pulumi.CustomResourceOptions): pulumi.Resource[] {
  const metadata = {
    name: "secrets-driver-sync",
    labels: labelsFor({ name: "secrets-driver", component: "secrets", tags }),
  };
  const role = new k8s.rbac.v1.ClusterRole(
    `${name}-secrets-sync-role`,
    {
      metadata,
      rules: [
        {
          apiGroups: [""],
          resources: ["secrets"],
          verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
        },
      ],
    },
    opts,
  );
  const binding = new k8s.rbac.v1.ClusterRoleBinding(
    `${name}-secrets-sync-binding`,
    {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: metadata.name },
      subjects: [{ kind: "ServiceAccount", name: "secrets-store-csi-driver", namespace: SECRETS_NAMESPACE }],
    },
    after(opts, [role]),
  );
  return [binding];
}
