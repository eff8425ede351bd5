import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labelsFor } from "./_labels.ts";
import { type Tags, namedTags, tagsFor } from "./_tags.ts";

/** A server that the pods reach: its side is opened to their security group, and to nothing else. */
export interface Reach {
  /** Unique in one list; part of child names, so kebab-case. */
  readonly name: string;
  readonly securityGroupId: pulumi.Input<string>;
  readonly port: number;
}

export interface PodSecurityGroupArgs {
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  /** The cluster's own security group, which nodes and ordinary pods share. */
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  /** Kubernetes name of the pods' namespace. */
  readonly namespace: pulumi.Input<string>;
  /** Labels of the pods. Every pod in the namespace that carries all of them gets the group. */
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly reaches: readonly Reach[];
  /** Which part of the platform the pods are, for example `pooler`; unique in the namespace, because it names the policy. */
  readonly component: string;
  readonly tags: Tags;
}

export interface PodSecurityGroup {
  readonly securityGroupId: pulumi.Output<string>;
  /** What the pods must wait for: one created before the policy never gets the group, and cannot connect before the rules. */
  readonly ready: pulumi.Resource[];
}

/**
 * Gives pods a security group of their own, so that a database admits exactly them and not every pod on
 * the same node. EKS Auto Mode does this from Kubernetes 1.36 on, with a branch network interface for
 * each pod (docs/decisions/0010-pod-security-groups.md).
 *
 * The pods keep the cluster's group beside it, for DNS, probes, load balancers and other pods: what
 * ordinary traffic may flow is decided by network policies, and the server never names that group.
 *
 * `opts` carries the parent, the Kubernetes provider and what must exist first.
 */
export function podSecurityGroup(
  name: string,
  args: PodSecurityGroupArgs,
  opts: pulumi.CustomResourceOptions,
): PodSecurityGroup {
  if (args.reaches.length === 0) {
    throw new Error(`Pod security group "${name}": reaches is empty; list what the pods connect to or leave it out.`);
  }
  const { region, component, tags } = args;
  const child = opts.parent === undefined ? {} : { parent: opts.parent };
  const group = new aws.ec2.SecurityGroup(
    `${name}-pods`,
    {
      region,
      vpcId: args.vpcId,
      description: `Pods of ${name}`,
      tags: namedTags(component, `${name}-pods`, tags),
    },
    child,
  );

  const rules = args.reaches.flatMap(({ name: server, securityGroupId, port }) => {
    const range = { region, ipProtocol: "tcp", fromPort: port, toPort: port, tags: tagsFor(component, tags) };
    return [
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-pods-to-${server}`,
        {
          ...range,
          securityGroupId: group.id,
          referencedSecurityGroupId: securityGroupId,
          description: `To ${server}`,
        },
        child,
      ),
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-pods-into-${server}`,
        {
          ...range,
          securityGroupId,
          referencedSecurityGroupId: group.id,
          description: `From pods of ${name}`,
        },
        child,
      ),
    ];
  });

  const policy = new k8s.apiextensions.CustomResource(
    `${name}-pods-policy`,
    {
      apiVersion: "vpcresources.k8s.aws/v1beta1",
      kind: "SecurityGroupPolicy",
      metadata: {
        name: `${component}-pods`,
        namespace: args.namespace,
        labels: labelsFor({ name: component, component: "network", tags }),
      },
      spec: {
        podSelector: { matchLabels: { ...args.matchLabels } },
        securityGroups: { groupIds: [args.clusterSecurityGroupId, group.id] },
      },
    },
    opts,
  );
  return { securityGroupId: group.id, ready: [policy, ...rules] };
}
