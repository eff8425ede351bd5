import type * as pulumi from "@pulumi/pulumi";
import { isHost } from "./_dns-names.ts";
import type { HeaderArgs } from "./_headers.ts";
import { checkLogRetention } from "./_log-retention.ts";
import type { Tags } from "./_tags.ts";

/** Where requests go: a private bucket, or a load balancer in a VPC. */
export type CdnOrigin =
  | {
      readonly kind: "bucket";
      /**
       * `bucketRegionalDomainName` of the bucket resource itself. It must not wait for the bucket's policy or encryption: those
       * wait for this distribution, which they name.
       */
      readonly bucketRegionalDomainName: pulumi.Input<string>;
    }
  | {
      readonly kind: "vpc";
      readonly vpcOriginId: pulumi.Input<string>;
      /** The load balancer's own name. Its certificate has to cover the aliases, because Host is forwarded. */
      readonly domainName: pulumi.Input<string>;
      /** Longest wait for an answer, 1 to 120. @default 30 */
      readonly readTimeoutSeconds?: number;
    };

/** How one part of the paths is served. */
export type CdnBehavior =
  | {
      /** Every method, header, cookie and query is passed on, Host included; WebSockets too; nothing is cached. */
      readonly serves: "application";
      readonly origin: string;
    }
  | {
      /** GET and HEAD only; cookies, headers and queries never reach the bucket. */
      readonly serves: "files";
      readonly origin: string;
      /** How long the edge keeps what names no time of its own. @default 86400 */
      readonly edgeTtlSeconds?: number;
      /** Cache-Control for browsers, whatever the object says. @default the object's own */
      readonly cacheControl?: string;
      /** Only with a signed URL or cookie. Needs `signingKeys`. @default false */
      readonly signed?: boolean;
      /** CloudFront function that maps paths to files. @default none */
      readonly rewriteFunctionArn?: pulumi.Input<string>;
    };

export interface CdnArgs {
  readonly accountId: string;
  /** Hosts it answers for, one at least: without an own host it would have to use CloudFront's certificate and TLS 1.0. */
  readonly aliases: readonly string[];
  /** Issued certificate of us-east-1 that covers the aliases. */
  readonly certificateUsEast1Arn: pulumi.Input<string>;
  /** The web ACL, of scope CLOUDFRONT. */
  readonly webAclArn: pulumi.Input<string>;
  /** Origins by name; behaviours refer to them. */
  readonly origins: Readonly<Record<string, CdnOrigin>>;
  /** What answers paths that no entry of `paths` matches. */
  readonly defaultBehavior: CdnBehavior;
  /** Path patterns such as `/api/*`, the first match wins. @default none */
  readonly paths?: readonly (CdnBehavior & { readonly path: string })[];
  readonly headers: HeaderArgs;
  /**
   * Public keys of those who sign URLs, in PEM: RSA 2048 or ECDSA P-256. Two slots, so that one can be replaced while
   * the other still signs. Private halves are nobody's business here. @default none
   */
  readonly signingKeys?: { readonly a?: string; readonly b?: string };
  /** What `/` serves, for buckets without a function that rewrites. @default none */
  readonly defaultRootObject?: string;
  /** Countries that are served, or that are not, as ISO 3166 codes. @default everywhere */
  readonly geoRestriction?: { readonly kind: "allow" | "block"; readonly countries: readonly string[] };
  /** Where it is served from; fewer places cost less. @default "PriceClass_All" */
  readonly priceClass?: "PriceClass_All" | "PriceClass_200" | "PriceClass_100";
  /** Key of the access log in us-east-1. */
  readonly logsUsEast1KeyArn: pulumi.Input<string>;
  /** Days to keep the access log, one of the periods CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /** Refuse deletion of the access log. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

/** CloudFront's quotas for one distribution. */
const MAX_ALIASES = 100;
const MAX_PATHS = 74;

export function checkCdn(where: string, name: string, args: CdnArgs): void {
  const { aliases, origins, defaultBehavior, paths = [], signingKeys } = args;
  if (!/^\d{12}$/.test(args.accountId)) {
    throw new Error(`${where}: accountId is "${args.accountId}"; give the twelve digits of the account.`);
  }
  // Names of log deliveries take letters, digits, hyphens and underscores, 60 at most.
  const delivery = deliveryName(name, args.tags);
  if (!/^[\w-]{1,60}$/.test(delivery)) {
    throw new Error(`${where}: its log delivery would be called "${delivery}"; shorten the name to fit 60 characters.`);
  }
  checkAliases(where, aliases);
  const behaviors = [{ path: "*", ...defaultBehavior }, ...paths];
  for (const { path, ...behavior } of behaviors) {
    const origin = origins[behavior.origin];
    if (origin === undefined) {
      throw new Error(
        `${where}: ${path} leads to the origin "${behavior.origin}"; there are ${Object.keys(origins).join(", ")}.`,
      );
    }
    const fits = behavior.serves === "application" ? "vpc" : "bucket";
    if (origin.kind !== fits) {
      throw new Error(`${where}: ${path} serves ${behavior.serves}, so its origin must be of the kind "${fits}".`);
    }
    if (behavior.serves === "application") continue;
    checkSeconds(`${where}: ${path}: edgeTtlSeconds`, behavior.edgeTtlSeconds ?? 0, 0, 31_536_000);
    if (behavior.signed === true && signingKeys?.a === undefined && signingKeys?.b === undefined) {
      throw new Error(`${where}: ${path} is signed, but signingKeys has no public key; give one in slot a or b.`);
    }
  }
  for (const origin of Object.values(origins)) {
    if (origin.kind === "vpc") checkSeconds(`${where}: readTimeoutSeconds`, origin.readTimeoutSeconds ?? 30, 1, 120);
  }
  checkPaths(
    where,
    paths.map(({ path }) => path),
  );
  checkKeys(where, signingKeys);
  checkCountries(where, args.geoRestriction);
  checkLogRetention(where, "logRetentionDays", args.logRetentionDays);
}

/** Name of a log delivery: unique in the account, because every environment delivers in us-east-1. */
export function deliveryName(name: string, { system, environment }: Tags): string {
  return `${system}-${environment}-${name}`;
}

function checkAliases(where: string, aliases: readonly string[]): void {
  if (aliases.length === 0) {
    throw new Error(`${where}: aliases is empty; CloudFront's own certificate would admit TLS 1.0, so name a host.`);
  }
  if (aliases.length > MAX_ALIASES) {
    throw new Error(`${where}: ${aliases.length} aliases; CloudFront takes ${MAX_ALIASES} for a distribution.`);
  }
  for (const [index, alias] of aliases.entries()) {
    if (!isHost(alias)) throw new Error(`${where}: alias "${alias}" is not a domain name in lower case.`);
    if (aliases.indexOf(alias) !== index) throw new Error(`${where}: alias "${alias}" is listed twice.`);
  }
}

function checkPaths(where: string, paths: readonly string[]): void {
  if (paths.length > MAX_PATHS) {
    throw new Error(`${where}: ${paths.length} paths; CloudFront takes ${MAX_PATHS} beside the default behaviour.`);
  }
  for (const [index, path] of paths.entries()) {
    if (!/^\/[\w\-.*$/~"'@:+?]{0,254}$/.test(path)) {
      throw new Error(`${where}: path "${path}" is malformed; write a pattern such as /api/*.`);
    }
    if (paths.indexOf(path) !== index) throw new Error(`${where}: path "${path}" is listed twice.`);
  }
}

function checkKeys(where: string, keys: CdnArgs["signingKeys"]): void {
  if (keys === undefined) return;
  for (const [slot, pem] of Object.entries(keys)) {
    if (/^-----BEGIN PUBLIC KEY-----\r?\n[A-Za-z0-9+/=\r\n]+-----END PUBLIC KEY-----\s*$/.test(pem)) continue;
    // The value is never printed: a private key pasted here by mistake would end up in a log.
    throw new Error(`${where}: signingKeys.${slot} is not a public key in PEM, which begins with BEGIN PUBLIC KEY.`);
  }
  if (keys.a !== undefined && keys.a.trim() === keys.b?.trim()) {
    throw new Error(`${where}: both slots of signingKeys hold the same key; leave one out.`);
  }
}

function checkCountries(where: string, geo: CdnArgs["geoRestriction"]): void {
  if (geo === undefined) return;
  if (geo.countries.length === 0) {
    throw new Error(`${where}: geoRestriction.countries is empty; name countries or leave geoRestriction out.`);
  }
  const wrong = geo.countries.find((country) => !/^[A-Z]{2}$/.test(country));
  if (wrong !== undefined) {
    throw new Error(`${where}: geoRestriction.countries has "${wrong}"; write ISO 3166 codes such as SE.`);
  }
}

function checkSeconds(what: string, seconds: number, least: number, most: number): void {
  if (Number.isInteger(seconds) && seconds >= least && seconds <= most) return;
  throw new Error(`${what} is ${seconds}; allowed are whole seconds from ${least} to ${most}.`);
}
