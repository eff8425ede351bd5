import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { assumeRolePolicy, policyDocument } from "./_iam.ts";
import { type Tags, tagsFor } from "./_tags.ts";

/** What EKS itself needs to run Auto Mode: nodes, volumes, load balancers and network interfaces. */
const CLUSTER_POLICIES = [
  "AmazonEKSClusterPolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];

/** What an Auto Mode node needs: to join and to pull images. Pods have roles of their own. */
const NODE_POLICIES = ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"];

export interface ClusterRolesArgs {
  readonly region: string;
  /** Key of the Kubernetes API's data. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Key of node disks and persistent volumes. */
  readonly volumeKeyArn: pulumi.Input<string>;
  readonly tags: Tags;
}

export interface ClusterRoles {
  readonly clusterRole: aws.iam.Role;
  readonly nodeRole: aws.iam.Role;
  /** The permissions. The cluster depends on them, so that they outlive it: EKS cleans up with them. */
  readonly permissions: readonly pulumi.Resource[];
}

export function clusterRoles(name: string, args: ClusterRolesArgs, opts: pulumi.CustomResourceOptions): ClusterRoles {
  const tags = tagsFor("cluster", args.tags);
  const clusterRole = new aws.iam.Role(
    `${name}-role`,
    {
      description: `EKS control plane of ${name}`,
      // Auto Mode hands over the cluster's name as a session tag, on which its policies' conditions rest.
      assumeRolePolicy: policyDocument([
        {
          sid: "AssumeByEks",
          actions: ["sts:AssumeRole", "sts:TagSession"],
          principals: { Service: "eks.amazonaws.com" },
        },
      ]),
      tags,
    },
    opts,
  );
  const nodeRole = new aws.iam.Role(
    `${name}-node-role`,
    { description: `EKS nodes of ${name}`, assumeRolePolicy: assumeRolePolicy("ec2.amazonaws.com"), tags },
    opts,
  );

  const attach = (role: aws.iam.Role, prefix: string) => (policy: string) =>
    new aws.iam.RolePolicyAttachment(
      `${prefix}-${kebab(policy)}`,
      { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
      opts,
    );
  const keys = new aws.iam.RolePolicy(
    `${name}-role-keys`,
    { role: clusterRole.name, name: "keys", policy: keyPolicy(args) },
    opts,
  );
  const tagging = new aws.iam.RolePolicy(
    `${name}-role-tagging`,
    { role: clusterRole.name, name: "tagging", policy: taggingPolicy() },
    opts,
  );
  return {
    clusterRole,
    nodeRole,
    permissions: [
      ...CLUSTER_POLICIES.map(attach(clusterRole, `${name}-role`)),
      ...NODE_POLICIES.map(attach(nodeRole, `${name}-node-role`)),
      keys,
      tagging,
    ],
  };
}

/** Envelope encryption of the API's data, and disks of nodes and volumes through EC2 only. */
function keyPolicy({ region, secretsKeyArn, volumeKeyArn }: ClusterRolesArgs): pulumi.Output<string> {
  const viaEc2 = { StringEquals: { "kms:ViaService": `ec2.${region}.amazonaws.com` } };
  return policyDocument([
    {
      sid: "EncryptApiData",
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
      resources: secretsKeyArn,
    },
    {
      sid: "EncryptDisks",
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      resources: volumeKeyArn,
      conditions: viaEc2,
    },
    {
      sid: "LendKeyToDisks",
      actions: ["kms:CreateGrant"],
      resources: volumeKeyArn,
      conditions: { ...viaEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ]);
}

/**
 * The managed policies forbid tags of our own on what Auto Mode makes. This allows them for things that carry
 * the cluster's name, which the session tag vouches for (EKS user guide, "Custom AWS tags for EKS Auto resources").
 */
function taggingPolicy(): pulumi.Output<string> {
  const ofThisCluster = { "aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}" };
  return policyDocument([
    {
      sid: "TagNodes",
      actions: ["ec2:CreateFleet", "ec2:RunInstances", "ec2:CreateLaunchTemplate"],
      resources: "*",
      conditions: {
        StringEquals: ofThisCluster,
        StringLike: {
          "aws:RequestTag/eks:kubernetes-node-class-name": "*",
          "aws:RequestTag/eks:kubernetes-node-pool-name": "*",
        },
      },
    },
    {
      sid: "TagVolumes",
      actions: ["ec2:CreateVolume", "ec2:CreateSnapshot"],
      resources: ["arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*:*:snapshot/*"],
      conditions: { StringEquals: ofThisCluster },
    },
    {
      sid: "TagNetworkInterfaces",
      actions: ["ec2:CreateNetworkInterface"],
      resources: "*",
      conditions: {
        StringEquals: ofThisCluster,
        StringLike: { "aws:RequestTag/eks:kubernetes-cni-node-name": "*" },
      },
    },
  ]);
}

/** `AmazonEKSClusterPolicy` becomes `cluster-policy`. */
function kebab(policy: string): string {
  return policy
    .replace(/^Amazon(EKS|EC2)/, "")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-")
    .toLowerCase();
}
