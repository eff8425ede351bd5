import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAccessLogBucket } from "./_access-log-bucket.ts";
import { hstsValue } from "./_headers.ts";
import { type IngressArgs, type IngressExposure, logBucketName } from "./_ingress-args.ts";
import { namedTags, tagsFor } from "./_tags.ts";

/** Addresses from which CloudFront calls origins, VPC origins included. It counts as 55 rules of a group's 60. */
const CLOUDFRONT_PREFIX_LIST = "com.amazonaws.global.cloudfront.origin-facing";

/** TLS 1.2 and 1.3 with forward secrecy, key exchange safe from quantum computers where the client offers it. */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

export interface Balancer {
  readonly balancer: aws.lb.LoadBalancer;
  readonly listener: aws.lb.Listener;
  readonly securityGroup: aws.ec2.SecurityGroup;
  readonly logBucket: pulumi.Output<string>;
  /** What must be there before anybody calls it. */
  readonly rules: readonly pulumi.Resource[];
}

/** The load balancer, its guard, and a listener that answers 404 unless a rule knows better. */
export function createBalancer(
  name: string,
  where: string,
  args: IngressArgs,
  exposure: IngressExposure,
  parent: pulumi.Resource,
): Balancer {
  const { region, accountId, tags, protect = true } = args;
  const child = { parent };
  const isPublic = exposure.kind === "public";
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-balancer`,
    {
      region,
      vpcId: args.vpcId,
      description: "Load balancer of the ingress",
      tags: namedTags("ingress", `${name}-balancer`, tags),
    },
    child,
  );
  const rules = admit(name, args, exposure, securityGroup.id, parent);
  const logBucket = pulumi.output(
    args.accessLogBucket ??
      createAccessLogBucket(
        `${name}-logs`,
        {
          region,
          accountId,
          bucketName: logBucketName(name, args),
          retentionDays: args.accessLogRetentionDays ?? 400,
          protect,
          component: "ingress",
          tags,
        },
        child,
      ).name,
  );
  const idleTimeouts = Object.values(args.services).map(({ idleTimeoutSeconds = 60 }) => idleTimeoutSeconds);
  const balancer = new aws.lb.LoadBalancer(
    name,
    {
      region,
      loadBalancerType: "application",
      internal: !isPublic,
      ipAddressType: "ipv4",
      subnets: isPublic ? exposure.publicSubnetIds : args.privateSubnetIds,
      securityGroups: [securityGroup.id],
      accessLogs: { bucket: logBucket, prefix: "alb", enabled: true },
      enableDeletionProtection: protect,
      enableHttp2: true,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      // Applications compare the host with those they know.
      preserveHostHeader: true,
      xffHeaderProcessingMode: "append",
      enableXffClientPort: false,
      enableWafFailOpen: false,
      // At least what CloudFront keeps connections for, and as long as the most patient service asks for.
      idleTimeout: Math.max(60, ...idleTimeouts),
      tags: { ...namedTags("ingress", name, tags), ...(isPublic && { exposure: "public" }) },
    },
    { ...child, protect },
  );
  const listener = new aws.lb.Listener(
    `${name}-https`,
    {
      region,
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: TLS_POLICY,
      certificateArn: args.certificateArn,
      defaultActions: [
        {
          type: "fixed-response",
          fixedResponse: { contentType: "text/plain", messageBody: "Not found", statusCode: "404" },
        },
      ],
      routingHttpResponseStrictTransportSecurityHeaderValue: hstsValue(where, args.hsts),
      routingHttpResponseXContentTypeOptionsHeaderValue: "nosniff",
      routingHttpResponseServerEnabled: false,
      tags: tagsFor("ingress", tags),
    },
    child,
  );
  return { balancer, listener, securityGroup, logBucket, rules };
}

/** Who may call, and which pods may be called. Nothing answers on port 80: plain HTTP is redirected by the CDN. */
function admit(
  name: string,
  args: IngressArgs,
  exposure: IngressExposure,
  groupId: pulumi.Output<string>,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  const { region, clusterSecurityGroupId } = args;
  const child = { parent };
  const tags = tagsFor("ingress", args.tags);
  const https = { region, ipProtocol: "tcp", fromPort: 443, toPort: 443, tags };
  const callers =
    exposure.kind === "public"
      ? new aws.vpc.SecurityGroupIngressRule(
          `${name}-from-everybody`,
          { ...https, securityGroupId: groupId, cidrIpv4: "0.0.0.0/0", description: "HTTPS from everybody" },
          child,
        )
      : new aws.vpc.SecurityGroupIngressRule(
          `${name}-from-cloudfront`,
          {
            ...https,
            securityGroupId: groupId,
            prefixListId: exposure.prefixListId ?? cloudFrontPrefixList(region, parent),
            description: "HTTPS from CloudFront",
          },
          child,
        );
  const ports = [...new Set(Object.values(args.services).map(({ port }) => port))].toSorted((a, b) => a - b);
  const pods = ports.flatMap((port) => {
    const range = { region, ipProtocol: "tcp", fromPort: port, toPort: port, tags };
    return [
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-to-pods-${port}`,
        {
          ...range,
          securityGroupId: groupId,
          referencedSecurityGroupId: clusterSecurityGroupId,
          description: `To pods on ${port}`,
        },
        child,
      ),
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-into-pods-${port}`,
        {
          ...range,
          securityGroupId: clusterSecurityGroupId,
          referencedSecurityGroupId: groupId,
          description: `Load balancer to pods on ${port}`,
        },
        child,
      ),
    ];
  });
  return [callers, ...pods];
}

function cloudFrontPrefixList(region: string, parent: pulumi.Resource): pulumi.Output<string> {
  return aws.ec2.getManagedPrefixListOutput({ region, name: CLOUDFRONT_PREFIX_LIST }, { parent }).id;
}
