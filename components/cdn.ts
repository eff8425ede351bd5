import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type CdnArgs, checkCdn } from "./_cdn-args.ts";
import { BehaviorPolicies, renderBehavior, renderOrigin } from "./_cdn-behaviors.ts";
import { createAccessLog } from "./_cdn-logs.ts";
import { createSigning } from "./_cdn-signing.ts";
import { responseHeaders } from "./_headers.ts";
import { tagsFor } from "./_tags.ts";

export type { CdnArgs, CdnBehavior, CdnOrigin } from "./_cdn-args.ts";

/**
 * A CloudFront distribution for the hosts of one part of a system: a site, a service, or media.
 *
 * Guarantees: HTTPS only (plain HTTP is redirected) under TLS 1.2 or 1.3 with a certificate of its own; a web ACL before
 * everything; buckets are read with signed requests and by nobody else through it; the response headers are the edge's and override
 * the origin's; answers of an application are never cached, and never replaced by error pages; the access log holds no
 * query, cookie or signature. Everything that CloudFront wants in us-east-1 is there, whatever the home region.
 *
 * Cannot: Lambda@Edge, other custom origins, error pages (they are distribution-wide and would turn an API's 404 into HTML).
 *
 * The bucket's policy and its key's policy have to admit `distributionArn`; a `StaticSite` does the former for itself.
 *
 * ```ts
 * const cdn = new Cdn("api", {
 *   accountId, aliases: ["api.example.com"], certificateUsEast1Arn: dns.certificateUsEast1Arn, webAclArn: waf.arn,
 *   origins: { ingress: ingress.origin }, defaultBehavior: { serves: "application", origin: "ingress" },
 *   headers, logsUsEast1KeyArn: keys.logsUsEast1.arn, logRetentionDays: 400, tags,
 * });
 * new DnsAlias("api", { hostedZoneId, host: "api.example.com", targetName: cdn.domainName, targetZoneId: cdn.hostedZoneId });
 * ```
 *
 * @throws If an argument contradicts another or a quota of CloudFront.
 */
export class Cdn extends pulumi.ComponentResource {
  readonly distributionId: pulumi.Output<string>;
  readonly distributionArn: pulumi.Output<string>;
  /** CloudFront's own name for it, to be aliased. */
  readonly domainName: pulumi.Output<string>;
  readonly hostedZoneId: pulumi.Output<string>;
  /** Key-pair ids of `signingKeys` by slot. */
  readonly signingKeyIds: { readonly a?: pulumi.Output<string>; readonly b?: pulumi.Output<string> };
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: CdnArgs, opts?: pulumi.ComponentResourceOptions) {
    const where = `Cdn "${name}"`;
    checkCdn(where, name, args);
    responseHeaders(where, args.headers);
    super("rampart:edge:Cdn", name, {}, opts);
    const { aliases, origins, paths = [], headers, tags } = args;
    const comment = `${tags.system} ${tags.environment} ${name}`;
    const child = { parent: this };

    const signing = createSigning(name, args.signingKeys, child);
    const control = Object.values(origins).some(({ kind }) => kind === "bucket")
      ? new aws.cloudfront.OriginAccessControl(
          `${name}-access`,
          {
            description: comment,
            originAccessControlOriginType: "s3",
            signingBehavior: "always",
            signingProtocol: "sigv4",
          },
          child,
        )
      : undefined;
    const policies = new BehaviorPolicies(name, { where, headers, comment }, child);
    const distribution = new aws.cloudfront.Distribution(
      name,
      {
        enabled: true,
        comment,
        aliases: [...aliases],
        httpVersion: "http2and3",
        isIpv6Enabled: true,
        priceClass: args.priceClass ?? "PriceClass_All",
        webAclId: args.webAclArn,
        viewerCertificate: {
          acmCertificateArn: args.certificateUsEast1Arn,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2025",
        },
        ...(args.defaultRootObject !== undefined && { defaultRootObject: args.defaultRootObject }),
        origins: Object.entries(origins).map(([id, origin]) => renderOrigin(id, origin, control?.id)),
        defaultCacheBehavior: renderBehavior(args.defaultBehavior, policies, signing?.keyGroupId),
        orderedCacheBehaviors: paths.map(({ path, ...behavior }) => ({
          pathPattern: path,
          ...renderBehavior(behavior, policies, signing?.keyGroupId),
        })),
        restrictions: { geoRestriction: geoRestriction(args.geoRestriction) },
        tags: tagsFor("cdn", tags),
      },
      child,
    );
    // Latency of origins and rates of single errors are measured only for those who ask.
    new aws.cloudfront.MonitoringSubscription(
      name,
      {
        distributionId: distribution.id,
        monitoringSubscription: {
          realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: "Enabled" },
        },
      },
      child,
    );
    const log = createAccessLog(
      name,
      {
        accountId: args.accountId,
        distributionArn: distribution.arn,
        keyArn: args.logsUsEast1KeyArn,
        retentionDays: args.logRetentionDays,
        protect: args.protect ?? true,
        tags,
      },
      child,
    );

    this.distributionId = distribution.id;
    this.distributionArn = distribution.arn;
    this.domainName = distribution.domainName;
    this.hostedZoneId = distribution.hostedZoneId;
    this.signingKeyIds = signing?.keyIds ?? {};
    this.logGroupName = log.name;
    this.registerOutputs({
      distributionId: this.distributionId,
      distributionArn: this.distributionArn,
      domainName: this.domainName,
      hostedZoneId: this.hostedZoneId,
      signingKeyIds: this.signingKeyIds,
      logGroupName: this.logGroupName,
    });
  }
}

function geoRestriction(geo: CdnArgs["geoRestriction"]) {
  if (geo === undefined) return { restrictionType: "none", locations: [] };
  return { restrictionType: geo.kind === "allow" ? "whitelist" : "blacklist", locations: [...geo.countries] };
}
