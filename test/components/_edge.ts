import type { HeaderArgs } from "../../components/_headers.ts";
import type { Tags } from "../../components/_tags.ts";
import type { CdnArgs } from "../../components/cdn.ts";
import type { IngressArgs } from "../../components/ingress.ts";
import { MOCK_ACCOUNT, type RecordOptions } from "../support/mocks.ts";

export const tags: Tags = { system: "shop", environment: "staging", owner: "team-shop", dataClass: "internal" };
export const accountId = MOCK_ACCOUNT;
export const logsKeyUsEast1 = `arn:aws:kms:us-east-1:${MOCK_ACCOUNT}:key/logs`;
export const certificateUsEast1 = `arn:aws:acm:us-east-1:${MOCK_ACCOUNT}:certificate/edge`;
export const webAclArn = `arn:aws:wafv2:us-east-1:${MOCK_ACCOUNT}:global/webacl/edge/1`;

/** An unguessable-looking, worthless public key. */
export const PUBLIC_KEY =
  "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEabc=\n-----END PUBLIC KEY-----";
export const OTHER_PUBLIC_KEY = PUBLIC_KEY.replace("abc", "xyz");

export const headers: HeaderArgs = {
  permissionsPolicy: { camera: [], geolocation: ["self"] },
  csp: { directives: { "default-src": ["'self'"], "object-src": ["'none'"] } },
};

/** What the components of the edge read of others. */
export const edgeOutputs: RecordOptions = {
  calls: { "aws:ec2/getManagedPrefixList:getManagedPrefixList": () => ({ id: "pl-cloudfront" }) },
  outputs: {
    "aws:cloudfront/distribution:Distribution": ({ name }) => ({
      arn: `arn:aws:cloudfront::${MOCK_ACCOUNT}:distribution/${name}`,
      domainName: `${name}.cloudfront.net`,
      hostedZoneId: "Z2FDTNDATAQYW2",
    }),
    "aws:lb/loadBalancer:LoadBalancer": ({ name }) => ({
      dnsName: `internal-${name}.eu-west-1.elb.amazonaws.com`,
      zoneId: "Z32O12XQLNTSW2",
      arnSuffix: `app/${name}/1`,
    }),
    "aws:lb/targetGroup:TargetGroup": ({ name }) => ({ arnSuffix: `targetgroup/${name}/1` }),
  },
};

export function cdnArgs(more: Partial<CdnArgs> = {}): CdnArgs {
  return {
    accountId,
    aliases: ["media.example.com"],
    certificateUsEast1Arn: certificateUsEast1,
    webAclArn,
    origins: {
      files: { kind: "bucket", bucketRegionalDomainName: "shop-media.s3.eu-west-1.amazonaws.com" },
      ingress: { kind: "vpc", vpcOriginId: "vo_1", domainName: "internal-lb.eu-west-1.elb.amazonaws.com" },
    },
    defaultBehavior: { serves: "files", origin: "files" },
    headers,
    logsUsEast1KeyArn: logsKeyUsEast1,
    logRetentionDays: 400,
    tags,
    ...more,
  };
}

export function ingressArgs(more: Partial<IngressArgs> = {}): IngressArgs {
  return {
    region: "eu-west-1",
    accountId,
    vpcId: "vpc-1",
    privateSubnetIds: ["subnet-a", "subnet-b"],
    clusterName: "shop-staging",
    clusterSecurityGroupId: "sg-cluster",
    certificateArn: `arn:aws:acm:eu-west-1:${MOCK_ACCOUNT}:certificate/home`,
    services: {
      api: { namespace: "shop", serviceName: "api", port: 8000, hosts: ["api.example.com"] },
    },
    accessLogBucket: "shop-staging-access",
    tags,
    ...more,
  };
}
