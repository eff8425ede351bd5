import ipaddr from "ipaddr.js";
import type * as pulumi from "@pulumi/pulumi";
import { isDomain } from "./_dns-names.ts";
import { checkLogRetention } from "./_log-retention.ts";
import type { Tags } from "./_tags.ts";
import { pathRegex } from "./_web-acl-paths.ts";
import { MANAGED_GROUPS } from "./_web-acl-managed.ts";

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

/** WAF takes ten rate rules in a web ACL; one of them is the limit for everything. */
const MAX_RATE_RULES = 9;
const MAX_COUNT_DAYS = 180;
const WINDOWS: readonly number[] = [60, 120, 300, 600];
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export function checkWebAcl(where: string, args: WebAclArgs): void {
  const { rateRules = {}, restrictedPaths = {}, scope } = args;
  if (!/^\d{12}$/.test(args.accountId)) {
    throw new Error(`${where}: accountId is "${args.accountId}"; give the twelve digits of the account.`);
  }
  const names = [...Object.keys(rateRules), ...Object.keys(restrictedPaths)];
  const wrong = names.find((name) => !NAME.test(name) || name.length > 60);
  if (wrong !== undefined) throw new Error(`${where}: rule name "${wrong}"; use lower-case words joined by hyphens.`);
  if ("everything" in rateRules) {
    throw new Error(`${where}: rateRules["everything"] is the general limit's name; set requestsPerAddress instead.`);
  }
  if (Object.keys(rateRules).length > MAX_RATE_RULES) {
    throw new Error(
      `${where}: ${Object.keys(rateRules).length} rate rules; WAF takes ${MAX_RATE_RULES} beside the general one.`,
    );
  }
  for (const [name, { paths, requests, windowSeconds = 60 }] of Object.entries(rateRules)) {
    const rule = `${where}: rateRules["${name}"]`;
    pathRegex(rule, paths);
    checkRequests(rule, "requests", requests);
    if (!WINDOWS.includes(windowSeconds)) {
      throw new Error(`${rule}: windowSeconds is ${windowSeconds as number}; WAF knows ${WINDOWS.join(", ")}.`);
    }
  }
  checkRequests(where, "requestsPerAddress", args.requestsPerAddress ?? 3_000);
  checkBody(where, args);
  checkCidrs(`${where}: blockedCidrs`, args.blockedCidrs ?? []);
  for (const [name, { hosts, paths, allowedCidrs }] of Object.entries(restrictedPaths)) {
    const rule = `${where}: restrictedPaths["${name}"]`;
    pathRegex(rule, paths);
    if (hosts.length === 0 || !hosts.every(isDomain)) throw new Error(`${rule}: hosts has to list domain names.`);
    if (allowedCidrs.length === 0) throw new Error(`${rule}: allowedCidrs is empty, so nobody could use the paths.`);
    checkCidrs(`${rule}: allowedCidrs`, allowedCidrs);
  }
  checkCountries(where, args.blockedCountries ?? []);
  checkCounted(where, args);
  checkLogRetention(where, "logRetentionDays", args.logRetentionDays);
  if (scope?.kind === "regional" && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(scope.region)) {
    throw new Error(`${where}: scope.region is "${scope.region}"; give a region such as eu-west-1.`);
  }
}

/** Largest body in KiB, as asked for or by default. */
export function bodyLimit({ scope, maxBodyKib }: WebAclArgs): number {
  return maxBodyKib ?? (scope?.kind === "regional" ? 8 : 16);
}

export function isIpv6(cidr: string): boolean {
  return cidr.includes(":");
}

function checkRequests(where: string, argument: string, requests: number): void {
  if (Number.isInteger(requests) && requests >= 10 && requests <= 2_000_000_000) return;
  throw new Error(`${where}: ${argument} is ${requests}; WAF cannot count fewer than 10 requests in a window.`);
}

function checkBody(where: string, args: WebAclArgs): void {
  const kib = bodyLimit(args);
  const regional = args.scope?.kind === "regional";
  if (regional && kib !== 8) {
    throw new Error(
      `${where}: maxBodyKib is ${kib}; before a load balancer WAF sees 8 KiB of a body, so 8 is the limit.`,
    );
  }
  if (Number.isInteger(kib) && kib >= 8 && kib <= 64) return;
  throw new Error(`${where}: maxBodyKib is ${kib}; WAF sees at most 64 KiB of a body, so allowed are 8 to 64.`);
}

function checkCidrs(where: string, cidrs: readonly string[]): void {
  for (const cidr of cidrs) {
    if (ipaddr.isValidCIDR(cidr) && !cidr.endsWith("/0")) continue;
    throw new Error(`${where} has "${cidr}"; give networks such as 192.0.2.0/24 or 2001:db8::/48, never /0.`);
  }
  if (cidrs.length > 10_000) throw new Error(`${where} has ${cidrs.length} networks; WAF takes 10000 in a set.`);
}

function checkCountries(where: string, countries: readonly string[]): void {
  const wrong = countries.find((country) => !/^[A-Z]{2}$/.test(country));
  if (wrong !== undefined)
    throw new Error(`${where}: blockedCountries has "${wrong}"; write ISO 3166 codes such as SE.`);
  if (countries.length > 50)
    throw new Error(`${where}: ${countries.length} blocked countries; WAF takes 50 in a rule.`);
}

function checkCounted(where: string, { counted = [], rateRules = {}, today = isoToday() }: WebAclArgs): void {
  for (const { group, rule, reason, until } of counted) {
    const entry = `${where}: counted "${group === undefined ? rule : `${group}/${rule}`}"`;
    if (group === undefined && rateRules[rule] === undefined) {
      throw new Error(`${entry}: there is no such rate rule; name one, or give the managed group it belongs to.`);
    }
    if (group !== undefined && !MANAGED_GROUPS.some(({ group: known }) => known === group)) {
      throw new Error(`${entry}: no such group is used; there are ${MANAGED_GROUPS.map((it) => it.group).join(", ")}.`);
    }
    if (reason.trim().length < 12) throw new Error(`${entry}: give a reason, a sentence rather than a word.`);
    const days = (Date.parse(until) - Date.parse(today)) / 86_400_000;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(until) || Number.isNaN(days)) {
      throw new Error(`${entry}: until is "${until}"; write the last day as YYYY-MM-DD.`);
    }
    if (days < 0) throw new Error(`${entry}: ended on ${until}; remove the entry, or give it a new day and reason.`);
    if (days > MAX_COUNT_DAYS) {
      throw new Error(`${entry}: until is more than ${MAX_COUNT_DAYS} days ahead; a rule counts only for a time.`);
    }
  }
}

function isoToday(): string {
  return new Date().toISOString().slice(0, 10);
}
