import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { siteRewriteCode } from "../runtime/edge/code.ts";
import type { CdnArgs, CdnBehavior, CdnOrigin } from "./_cdn-args.ts";
import { secureSiteBucket } from "./_static-site-bucket.ts";
import { type Tags, namedTags } from "./_tags.ts";
import { Cdn } from "./cdn.ts";

/** What a `StaticSite` is made of; what it shares with a `Cdn` means the same there. */
export interface StaticSiteArgs extends Pick<
  CdnArgs,
  | "accountId"
  | "certificateUsEast1Arn"
  | "webAclArn"
  | "headers"
  | "geoRestriction"
  | "priceClass"
  | "logsUsEast1KeyArn"
  | "logRetentionDays"
> {
  /** Home region, of the bucket. */
  readonly region: string;
  /** Hosts of the site. */
  readonly hosts: readonly string[];
  /** Name of the bucket in S3, unique in the world. */
  readonly bucketName: string;
  /** Key of the bucket; its policy has to let `distributionArn` decrypt. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Bucket that takes S3's server access logs, in the same region. */
  readonly accessLogBucket: pulumi.Input<string>;
  /** `/about.html` and `/about/` lead to `/about`. @default true */
  readonly cleanUrls?: boolean;
  /** Pages with a file of their own, without `.html`; every other path is answered by `index.html`. @default none */
  readonly pages?: readonly string[];
  /**
   * Path patterns of files with a hash of their content in the name, such as `/assets/*`. Browsers never ask for them
   * again, so a file that changes under the same name would stay old there. @default none: every file is asked for again
   */
  readonly hashedPaths?: readonly string[];
  /** How long browsers keep files with a hash in their name. @default 31536000 */
  readonly assetTtlSeconds?: number;
  /**
   * Paths of the site's own hosts that go to a service instead; never cached, never rewritten. The load balancer sees the site's
   * host, so the service has to list it among its own. @default none
   */
  readonly service?: { readonly origin: Extract<CdnOrigin, { kind: "vpc" }>; readonly paths: readonly string[] };
  /** How long replaced and deleted files can be brought back. @default 30 */
  readonly noncurrentDays?: number;
  /** Refuse deletion of the bucket and the access log. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

/** At the edge: long enough to spare the bucket, short enough that a deployment is seen without an invalidation. */
const PAGE_TTL_SECONDS = 60;

/**
 * A single-page application: a private bucket behind a `Cdn` of its own.
 *
 * Guarantees: the bucket is encrypted under the platform's key, versioned, and read by this distribution alone; what is missing is a
 * 404, because only paths without an ending are rewritten to the application, and only on the behaviour of the site; pages are always
 * asked for again, files with a hash in their name never.
 *
 * Cannot: upload the site. A pipeline does, with a role that may write to `bucketName` and use the key through S3.
 *
 * ```ts
 * const site = new StaticSite("site", { accountId, region, hosts: ["example.com"], bucketName, kmsKeyArn: keys.data.arn, … });
 * ```
 */
export class StaticSite extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly cdn: Cdn;
  /** To be admitted by the policy of the bucket's key. It does not wait for that key. */
  readonly distributionArn: pulumi.Output<string>;

  constructor(name: string, args: StaticSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    const where = `StaticSite "${name}"`;
    const code = checkArgs(where, args);
    super("rampart:edge:StaticSite", name, {}, opts);
    const { region, tags, hashedPaths = [], service, protect = true } = args;
    const child = { parent: this };

    const bucket = new aws.s3.Bucket(
      name,
      { region, bucket: args.bucketName, forceDestroy: false, tags: namedTags("static-site", args.bucketName, tags) },
      { ...child, protect },
    );
    const rewrite = new aws.cloudfront.Function(
      `${name}-rewrite`,
      { runtime: "cloudfront-js-2.0", comment: `${tags.system} ${tags.environment} ${name}`, code, publish: true },
      child,
    );
    this.cdn = new Cdn(
      `${name}-cdn`,
      {
        accountId: args.accountId,
        aliases: args.hosts,
        certificateUsEast1Arn: args.certificateUsEast1Arn,
        webAclArn: args.webAclArn,
        headers: args.headers,
        ...(args.geoRestriction !== undefined && { geoRestriction: args.geoRestriction }),
        ...(args.priceClass !== undefined && { priceClass: args.priceClass }),
        logsUsEast1KeyArn: args.logsUsEast1KeyArn,
        logRetentionDays: args.logRetentionDays,
        origins: {
          site: { kind: "bucket", bucketRegionalDomainName: bucket.bucketRegionalDomainName },
          ...(service !== undefined && { service: service.origin }),
        },
        // The function maps "/" too; this answers for it should it ever be detached.
        defaultRootObject: "index.html",
        defaultBehavior: {
          serves: "files",
          origin: "site",
          edgeTtlSeconds: PAGE_TTL_SECONDS,
          cacheControl: "no-cache",
          rewriteFunctionArn: rewrite.arn,
        },
        paths: [
          ...(service?.paths ?? []).map((path) => ({ path, serves: "application", origin: "service" }) as const),
          ...hashedPaths.map((path) => ({ path, ...hashedFiles(args.assetTtlSeconds ?? 31_536_000) })),
        ],
        protect,
        tags,
      },
      child,
    );
    const secured = secureSiteBucket(name, bucket, this.cdn.distributionArn, args, this);

    this.bucketName = bucket.bucket;
    this.bucketArn = pulumi.all([bucket.arn, secured.id]).apply(([arn]) => arn);
    this.distributionArn = this.cdn.distributionArn;
    this.registerOutputs({
      bucketName: this.bucketName,
      bucketArn: this.bucketArn,
      distributionArn: this.distributionArn,
    });
  }
}

function hashedFiles(seconds: number): CdnBehavior {
  return { serves: "files", origin: "site", cacheControl: `public, max-age=${seconds}, immutable` };
}

/** @returns The code of the function. */
function checkArgs(where: string, args: StaticSiteArgs): string {
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(args.bucketName)) {
    throw new Error(
      `${where}: bucketName is "${args.bucketName}"; use 3 to 63 lower-case letters, digits and inner hyphens.`,
    );
  }
  for (const [argument, days] of [
    ["noncurrentDays", args.noncurrentDays ?? 30],
    ["assetTtlSeconds", args.assetTtlSeconds ?? 0],
  ] as const) {
    const least = argument === "noncurrentDays" ? 1 : 0;
    if (Number.isInteger(days) && days >= least && days <= 31_536_000) continue;
    throw new Error(`${where}: ${argument} is ${days}; give a whole number from ${least} to 31536000.`);
  }
  const { pages = [], cleanUrls = true } = args;
  const wrong = pages.find((page) => !/^[\w\-~]+(\/[\w\-~]+)*$/.test(page));
  if (wrong !== undefined) {
    throw new Error(
      `${where}: pages has "${wrong}"; write paths without a leading slash and ending, such as about/team.`,
    );
  }
  try {
    return siteRewriteCode({ cleanUrls, pages });
  } catch (error) {
    throw new Error(`${where}: ${(error as Error).message}.`, { cause: error });
  }
}
