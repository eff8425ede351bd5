import ipaddr from "ipaddr.js";
import { isDomain } from "./_dns-names.ts";
import { checkLogRetention } from "./_log-retention.ts";
import { type WebAclArgs, bodyLimit } from "./_web-acl-args.ts";
import { MANAGED_GROUPS } from "./_web-acl-managed.ts";
import { pathRegex } from "./_web-acl-paths.ts";

/** WAF takes ten rate rules in a web ACL; one of them is the limit for everything. */
export const MAX_RATE_RULES = 9;
/** The name of that one. */
export const GENERAL_RULE = "everything";
const MAX_COUNT_DAYS = 180;
const WINDOWS: readonly number[] = [60, 120, 300, 600];
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export function checkWebAcl(where: string, args: WebAclArgs): void {
  const { rateRules = {}, restrictedPaths = {}, scope } = args;
  if (!/^\d{12}$/.test(args.accountId)) {
    throw new Error(`${where}: accountId is "${args.accountId}"; give the twelve digits of the account.`);
  }
  const names = [rateRules, restrictedPaths, args.exemptions ?? {}].flatMap((rules) => Object.keys(rules));
  const wrong = names.find((name) => !NAME.test(name) || name.length > 60);
  if (wrong !== undefined) throw new Error(`${where}: rule name "${wrong}"; use lower-case words joined by hyphens.`);
  if (GENERAL_RULE in rateRules) {
    throw new Error(
      `${where}: rateRules["${GENERAL_RULE}"] is the general limit's name; set requestsPerAddress instead.`,
    );
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
  checkExemptions(where, args);
  checkCounted(where, args);
  checkLogRetention(where, "logRetentionDays", args.logRetentionDays);
  if (scope?.kind === "regional" && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(scope.region)) {
    throw new Error(`${where}: scope.region is "${scope.region}"; give a region such as eu-west-1.`);
  }
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

function checkExemptions(where: string, { exemptions = {}, longBodies }: WebAclArgs): void {
  if (longBodies !== undefined) {
    pathRegex(`${where}: longBodies`, longBodies.paths);
    checkReason(`${where}: longBodies`, longBodies.reason);
  }
  for (const [name, { group, label, paths, reason }] of Object.entries(exemptions)) {
    const entry = `${where}: exemptions["${name}"]`;
    checkGroup(entry, group);
    pathRegex(entry, paths);
    checkReason(entry, reason);
    if (!/^awswaf:managed:aws:[\w-]+:[\w-]+$/.test(label)) {
      throw new Error(`${entry}: label is "${label}"; copy the rule's label, which begins with awswaf:managed:aws:.`);
    }
  }
}

function checkGroup(entry: string, group: string): void {
  if (MANAGED_GROUPS.some(({ group: known }) => known === group)) return;
  throw new Error(`${entry}: no such group is used; there are ${MANAGED_GROUPS.map((it) => it.group).join(", ")}.`);
}

function checkReason(entry: string, reason: string): void {
  if (reason.trim().length < 12) throw new Error(`${entry}: give a reason, a sentence rather than a word.`);
}

function checkCounted(where: string, { counted = [], rateRules = {}, today = isoToday() }: WebAclArgs): void {
  for (const { group, rule, reason, until } of counted) {
    const entry = `${where}: counted "${group === undefined ? rule : `${group}/${rule}`}"`;
    if (group === undefined && rateRules[rule] === undefined) {
      throw new Error(`${entry}: there is no such rate rule; name one, or give the managed group it belongs to.`);
    }
    if (group !== undefined) checkGroup(entry, group);
    checkReason(entry, reason);
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
