import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { after } from "./_options.ts";
import { type Tags, tagsFor } from "./_tags.ts";

/**
 * Who may use the Kubernetes API, as IAM role ARNs with their full path (roles of IAM Identity Center lie under
 * `aws-reserved/sso.amazonaws.com/`). Each role appears once.
 */
export interface ClusterAccess {
  /**
   * The roles that deploy this program, at least one: cluster administrators, because they make node pools, storage
   * classes and namespaces. If the role that runs the deployment is not among them, the first Kubernetes object
   * fails. To change the role, list both, deploy with the old one, and only then take it out.
   */
  readonly deployerRoleArns: readonly string[];
  /** Everything in the workload namespaces, roles included, and a view of the rest without secrets. @default none */
  readonly adminRoleArns?: readonly string[];
  /**
   * Change of ordinary objects in the workload namespaces, and a view of the rest. There it may open shells and
   * read Kubernetes Secrets, as the AWS-managed policy has it. @default none
   */
  readonly operatorRoleArns?: readonly string[];
  /** A view of everything without secrets. @default none */
  readonly readOnlyRoleArns?: readonly string[];
  /** Cluster administrator for emergencies. Every use of it raises an alarm. @default none */
  readonly breakGlassRoleArn?: string;
}

/** Kubernetes user name of the break-glass role, on which the alarm's filter rests. */
export const BREAK_GLASS_USER = "break-glass";

const ROLE_ARN = /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/;

export function assertAccess(where: string, access: ClusterAccess, namespaces: readonly string[]): void {
  if (access.deployerRoleArns.length === 0) {
    throw new Error(
      `${where}: access.deployerRoleArns is empty, so nobody could make anything in the cluster, the deployment ` +
        `included; list the role that runs it.`,
    );
  }
  const seen = new Map<string, string>();
  for (const [path, arn] of listed(access)) {
    if (!ROLE_ARN.test(arn)) {
      throw new Error(
        `${where}: access.${path} is "${arn}"; allowed is the ARN of an IAM role, ` +
          `arn:aws:iam::<account>:role/<path and name>, not of a session or a user.`,
      );
    }
    const earlier = seen.get(arn);
    if (earlier !== undefined) {
      throw new Error(
        `${where}: access.${path} is "${arn}", which access.${earlier} holds already; EKS allows one entry a role. ` +
          `Keep the one with the rights it needs.`,
      );
    }
    seen.set(arn, path);
  }
  const names = new Map<string, string>();
  for (const [path, arn] of listed(access)) {
    const clash = names.get(roleName(arn));
    if (clash !== undefined) {
      throw new Error(
        `${where}: access.${path} and access.${clash} are different roles named "${roleName(arn)}"; ` +
          `entries are told apart by that name. Rename one role.`,
      );
    }
    names.set(roleName(arn), path);
  }
  const scoped = (access.adminRoleArns?.length ?? 0) + (access.operatorRoleArns?.length ?? 0);
  if (scoped > 0 && namespaces.length === 0) {
    throw new Error(
      `${where}: workloadNamespaces is empty, but admins and operators get their rights there. ` +
        `List the namespaces of the workloads.`,
    );
  }
}

function listed(access: ClusterAccess): [path: string, arn: string][] {
  return [
    ...numbered("deployerRoleArns", access.deployerRoleArns),
    ...numbered("adminRoleArns", access.adminRoleArns),
    ...numbered("operatorRoleArns", access.operatorRoleArns),
    ...numbered("readOnlyRoleArns", access.readOnlyRoleArns),
    ...(access.breakGlassRoleArn === undefined
      ? []
      : [["breakGlassRoleArn", access.breakGlassRoleArn] as [string, string]]),
  ];
}

function numbered(key: string, arns: readonly string[] = []): [path: string, arn: string][] {
  return arns.map((arn, index) => [`${key}[${index}]`, arn]);
}

export interface AccessEntriesArgs {
  readonly region: string;
  readonly clusterName: pulumi.Input<string>;
  readonly nodeRoleArn: pulumi.Input<string>;
  readonly access: ClusterAccess;
  readonly workloadNamespaces: readonly string[];
  readonly tags: Tags;
}

export interface AccessEntries {
  /** Without it the first Kubernetes object is refused. */
  readonly deployers: pulumi.Resource[];
  /** Without it nodes of our own node class cannot join. */
  readonly nodes: pulumi.Resource[];
}

interface Grant {
  readonly policy: string;
  /** @default the whole cluster */
  readonly namespaces?: readonly string[];
}

/** The entries, and for each role the EKS access policies it gets. None belongs to whoever created the cluster. */
export function accessEntries(
  name: string,
  args: AccessEntriesArgs,
  opts: pulumi.CustomResourceOptions,
): AccessEntries {
  const { region, clusterName, access, workloadNamespaces } = args;
  const tags = tagsFor("cluster", args.tags);

  const enter = (
    suffix: string,
    principalArn: pulumi.Input<string>,
    entry: { readonly type?: string; readonly userName?: string },
    grants: readonly Grant[],
  ): pulumi.Resource[] => {
    const accessEntry = new aws.eks.AccessEntry(
      `${name}-access-${suffix}`,
      { region, clusterName, principalArn, type: entry.type ?? "STANDARD", ...entry, tags },
      // EKS allows one entry a role, so a replacement cannot stand beside the old one.
      { ...opts, deleteBeforeReplace: true },
    );
    return grants.map(
      ({ policy, namespaces }) =>
        new aws.eks.AccessPolicyAssociation(
          `${name}-access-${suffix}-${policy.toLowerCase()}`,
          {
            region,
            clusterName,
            principalArn: accessEntry.principalArn,
            policyArn: `arn:aws:eks::aws:cluster-access-policy/AmazonEKS${policy}Policy`,
            accessScope:
              namespaces === undefined ? { type: "cluster" } : { type: "namespace", namespaces: [...namespaces] },
          },
          after(opts, [accessEntry]),
        ),
    );
  };

  const nodes = enter("nodes", args.nodeRoleArn, { type: "EC2" }, [{ policy: "AutoNode" }]);
  const deployers = access.deployerRoleArns.flatMap((arn) =>
    enter(`role-${roleName(arn)}`, arn, {}, [{ policy: "ClusterAdmin" }]),
  );
  const view: Grant = { policy: "View" };
  for (const arn of access.adminRoleArns ?? []) {
    enter(`role-${roleName(arn)}`, arn, {}, [{ policy: "Admin", namespaces: workloadNamespaces }, view]);
  }
  for (const arn of access.operatorRoleArns ?? []) {
    enter(`role-${roleName(arn)}`, arn, {}, [{ policy: "Edit", namespaces: workloadNamespaces }, view]);
  }
  for (const arn of access.readOnlyRoleArns ?? []) enter(`role-${roleName(arn)}`, arn, {}, [view]);
  if (access.breakGlassRoleArn !== undefined) {
    enter("break-glass", access.breakGlassRoleArn, { userName: `${BREAK_GLASS_USER}:{{SessionName}}` }, [
      { policy: "ClusterAdmin" },
    ]);
  }
  return { deployers, nodes };
}

/** The role's own name, which stays the same when the list is reordered. */
function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1).toLowerCase();
}
