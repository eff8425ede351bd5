import { beforeAll, describe, expect, test } from "vitest";
import { Cdn } from "../../components/cdn.ts";
import { type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";
import {
  OTHER_PUBLIC_KEY,
  PUBLIC_KEY,
  accountId,
  cdnArgs,
  certificateUsEast1,
  edgeOutputs,
  headers,
  logsKeyUsEast1,
  webAclArn,
} from "./_edge.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

describe("a distribution for files, with a service below it", () => {
  let recording: Recording<Cdn>;
  beforeAll(async () => {
    recording = await recordResources(
      () =>
        new Cdn(
          "media",
          cdnArgs({
            defaultBehavior: { serves: "files", origin: "files", signed: true, edgeTtlSeconds: 300 },
            paths: [{ path: "/api/*", serves: "application", origin: "ingress" }],
            signingKeys: { a: PUBLIC_KEY, b: OTHER_PUBLIC_KEY },
          }),
        ),
      edgeOutputs,
    );
  });

  test("takes TLS 1.2 and 1.3 under its own names only, behind the web ACL", () => {
    expect(recording.one(DISTRIBUTION).inputs).toMatchObject({
      enabled: true,
      aliases: ["media.example.com"],
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: "PriceClass_All",
      webAclId: webAclArn,
      viewerCertificate: {
        acmCertificateArn: certificateUsEast1,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2025",
      },
      restrictions: { geoRestriction: { restrictionType: "none", locations: [] } },
    });
  });

  test("neither logs in the old way nor replaces an API's errors by pages", () => {
    const { inputs } = recording.one(DISTRIBUTION);
    expect(inputs).not.toHaveProperty("loggingConfig");
    expect(inputs).not.toHaveProperty("customErrorResponses");
  });

  test("reads the bucket with signed requests, always, and the load balancer through its VPC origin", () => {
    expect(recording.one("aws:cloudfront/originAccessControl:OriginAccessControl").inputs).toEqual({
      description: "shop staging media",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    expect(recording.one(DISTRIBUTION).inputs.origins).toEqual([
      {
        originId: "files",
        domainName: "shop-media.s3.eu-west-1.amazonaws.com",
        originAccessControlId: "media-access-id",
      },
      {
        originId: "ingress",
        domainName: "internal-lb.eu-west-1.elb.amazonaws.com",
        vpcOriginConfig: { vpcOriginId: "vo_1", originReadTimeout: 30, originKeepaliveTimeout: 30 },
      },
    ]);
  });

  test("serves files only to those who hold a signed URL", () => {
    expect(recording.one(DISTRIBUTION).inputs.defaultCacheBehavior).toEqual({
      targetOriginId: "files",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: "media-cache-300-id",
      responseHeadersPolicyId: "media-headers-id",
      compress: true,
      trustedKeyGroups: ["media-keys-id"],
    });
    expect(recording.one("aws:cloudfront/cachePolicy:CachePolicy").inputs).toMatchObject({
      minTtl: 0,
      defaultTtl: 300,
      maxTtl: 86_400,
      parametersInCacheKeyAndForwardedToOrigin: {
        cookiesConfig: { cookieBehavior: "none" },
        headersConfig: { headerBehavior: "none" },
        queryStringsConfig: { queryStringBehavior: "none" },
      },
    });
  });

  test("never caches the service, and hands it the viewer's host and everything else", () => {
    expect(recording.one(DISTRIBUTION).inputs.orderedCacheBehaviors).toEqual([
      {
        pathPattern: "/api/*",
        targetOriginId: "ingress",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
        cachedMethods: ["GET", "HEAD"],
        // Managed-CachingDisabled
        cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        originRequestPolicyId: "media-forward-id",
        responseHeadersPolicyId: "media-headers-id",
        compress: false,
      },
    ]);
    expect(recording.one("aws:cloudfront/originRequestPolicy:OriginRequestPolicy").inputs).toMatchObject({
      cookiesConfig: { cookieBehavior: "all" },
      headersConfig: {
        headerBehavior: "allViewerAndWhitelistCloudFront",
        headers: { items: ["CloudFront-Viewer-Country", "CloudFront-Viewer-Address", "CloudFront-Viewer-TLS"] },
      },
      queryStringsConfig: { queryStringBehavior: "all" },
    });
  });

  test("holds two keys under names of the provider's choice, so that one can be replaced", async () => {
    const keys = recording.all("aws:cloudfront/publicKey:PublicKey");
    expect(keys.map(({ inputs }) => inputs)).toEqual([
      { comment: "media, slot a", encodedKey: `${PUBLIC_KEY}\n` },
      { comment: "media, slot b", encodedKey: `${OTHER_PUBLIC_KEY}\n` },
    ]);
    expect(recording.one("aws:cloudfront/keyGroup:KeyGroup").inputs.items).toEqual([
      "media-key-a-id",
      "media-key-b-id",
    ]);
    expect(await valueOf(recording.result.signingKeyIds.b ?? "")).toBe("media-key-b-id");
  });

  test("logs each request in us-east-1, without queries, cookies and referrers", () => {
    expect(recording.one("aws:cloudwatch/logGroup:LogGroup")).toMatchObject({
      inputs: {
        region: "us-east-1",
        name: "/aws/vendedlogs/cloudfront/shop-staging-media",
        kmsKeyId: logsKeyUsEast1,
        retentionInDays: 400,
        deletionProtectionEnabled: true,
      },
      opts: { protect: true },
    });
    expect(recording.one("aws:cloudwatch/logDeliverySource:LogDeliverySource").inputs).toMatchObject({
      region: "us-east-1",
      name: "shop-staging-media",
      logType: "ACCESS_LOGS",
      resourceArn: `arn:aws:cloudfront::${accountId}:distribution/media`,
    });
    const group = `arn:aws:logs:us-east-1:${accountId}:log-group:/aws/vendedlogs/cloudfront/shop-staging-media`;
    expect(recording.one("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination").inputs).toMatchObject({
      region: "us-east-1",
      outputFormat: "json",
      deliveryDestinationConfiguration: { destinationResourceArn: group },
    });
    const delivery = recording.one("aws:cloudwatch/logDelivery:LogDelivery");
    expect(delivery.inputs.region).toBe("us-east-1");
    expect(delivery.inputs.recordFields).toContain("c-ip");
    expect(delivery.inputs.recordFields.join()).not.toMatch(/query|cookie|referer/i);
    expect(delivery.opts.dependencies).toContain("media-access-delivery");
    const policy = recording.one("aws:cloudwatch/logResourcePolicy:LogResourcePolicy").inputs;
    expect(policy).toMatchObject({ region: "us-east-1", resourceArn: group });
    expect(parsePolicy(policy.policyDocument).sid("DeliveryWrites")).toEqual({
      Sid: "DeliveryWrites",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `${group}:*`,
      Condition: {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnLike: { "aws:SourceArn": `arn:aws:logs:us-east-1:${accountId}:*` },
      },
    });
  });

  test("measures what alarms read", () => {
    expect(recording.one("aws:cloudfront/monitoringSubscription:MonitoringSubscription").inputs).toMatchObject({
      monitoringSubscription: { realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: "Enabled" } },
    });
  });
});

test("makes no policy, key or access control that nothing uses", async () => {
  const recording = await recordResources(
    () =>
      new Cdn(
        "api",
        cdnArgs({
          aliases: ["api.example.com"],
          origins: { ingress: { kind: "vpc", vpcOriginId: "vo_1", domainName: "lb.example" } },
          defaultBehavior: { serves: "application", origin: "ingress" },
          geoRestriction: { kind: "block", countries: ["KP"] },
          protect: false,
        }),
      ),
    edgeOutputs,
  );
  expect(recording.all("aws:cloudfront/cachePolicy:CachePolicy")).toHaveLength(0);
  expect(recording.all("aws:cloudfront/originAccessControl:OriginAccessControl")).toHaveLength(0);
  expect(recording.all("aws:cloudfront/keyGroup:KeyGroup")).toHaveLength(0);
  expect(recording.one(DISTRIBUTION).inputs.restrictions).toEqual({
    geoRestriction: { restrictionType: "blacklist", locations: ["KP"] },
  });
  expect(recording.one("aws:cloudwatch/logGroup:LogGroup").opts.protect).toBe(false);
});

test("sends browsers the Cache-Control of each behaviour", async () => {
  const recording = await recordResources(
    () =>
      new Cdn(
        "site",
        cdnArgs({
          defaultBehavior: { serves: "files", origin: "files", cacheControl: "no-cache" },
          paths: [
            { path: "/assets/*", serves: "files", origin: "files", cacheControl: "public, max-age=60, immutable" },
            { path: "/fonts/*", serves: "files", origin: "files", cacheControl: "public, max-age=60, immutable" },
          ],
        }),
      ),
    edgeOutputs,
  );
  const policies = recording.all("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy");
  expect(policies.map(({ name, inputs }) => [name, inputs.customHeadersConfig.items.at(-1)])).toEqual([
    ["site-headers-no-cache", { header: "Cache-Control", value: "no-cache", override: true }],
    [
      "site-headers-public-max-age-60-immutable",
      { header: "Cache-Control", value: "public, max-age=60, immutable", override: true },
    ],
  ]);
});

describe("refuses", () => {
  const signed = { serves: "files", origin: "files", signed: true } as const;
  test.each([
    ["CloudFront's own certificate", { aliases: [] }, "aliases is empty"],
    ["a malformed alias", { aliases: ["https://a.example"] }, "is not a domain name"],
    ["an alias given twice", { aliases: ["a.example", "a.example"] }, "listed twice"],
    ["an unknown origin", { defaultBehavior: { serves: "files", origin: "no" } }, "there are files, ingress"],
    ["files of a load balancer", { defaultBehavior: { serves: "files", origin: "ingress" } }, `of the kind "bucket"`],
    ["an application in a bucket", { defaultBehavior: { serves: "application", origin: "files" } }, `"vpc"`],
    ["signed files without a key", { defaultBehavior: signed }, "signingKeys has no public key"],
    ["one key in both slots", { signingKeys: { a: PUBLIC_KEY, b: `${PUBLIC_KEY}\n` } }, "the same key"],
    ["a malformed path", { paths: [{ ...signed, signed: false, path: "api" }] }, "write a pattern such as /api/*"],
    ["no country", { geoRestriction: { kind: "allow", countries: [] } }, "geoRestriction.countries is empty"],
    ["a country's name", { geoRestriction: { kind: "allow", countries: ["Sweden"] } }, "ISO 3166"],
    ["a short HSTS", { headers: { ...headers, hsts: { maxAgeSeconds: 1 } } }, "hsts.maxAgeSeconds"],
    ["odd retention", { logRetentionDays: 399 }, "logRetentionDays is 399"],
  ] as const)("%s", (_, more, message) => {
    expect(() => new Cdn("media", cdnArgs(more as Parameters<typeof cdnArgs>[0]))).toThrow(message);
  });

  test("a private key in a slot for public ones, without printing it", () => {
    const pem = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----";
    const make = () => new Cdn("media", cdnArgs({ signingKeys: { a: pem } }));
    expect(make).toThrow("signingKeys.a is not a public key in PEM");
    expect(make).not.toThrow("MIGHAgEAMBMG");
  });

  test("a name whose log delivery would be too long", () => {
    expect(() => new Cdn("m".repeat(60), cdnArgs())).toThrow("shorten the name");
  });
});
