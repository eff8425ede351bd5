import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "./_tags.ts";

/** A wall against floods on single paths. WAF counts approximately and lags by seconds: exact limits belong elsewhere. */
export interface RateRule {
  /** Paths that are counted together: `/login`, or `/auth/*` for all that begins so. */
  readonly paths: readonly string[];
  /** Most requests of one address in a window, 10 or more. */
  readonly requests: number;
  /** 60, 120, 300 or 600. @default 60 */
  readonly windowSeconds?: 60 | 120 | 300 | 600;
}

/** Paths that only some networks may use. */
export interface RestrictedPaths {
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  /** Networks that may, IPv4 and IPv6. CloudFront answers over both: list the IPv6 networks too, or their users are shut out. */
  readonly allowedCidrs: readonly string[];
}

/** A rule that for a time only counts what it would block. */
export interface CountedRule {
  /** A managed group, for one of its rules. @default none: `rule` is a key of `rateRules` */
  readonly group?: string;
  readonly rule: string;
  readonly reason: string;
  /** Last day, `YYYY-MM-DD`, at most 180 days ahead. After it the web ACL is refused until the entry goes. */
  readonly until: string;
}

/** Paths on which one rule of a managed group does not block, because what it takes for an attack is right there. */
export interface ExemptPaths {
  readonly group: string;
  readonly rule: string;
  /** What the rule labels a request with, from its documentation: `awswaf:managed:aws:core-rule-set:NoUserAgent_Header`. */
  readonly label: string;
  readonly paths: readonly string[];
  readonly reason: string;
}

export interface WebAclArgs {
  readonly accountId: string;
  /**
   * What it stands before: CloudFront, or (where there is no CDN) a public load balancer of a region.
   * @default { kind: "cloudfront" }
   */
  readonly scope?: { readonly kind: "cloudfront" } | { readonly kind: "regional"; readonly region: string };
  /** By name, which becomes part of the rule's and the metric's name. Nine at most. @default none */
  readonly rateRules?: Readonly<Record<string, RateRule>>;
  /** Most requests of one address for everything in five minutes, 10 or more. @default 3000 */
  readonly requestsPerAddress?: number;
  /**
   * Largest body, 8 to 64 KiB; before a load balancer WAF sees no more than 8. More than 16 costs extra. Media are uploaded
   * elsewhere. @default 16, and 8 for a regional one
   */
  readonly maxBodyKib?: number;
  /** Paths that take longer bodies, of which WAF then sees the beginning only: the application has to bound them. @default none */
  readonly longBodies?: { readonly paths: readonly string[]; readonly reason: string };
  /** By name; everywhere else the rule blocks as before. For single paths that can never pass it. @default none */
  readonly exemptions?: Readonly<Record<string, ExemptPaths>>;
  /** Networks that are turned away, IPv4 and IPv6. @default none */
  readonly blockedCidrs?: readonly string[];
  /** Countries that are turned away, as ISO 3166 codes; 50 at most. @default none */
  readonly blockedCountries?: readonly string[];
  /** By name. @default none */
  readonly restrictedPaths?: Readonly<Record<string, RestrictedPaths>>;
  /** @default none: everything blocks */
  readonly counted?: readonly CountedRule[];
  /** `YYYY-MM-DD`, against which `counted` is measured. @default the day of the deployment */
  readonly today?: string;
  /** Key of the log group, in the region of the scope (us-east-1 for CloudFront). */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days to keep the log, one of the periods CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /** Refuse deletion of the log. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

/** Largest body in KiB, as asked for or by default. */
export function bodyLimit({ scope, maxBodyKib }: WebAclArgs): number {
  return maxBodyKib ?? (scope?.kind === "regional" ? 8 : 16);
}

export function isIpv6(cidr: string): boolean {
  return cidr.includes(":");
}
