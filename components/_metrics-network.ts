import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { MetricsTarget } from "./_metrics-targets.ts";
import { type Tags, namedTags, tagsFor } from "./_tags.ts";

interface ScraperAccessArgs {
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  readonly targets: readonly MetricsTarget[];
  readonly tags: Tags;
}

/** The Kubernetes API, over which pods are found and the kubelets are read. */
const KUBERNETES_API_PORT = 443;

/**
 * The collector's own security group, and the way from it into the cluster's: the API and the targets' ports. Pods with a
 * group of their own carry the cluster's beside it, so that one rule a port serves all; what each pod lets in is its
 * network policy's to say.
 */
export function createScraperAccess(
  name: string,
  { region, vpcId, clusterSecurityGroupId, targets, tags }: ScraperAccessArgs,
  opts: pulumi.CustomResourceOptions,
): { readonly securityGroupId: pulumi.Output<string>; readonly ready: pulumi.Resource[] } {
  const group = new aws.ec2.SecurityGroup(
    `${name}-scraper`,
    {
      region,
      vpcId,
      description: "Collector of Managed Prometheus",
      tags: namedTags("metrics", `${name}-scraper`, tags),
    },
    opts,
  );
  const ports = [...new Set([KUBERNETES_API_PORT, ...targets.map(({ port }) => port)])].toSorted((a, b) => a - b);
  const rules = ports.flatMap((port) => {
    const range = { region, ipProtocol: "tcp", fromPort: port, toPort: port, tags: tagsFor("metrics", tags) };
    return [
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-scraper-to-cluster-${port}`,
        {
          ...range,
          securityGroupId: group.id,
          referencedSecurityGroupId: clusterSecurityGroupId,
          description: `To the cluster on ${port}`,
        },
        opts,
      ),
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-scraper-into-cluster-${port}`,
        {
          ...range,
          securityGroupId: clusterSecurityGroupId,
          referencedSecurityGroupId: group.id,
          description: `Collector to the cluster on ${port}`,
        },
        opts,
      ),
    ];
  });
  return { securityGroupId: group.id, ready: rules };
}
