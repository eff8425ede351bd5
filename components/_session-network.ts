import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { namedTags } from "./_tags.ts";
import type { OperatorSessionsArgs } from "./operator-sessions.ts";

type NetworkArgs = Pick<
  OperatorSessionsArgs,
  "region" | "vpcId" | "endpointSecurityGroupId" | "s3PrefixListId" | "sessions" | "outsideRegistry" | "tags"
>;

/** The sessions' security group: nothing comes in; out go the servers, the endpoints and S3, both sides of each rule. */
export function sessionNetwork(
  name: string,
  args: NetworkArgs,
  opts: pulumi.CustomResourceOptions,
): { readonly securityGroupId: pulumi.Output<string> } {
  const { region, tags } = args;
  const group = new aws.ec2.SecurityGroup(
    name,
    {
      region,
      vpcId: args.vpcId,
      description: "Sessions of operators; nothing connects to it",
      tags: namedTags("sessions", name, tags),
    },
    opts,
  );
  const egress = (
    to: string,
    port: pulumi.Input<number>,
    target: Pick<aws.vpc.SecurityGroupEgressRuleArgs, "cidrIpv4" | "referencedSecurityGroupId" | "prefixListId">,
    description: string,
  ): void => {
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-to-${to}`,
      {
        region,
        securityGroupId: group.id,
        ...target,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        description,
        tags: namedTags("sessions", `${name}-to-${to}`, tags),
      },
      opts,
    );
  };
  for (const [session, { serverSecurityGroupId, port }] of Object.entries(args.sessions)) {
    egress(
      session,
      port,
      { referencedSecurityGroupId: serverSecurityGroupId },
      `Sessions reach the server of ${session}`,
    );
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-from-${session}`,
      {
        region,
        securityGroupId: serverSecurityGroupId,
        referencedSecurityGroupId: group.id,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        description: "Sessions of operators",
        tags: namedTags("sessions", `${name}-from-${session}`, tags),
      },
      opts,
    );
  }
  const endpoints = { referencedSecurityGroupId: args.endpointSecurityGroupId };
  egress("aws", 443, endpoints, "HTTPS to the interface endpoints");
  egress("s3", 443, { prefixListId: args.s3PrefixListId }, "Layers of the image");
  if (args.outsideRegistry === true) {
    egress("registry", 443, { cidrIpv4: "0.0.0.0/0" }, "HTTPS to the registry of the image");
  }
  return { securityGroupId: group.id };
}
