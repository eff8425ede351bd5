import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { CdnBehavior, CdnOrigin } from "./_cdn-args.ts";
import { type HeaderArgs, responseHeaders } from "./_headers.ts";

type Rendered = aws.types.input.cloudfront.DistributionDefaultCacheBehavior;

/** Policies that AWS keeps; an account has room for few of its own (20 cache policies, not adjustable). */
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
/** A day unless the object says otherwise; compressed; neither cookies, headers nor queries in the key. */
const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const OPTIMIZED_TTL_SECONDS = 86_400;

const ALL_METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];
const READ_METHODS = ["GET", "HEAD"];

/** What CloudFront knows of viewers and nobody can forge: the country, the address with its port, the TLS version. */
const VIEWER_HEADERS = ["CloudFront-Viewer-Country", "CloudFront-Viewer-Address", "CloudFront-Viewer-TLS"];

/** Makes the policies that behaviours share, each once and only if one needs it. */
export class BehaviorPolicies {
  private readonly name: string;
  private readonly where: string;
  private readonly headers: HeaderArgs;
  private readonly comment: string;
  private readonly opts: pulumi.CustomResourceOptions;
  private readonly made = new Map<string, pulumi.Output<string>>();

  constructor(
    name: string,
    settings: { readonly where: string; readonly headers: HeaderArgs; readonly comment: string },
    opts: pulumi.CustomResourceOptions,
  ) {
    this.name = name;
    this.where = settings.where;
    this.headers = settings.headers;
    this.comment = settings.comment;
    this.opts = opts;
  }

  cache(ttlSeconds: number): pulumi.Input<string> {
    if (ttlSeconds === 0) return CACHING_DISABLED;
    if (ttlSeconds === OPTIMIZED_TTL_SECONDS) return CACHING_OPTIMIZED;
    return this.once(`cache-${ttlSeconds}`, (name) => {
      const policy = new aws.cloudfront.CachePolicy(
        name,
        {
          comment: this.comment,
          minTtl: 0,
          defaultTtl: ttlSeconds,
          maxTtl: Math.max(ttlSeconds, OPTIMIZED_TTL_SECONDS),
          parametersInCacheKeyAndForwardedToOrigin: {
            enableAcceptEncodingBrotli: true,
            enableAcceptEncodingGzip: true,
            cookiesConfig: { cookieBehavior: "none" },
            headersConfig: { headerBehavior: "none" },
            queryStringsConfig: { queryStringBehavior: "none" },
          },
        },
        this.opts,
      );
      return policy.id;
    });
  }

  /** Everything the viewer sent goes on, Host and what a WebSocket needs included. */
  originRequest(): pulumi.Output<string> {
    return this.once("forward", (name) => {
      const policy = new aws.cloudfront.OriginRequestPolicy(
        name,
        {
          comment: this.comment,
          cookiesConfig: { cookieBehavior: "all" },
          headersConfig: { headerBehavior: "allViewerAndWhitelistCloudFront", headers: { items: VIEWER_HEADERS } },
          queryStringsConfig: { queryStringBehavior: "all" },
        },
        this.opts,
      );
      return policy.id;
    });
  }

  responseHeaders(cacheControl: string | undefined): pulumi.Output<string> {
    const suffix = cacheControl === undefined ? "headers" : `headers-${cacheName(cacheControl)}`;
    return this.once(suffix, (name) => {
      const extra = cacheControl === undefined ? [] : [{ header: "Cache-Control", value: cacheControl }];
      const policy = new aws.cloudfront.ResponseHeadersPolicy(
        name,
        { comment: this.comment, ...responseHeaders(this.where, this.headers, extra) },
        this.opts,
      );
      return policy.id;
    });
  }

  private once(suffix: string, make: (name: string) => pulumi.Output<string>): pulumi.Output<string> {
    const found = this.made.get(suffix);
    if (found !== undefined) return found;
    const id = make(`${this.name}-${suffix}`);
    this.made.set(suffix, id);
    return id;
  }
}

/** A Cache-Control value as part of a resource name: `no-cache`, `public-max-age-31536000-immutable`. */
function cacheName(cacheControl: string): string {
  return cacheControl.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

/** One behaviour as CloudFront takes it. */
export function renderBehavior(
  behavior: CdnBehavior,
  policies: BehaviorPolicies,
  keyGroupId: pulumi.Output<string> | undefined,
): Rendered {
  const common = { targetOriginId: behavior.origin, viewerProtocolPolicy: "redirect-to-https" };
  if (behavior.serves === "application") {
    return {
      ...common,
      allowedMethods: ALL_METHODS,
      cachedMethods: READ_METHODS,
      cachePolicyId: policies.cache(0),
      originRequestPolicyId: policies.originRequest(),
      responseHeadersPolicyId: policies.responseHeaders(undefined),
      compress: false,
    };
  }
  const { edgeTtlSeconds = OPTIMIZED_TTL_SECONDS, cacheControl, signed, rewriteFunctionArn } = behavior;
  return {
    ...common,
    allowedMethods: READ_METHODS,
    cachedMethods: READ_METHODS,
    cachePolicyId: policies.cache(edgeTtlSeconds),
    responseHeadersPolicyId: policies.responseHeaders(cacheControl),
    compress: true,
    ...(signed === true && keyGroupId !== undefined && { trustedKeyGroups: [keyGroupId] }),
    ...(rewriteFunctionArn !== undefined && {
      functionAssociations: [{ eventType: "viewer-request", functionArn: rewriteFunctionArn }],
    }),
  };
}

/** One origin as CloudFront takes it. */
export function renderOrigin(
  originId: string,
  origin: CdnOrigin,
  originAccessControlId: pulumi.Output<string> | undefined,
): aws.types.input.cloudfront.DistributionOrigin {
  if (origin.kind === "bucket") {
    return {
      originId,
      domainName: origin.bucketRegionalDomainName,
      ...(originAccessControlId !== undefined && { originAccessControlId }),
    };
  }
  return {
    originId,
    domainName: origin.domainName,
    vpcOriginConfig: {
      vpcOriginId: origin.vpcOriginId,
      originReadTimeout: origin.readTimeoutSeconds ?? 30,
      // Less than the 60 seconds that the load balancer keeps a silent connection, or it closes one that is used again.
      originKeepaliveTimeout: 30,
    },
  };
}
