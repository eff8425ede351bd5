import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Statement, policyDocument } from "./_iam.ts";
import { after } from "./_options.ts";
import { type Tags, tagsFor } from "./_tags.ts";

export interface PodIdentityArgs {
  readonly region: string;
  readonly accountId: string;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  /** Kubernetes names. */
  readonly namespace: pulumi.Input<string>;
  readonly serviceAccount: pulumi.Input<string>;
  /** What the pods may do; at least one. */
  readonly statements: readonly Statement[];
  /** Which part of the platform the pods are, for the tags. */
  readonly component: string;
  readonly tags: Tags;
}

export interface PodIdentity {
  readonly role: aws.iam.Role;
  /** What pods depend on: one started before gets no credentials and is not given them later. */
  readonly ready: pulumi.Resource[];
}

/**
 * An IAM role for exactly one service account of one cluster. Other associations in the account cannot use it:
 * its trust asks for the session tags that EKS, and nobody else, sets on behalf of a pod.
 */
export function podIdentity(name: string, args: PodIdentityArgs, opts: pulumi.CustomResourceOptions): PodIdentity {
  const { region, clusterName, namespace, serviceAccount } = args;
  const tags = tagsFor(args.component, args.tags);
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      description: `Pods of ${name}`,
      assumeRolePolicy: policyDocument([
        {
          sid: "AssumeByPods",
          actions: ["sts:AssumeRole", "sts:TagSession"],
          principals: { Service: "pods.eks.amazonaws.com" },
          // No aws:SourceArn: EKS does not send the association's for every client, which then gets no credentials.
          conditions: {
            StringEquals: {
              "aws:SourceAccount": args.accountId,
              "aws:RequestTag/eks-cluster-arn": args.clusterArn,
              "aws:RequestTag/kubernetes-namespace": namespace,
              "aws:RequestTag/kubernetes-service-account": serviceAccount,
            },
          },
        },
      ]),
      tags,
    },
    opts,
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-role-policy`,
    { role: role.name, name: "workload", policy: policyDocument(args.statements) },
    opts,
  );
  const association = new aws.eks.PodIdentityAssociation(
    `${name}-identity`,
    { region, clusterName, namespace, serviceAccount, roleArn: role.arn, tags },
    { ...after(opts, [policy]), deleteBeforeReplace: true },
  );
  return { role, ready: [association] };
}
