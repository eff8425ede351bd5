import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { namedTags } from "./_tags.ts";
import type { RotationArgs } from "./_rotation-args.ts";

/** The function's own security group and everything it may reach, both sides of each rule. */
export function createRotationNetwork(
  name: string,
  args: RotationArgs,
  parent: pulumi.Resource,
): { readonly securityGroup: aws.ec2.SecurityGroup; readonly rules: readonly pulumi.Resource[] } {
  const { region, tags, database, caches = {} } = args;
  const securityGroup = new aws.ec2.SecurityGroup(
    name,
    {
      region,
      vpcId: args.vpcId,
      description: "Rotation of credentials; nothing connects to it",
      tags: namedTags("rotation", name, tags),
    },
    { parent },
  );

  const rules: pulumi.Resource[] = [];
  const reach = (server: string, serverGroupId: pulumi.Input<string>, port: pulumi.Input<number>): void => {
    const common = { region, ipProtocol: "tcp", fromPort: port, toPort: port };
    const [to, from] = [`${name}-to-${server}`, `${name}-from-${server}`];
    rules.push(
      new aws.vpc.SecurityGroupEgressRule(
        to,
        {
          ...common,
          securityGroupId: securityGroup.id,
          referencedSecurityGroupId: serverGroupId,
          description: `Rotation reaches the ${server}`,
          tags: namedTags("rotation", to, tags),
        },
        { parent },
      ),
      new aws.vpc.SecurityGroupIngressRule(
        from,
        {
          ...common,
          securityGroupId: serverGroupId,
          referencedSecurityGroupId: securityGroup.id,
          description: "Rotation of credentials",
          tags: namedTags("rotation", from, tags),
        },
        { parent },
      ),
    );
  };
  if (database !== undefined) reach("database", database.securityGroupId, database.port);
  const stores = new Map(Object.values(caches).map((user) => [user.store, user]));
  for (const [store, { securityGroupId, port }] of stores) reach(`cache-${store}`, securityGroupId, port);

  const https = { region, securityGroupId: securityGroup.id, ipProtocol: "tcp", fromPort: 443, toPort: 443 };
  const api = `${name}-to-aws`;
  rules.push(
    args.awsApi.kind === "endpoints"
      ? new aws.vpc.SecurityGroupEgressRule(
          api,
          {
            ...https,
            referencedSecurityGroupId: args.awsApi.securityGroupId,
            description: "HTTPS to the interface endpoints",
            tags: namedTags("rotation", api, tags),
          },
          { parent },
        )
      : new aws.vpc.SecurityGroupEgressRule(
          api,
          {
            ...https,
            cidrIpv4: "0.0.0.0/0",
            description: "HTTPS to AWS through the NAT gateway",
            tags: namedTags("rotation", api, tags),
          },
          { parent },
        ),
  );
  return { securityGroup, rules };
}
