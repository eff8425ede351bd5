import { beforeAll, describe, expect, test } from "vitest";
import * as pulumi from "@pulumi/pulumi";
import { Keys } from "../../components/keys.ts";
import { StaticSite, type StaticSiteArgs } from "../../components/static-site.ts";
import { siteRewriteCode } from "../../runtime/edge/code.ts";
import { type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";
import { accountId, certificateUsEast1, edgeOutputs, headers, logsKeyUsEast1, tags, webAclArn } from "./_edge.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const BUCKET = "shop-staging-site";
const base: StaticSiteArgs = {
  accountId,
  region: "eu-west-1",
  hosts: ["example.com", "www.example.com"],
  bucketName: BUCKET,
  kmsKeyArn: `arn:aws:kms:eu-west-1:${accountId}:key/data`,
  accessLogBucket: "shop-staging-access",
  certificateUsEast1Arn: certificateUsEast1,
  webAclArn,
  headers,
  logsUsEast1KeyArn: logsKeyUsEast1,
  logRetentionDays: 400,
  tags,
};

async function record(more: Partial<StaticSiteArgs> = {}): Promise<Recording<StaticSite>> {
  return recordResources(() => new StaticSite("site", { ...base, ...more }), edgeOutputs);
}

describe("a site with hashed files and a service below it", () => {
  let recording: Recording<StaticSite>;
  beforeAll(async () => {
    recording = await record({
      hashedPaths: ["/assets/*"],
      pages: ["about"],
      service: {
        origin: { kind: "vpc", vpcOriginId: "vo_1", domainName: "lb.example" },
        paths: ["/api/*", "/csp-reports"],
      },
    });
  });

  test("keeps its files private, encrypted under the key, and every version for a month", () => {
    expect(recording.one("aws:s3/bucket:Bucket")).toMatchObject({
      inputs: { region: "eu-west-1", bucket: BUCKET, forceDestroy: false },
      opts: { protect: true },
    });
    expect(recording.one("aws:s3/bucketOwnershipControls:BucketOwnershipControls").inputs.rule).toEqual({
      objectOwnership: "BucketOwnerEnforced",
    });
    expect(recording.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const encryption = recording.one(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    );
    expect(encryption.inputs.rules).toEqual([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: base.kmsKeyArn },
        bucketKeyEnabled: true,
        blockedEncryptionTypes: ["SSE-C"],
      },
    ]);
    expect(recording.one("aws:s3/bucketVersioning:BucketVersioning").inputs.versioningConfiguration).toEqual({
      status: "Enabled",
    });
    expect(recording.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs.rules).toEqual([
      {
        id: "old-versions",
        status: "Enabled",
        filter: { prefix: "" },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
    expect(recording.one("aws:s3/bucketLogging:BucketLogging").inputs).toMatchObject({
      targetBucket: "shop-staging-access",
      targetPrefix: `s3/${BUCKET}/`,
    });
  });

  test("lets this one distribution read, and nobody in the clear", () => {
    const policy = recording.one("aws:s3/bucketPolicy:BucketPolicy");
    const statements = parsePolicy(policy.inputs.policy);
    const cloudFront = {
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceArn": `arn:aws:cloudfront::${accountId}:distribution/site-cdn` } },
    };
    expect(statements.sid("DistributionReads")).toMatchObject({
      ...cloudFront,
      Action: ["s3:GetObject"],
      Resource: `arn:aws:s3:::${BUCKET}/*`,
    });
    expect(statements.sid("DistributionLearnsWhatIsMissing")).toMatchObject({
      ...cloudFront,
      Action: ["s3:ListBucket"],
      Resource: `arn:aws:s3:::${BUCKET}`,
    });
    expect(statements.sid("DenyClearText")).toMatchObject({
      Effect: "Deny",
      Action: ["s3:*"],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    expect(statements.sid("DenyOldTls").Condition).toEqual({ NumericLessThan: { "s3:TlsVersion": "1.2" } });
    expect(statements.statements).toHaveLength(4);
    expect(policy.opts.dependencies).toContain("site-public-access");
  });

  test("rewrites paths on the behaviour of the site alone", () => {
    const rewrite = recording.one("aws:cloudfront/function:Function");
    expect(rewrite.inputs).toMatchObject({
      runtime: "cloudfront-js-2.0",
      publish: true,
      code: siteRewriteCode({ cleanUrls: true, pages: ["about"] }),
    });
    const { defaultCacheBehavior, orderedCacheBehaviors, ...rest } = recording.one(DISTRIBUTION).inputs;
    expect(defaultCacheBehavior.functionAssociations).toEqual([
      { eventType: "viewer-request", functionArn: expect.stringContaining("site-rewrite") },
    ]);
    for (const behavior of orderedCacheBehaviors) expect(behavior).not.toHaveProperty("functionAssociations");
    expect(rest).toMatchObject({ defaultRootObject: "index.html", aliases: ["example.com", "www.example.com"] });
    expect(rest).not.toHaveProperty("customErrorResponses");
  });

  test("asks the service first, and caches pages for a minute and hashed files for a year", () => {
    const { defaultCacheBehavior, orderedCacheBehaviors } = recording.one(DISTRIBUTION).inputs;
    expect(orderedCacheBehaviors.map((it: any) => [it.pathPattern, it.targetOriginId, it.cachePolicyId])).toEqual([
      ["/api/*", "service", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"],
      ["/csp-reports", "service", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"],
      ["/assets/*", "site", "658327ea-f89d-4fab-a63d-7e88639e58f6"],
    ]);
    expect(defaultCacheBehavior.cachePolicyId).toBe("site-cdn-cache-60-id");
    const sent = recording
      .all("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy")
      .map(({ inputs }) => inputs.customHeadersConfig.items.find((it: any) => it.header === "Cache-Control")?.value);
    expect(sent).toEqual([undefined, "no-cache", "public, max-age=31536000, immutable"]);
  });
});

test("holds no file for ever unless told which names carry a hash", async () => {
  const recording = await record();
  expect(recording.one(DISTRIBUTION).inputs.orderedCacheBehaviors).toEqual([]);
});

test("can be made together with the key that has to admit its distribution", async () => {
  const recording = await recordResources(async () => {
    let give!: (arn: pulumi.Output<string>) => void;
    const distributionArn = pulumi.output(
      new Promise<pulumi.Output<string>>((resolve) => {
        give = resolve;
      }),
    );
    const keys = new Keys("keys", {
      accountId,
      region: "eu-west-1",
      system: "shop",
      environment: "staging",
      cloudFrontDistributionArns: [distributionArn],
      tags,
    });
    const site = new StaticSite("site", {
      ...base,
      kmsKeyArn: keys.content.arn,
      logsUsEast1KeyArn: keys.logsUsEast1.arn,
    });
    give(site.distributionArn);
    await valueOf(site.bucketArn);
  }, edgeOutputs);
  const policy = recording.one("aws:kms/keyPolicy:KeyPolicy", "keys-content");
  expect(parsePolicy(policy.inputs.policy).sid("DistributionsReadObjects").Condition).toEqual({
    StringEquals: { "aws:SourceArn": [`arn:aws:cloudfront::${accountId}:distribution/site-cdn`] },
  });
  expect(policy.opts.dependencies).toContain("site-cdn");
});

describe("refuses", () => {
  test.each([
    ["a malformed bucket name", { bucketName: "Shop_Site" }, "bucketName is"],
    ["a page with its ending", { pages: ["about.html"] }, "such as about/team"],
    ["a page with a slash in front", { pages: ["/about"] }, "such as about/team"],
    ["no day", { noncurrentDays: 0 }, "noncurrentDays is 0"],
    ["more pages than fit", { pages: Array.from({ length: 900 }, (_, i) => `page-${i}`) }, "list fewer pages"],
    ["no host", { hosts: [] }, "aliases is empty"],
  ])("%s", (_, more, message) => {
    expect(() => new StaticSite("site", { ...base, ...more })).toThrow(message);
  });
});
