import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AddressPlan } from "./_network-addresses.ts";
import { type OneOrMany, type Statement, policyDocument } from "./_iam.ts";
import { type Tags, namedTags } from "./_tags.ts";

/** What nodes and pods call most: images, pod identity, keys, logs, secrets, parameters and credentials. */
export const DEFAULT_INTERFACE_ENDPOINTS: readonly string[] = [
  "ecr.api",
  "ecr.dkr",
  "eks-auth",
  "elasticache",
  "kms",
  "logs",
  "secretsmanager",
  "ssm",
  "sts",
];

/**
 * Services whose endpoints take a policy. Others (`eks`, `eks-auth`) refuse one and stay open to whoever the
 * security group admits; https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
const takesPolicy: ReadonlySet<string> = new Set([
  "autoscaling",
  "codebuild",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "elasticache",
  "elasticloadbalancing",
  "events",
  "kms",
  "lambda",
  "logs",
  "monitoring",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "ssmmessages",
  "sts",
]);

interface EndpointsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly region: string;
  readonly accountId: string;
  readonly plan: AddressPlan;
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  readonly privateRouteTableIds: readonly pulumi.Input<string>[];
  readonly interfaceEndpoints: readonly string[];
  readonly readableBucketArns: readonly pulumi.Input<string>[];
  /** Whether a deployment runner lives in the private tier. */
  readonly runner: boolean;
  readonly tags: Tags;
}

interface Endpoints {
  readonly s3: aws.ec2.VpcEndpoint;
  readonly securityGroup: aws.ec2.SecurityGroup;
}

/** The S3 gateway endpoint, the interface endpoints and the security group in front of the latter. */
export function createEndpoints(name: string, args: EndpointsArgs, parent: pulumi.Resource): Endpoints {
  const { vpcId, region, accountId, tags } = args;
  const s3 = new aws.ec2.VpcEndpoint(
    `${name}-endpoint-s3`,
    {
      region,
      vpcId,
      vpcEndpointType: "Gateway",
      serviceName: `com.amazonaws.${region}.s3`,
      routeTableIds: [...args.privateRouteTableIds],
      policy: s3EndpointPolicy(args),
      tags: namedTags("network", `${name}-s3`, tags),
    },
    { parent },
  );
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-endpoints`,
    {
      region,
      vpcId,
      description: "Interface endpoints: HTTPS from the private and data tiers",
      tags: namedTags("network", `${name}-endpoints`, tags),
    },
    { parent },
  );
  const admitted = { private: args.plan.privateTier, data: args.plan.dataTier };
  for (const [tier, cidr] of Object.entries(admitted)) {
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-endpoints-from-${tier}`,
      {
        region,
        securityGroupId: securityGroup.id,
        description: `HTTPS from the ${tier} tier`,
        cidrIpv4: cidr,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        tags: namedTags("network", `${name}-endpoints-from-${tier}`, tags),
      },
      { parent },
    );
  }
  for (const service of args.interfaceEndpoints) {
    const suffix = service.replaceAll(".", "-");
    new aws.ec2.VpcEndpoint(
      `${name}-endpoint-${suffix}`,
      {
        region,
        vpcId,
        vpcEndpointType: "Interface",
        serviceName: `com.amazonaws.${region}.${service}`,
        subnetIds: [...args.privateSubnetIds],
        securityGroupIds: [securityGroup.id],
        privateDnsEnabled: true,
        ...(takesPolicy.has(service) ? { policy: interfaceEndpointPolicy(service, accountId) } : {}),
        tags: namedTags("network", `${name}-${suffix}`, tags),
      },
      { parent },
    );
  }
  return { s3, securityGroup };
}

/** Only identities of this account pass, so that stolen credentials of another account cannot carry data out. */
function interfaceEndpointPolicy(service: string, accountId: string): pulumi.Output<string> {
  const own: Statement = {
    sid: "OwnPrincipals",
    actions: ["*"],
    resources: "*",
    principals: "*",
    conditions: { StringEquals: { "aws:PrincipalAccount": accountId } },
  };
  if (service !== "sts") return policyDocument([own]);
  // A workflow or pod that trades a token for a role has no identity yet; the role itself decides.
  return policyDocument([
    own,
    {
      sid: "TokensForOwnRoles",
      actions: ["sts:AssumeRoleWithWebIdentity"],
      resources: `arn:aws:iam::${accountId}:role/*`,
      principals: "*",
      conditions: { Bool: { "aws:SecureTransport": "true" } },
    },
  ]);
}

/**
 * Own identities reach own buckets; nothing can be written to a bucket of another account. What AWS itself
 * serves from its buckets is read without an identity of this account, hence by bucket name: image layers
 * (by URLs that the registry signs) and the agent that CodeBuild puts into a runner.
 */
function s3EndpointPolicy({ region, accountId, readableBucketArns, runner }: EndpointsArgs): pulumi.Output<string> {
  const statements: Statement[] = [
    {
      sid: "OwnBuckets",
      actions: ["s3:*"],
      resources: "*",
      principals: "*",
      conditions: { StringEquals: { "aws:PrincipalAccount": accountId, "aws:ResourceAccount": accountId } },
    },
    readable("ImageLayers", ["s3:GetObject"], `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`),
  ];
  if (runner) {
    const agent = `arn:aws:s3:::codefactory-${region}-prod-default-build-agent-executor/*`;
    statements.push(readable("BuildAgent", ["s3:GetObject"], agent));
  }
  if (readableBucketArns.length > 0) {
    const resources = readableBucketArns.flatMap((arn) => [arn, pulumi.interpolate`${arn}/*`]);
    statements.push(readable("ReadableBuckets", ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"], resources));
  }
  return policyDocument(statements);
}

/** Reading by anybody the bucket itself admits. */
function readable(sid: string, actions: readonly string[], resources: OneOrMany): Statement {
  return { sid, actions, resources, principals: "*", conditions: { Bool: { "aws:SecureTransport": "true" } } };
}
