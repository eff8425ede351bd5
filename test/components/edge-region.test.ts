import { beforeAll, describe, expect, test } from "vitest";
import { Cdn } from "../../components/cdn.ts";
import { Dns } from "../../components/dns.ts";
import { Ingress } from "../../components/ingress.ts";
import { Keys } from "../../components/keys.ts";
import { StaticSite } from "../../components/static-site.ts";
import { WebAcl } from "../../components/web-acl.ts";
import { type RecordedResource, type Recording, recordResources } from "../support/mocks.ts";
import { PUBLIC_KEY, accountId, edgeOutputs, headers, ingressArgs, tags } from "./_edge.ts";

/** Types that CloudFront's side is made of and that have a region. */
const EDGE_TYPES = [
  "aws:wafv2/webAcl:WebAcl",
  "aws:wafv2/ipSet:IpSet",
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
  "aws:cloudwatch/logDelivery:LogDelivery",
  "aws:cloudwatch/logDeliverySource:LogDeliverySource",
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
];

describe("the edge of a platform whose home is elsewhere", () => {
  let recording: Recording<void>;
  beforeAll(async () => {
    recording = await recordResources(() => {
      const region = "eu-west-1";
      const keys = new Keys("keys", { accountId, region, system: "shop", environment: "staging", tags });
      const dns = new Dns("dns", {
        region,
        accountId,
        zones: [{ name: "example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" }],
        hosts: ["example.com", "api.example.com", "media.example.com"],
        logsUsEast1KeyArn: keys.logsUsEast1.arn,
        queryLogRetentionDays: 400,
        tags,
      });
      const logs = { logRetentionDays: 400, tags };
      const waf = new WebAcl("edge", {
        accountId,
        blockedCidrs: ["192.0.2.0/24"],
        logsKeyArn: keys.logsUsEast1.arn,
        ...logs,
      });
      const ingress = new Ingress("ingress", ingressArgs({ services: {}, certificateArn: dns.certificateArn }));
      const common = {
        accountId,
        certificateUsEast1Arn: dns.certificateUsEast1Arn,
        webAclArn: waf.arn,
        headers,
        logsUsEast1KeyArn: keys.logsUsEast1.arn,
        ...logs,
      };
      new StaticSite("site", {
        ...common,
        region,
        hosts: ["example.com"],
        bucketName: "shop-staging-site",
        kmsKeyArn: keys.data.arn,
        accessLogBucket: ingress.accessLogBucket,
      });
      const origin = ingress.origin;
      if (origin === undefined) throw new Error("the ingress has no VPC origin");
      new Cdn("api", {
        ...common,
        aliases: ["api.example.com"],
        origins: { ingress: origin },
        defaultBehavior: { serves: "application", origin: "ingress" },
      });
      new Cdn("media", {
        ...common,
        aliases: ["media.example.com"],
        origins: { media: { kind: "bucket", bucketRegionalDomainName: "shop-media.s3.eu-west-1.amazonaws.com" } },
        defaultBehavior: { serves: "files", origin: "media", signed: true },
        signingKeys: { a: PUBLIC_KEY },
      });
    }, edgeOutputs);
  });

  test("has every log group, delivery and rule in us-east-1", () => {
    const found = EDGE_TYPES.flatMap((type) => recording.all(type));
    expect(found).toHaveLength(3 + 3 * 3);
    for (const { inputs, name } of [...found, ...edgeLogGroups(recording)]) {
      expect([name, inputs.region]).toEqual([name, "us-east-1"]);
    }
    expect(edgeLogGroups(recording)).toHaveLength(4);
  });

  test("encrypts every one of those log groups under a key of us-east-1", () => {
    for (const { inputs } of edgeLogGroups(recording)) expect(inputs.kmsKeyId).toMatch(/^arn:aws:kms:us-east-1:/);
    const key = recording.one("aws:kms/key:Key", "keys-logs-us-east-1");
    expect(key.inputs.region).toBe("us-east-1");
  });

  test("serves every distribution under a certificate of us-east-1, and the load balancer under one of home", () => {
    const distributions = recording.all("aws:cloudfront/distribution:Distribution");
    expect(distributions).toHaveLength(3);
    for (const { inputs } of distributions) {
      expect(inputs.viewerCertificate.acmCertificateArn).toMatch(/^arn:aws:acm:us-east-1:/);
      expect(inputs.webAclId).toMatch(/^arn:aws:wafv2:us-east-1:/);
    }
    expect(recording.one("aws:lb/listener:Listener").inputs.certificateArn).toMatch(/^arn:aws:acm:eu-west-1:/);
  });
});

/** Log groups of CloudFront and its web ACL, by the names that AWS prescribes. */
function edgeLogGroups(recording: Recording<unknown>): readonly RecordedResource[] {
  return recording
    .all("aws:cloudwatch/logGroup:LogGroup")
    .filter(({ inputs }) => /^(aws-waf-logs-|\/aws\/vendedlogs\/cloudfront\/)/.test(inputs.name));
}
