import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type CountedRule, type ExemptPaths, type RateRule, type WebAclArgs, bodyLimit } from "./_web-acl-args.ts";
import { MANAGED_GROUPS, REPLACED_BODY_KIB, REPLACED_BODY_RULE } from "./_web-acl-managed.ts";
import { PATH_TRANSFORMATIONS, pathRegex } from "./_web-acl-paths.ts";

type Rule = aws.types.input.wafv2.WebAclRule;
type Statement = aws.types.input.wafv2.WebAclRuleStatement;
type RuleWithoutPlace = Omit<Rule, "priority" | "visibilityConfig" | "name"> & { readonly name: string };

/** ARNs of the sets of addresses that the rules refer to, IPv4 and IPv6 apart. */
export interface AddressSets {
  readonly blocked: readonly pulumi.Input<string>[];
  /** By the key of `restrictedPaths`. */
  readonly allowed: Readonly<Record<string, readonly pulumi.Input<string>[]>>;
}

/** All rules in the order in which they are asked; the cheap ones first, so that floods end there. */
export function webAclRules(where: string, args: WebAclArgs, sets: AddressSets): Rule[] {
  const counted = args.counted ?? [];
  const rules: RuleWithoutPlace[] = [
    ...(sets.blocked.length === 0 ? [] : [blockAddresses(sets.blocked)]),
    ...((args.blockedCountries ?? []).length === 0 ? [] : [blockCountries(args.blockedCountries ?? [])]),
    ...Object.entries(args.restrictedPaths ?? {}).map(([name, { hosts, paths }]) =>
      restrictPaths(where, name, hosts, paths, sets.allowed[name] ?? []),
    ),
    ...Object.entries(args.rateRules ?? {}).map(([name, rule]) => limitPaths(where, name, rule, counted)),
    limitEverything(args.requestsPerAddress ?? 3_000),
    limitBody(where, args),
    ...MANAGED_GROUPS.map(({ name, group }) => managedGroup(name, group, args)),
    ...Object.entries(args.exemptions ?? {}).map(([name, exemption]) => blockElsewhere(where, name, exemption)),
  ];
  return rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(rule.name) }));
}

/** Metrics, but no samples: those would show cookies and credentials of requests in the console. */
export function visibility(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false };
}

function blockAddresses(sets: readonly pulumi.Input<string>[]): RuleWithoutPlace {
  return { name: "blocked-addresses", action: { block: {} }, statement: fromAny(sets) };
}

function blockCountries(countryCodes: readonly string[]): RuleWithoutPlace {
  return {
    name: "blocked-countries",
    action: { block: {} },
    statement: { geoMatchStatement: { countryCodes: [...countryCodes] } },
  };
}

function restrictPaths(
  where: string,
  name: string,
  hosts: readonly string[],
  paths: readonly string[],
  allowed: readonly pulumi.Input<string>[],
): RuleWithoutPlace {
  // A port or a dot at the end of the host is no way around.
  const isHost = (host: string): Statement => ({
    byteMatchStatement: {
      fieldToMatch: { singleHeader: { name: "host" } },
      positionalConstraint: "STARTS_WITH",
      searchString: host,
      textTransformations: [{ priority: 0, type: "LOWERCASE" }],
    },
  });
  return {
    name: `restricted-${name}`,
    action: { block: {} },
    statement: {
      andStatement: {
        statements: [
          any(hosts.map(isHost)),
          pathStatement(`${where}: restrictedPaths["${name}"]`, paths),
          { notStatement: { statement: fromAny(allowed) } },
        ],
      },
    },
  };
}

function limitPaths(
  where: string,
  name: string,
  { paths, requests, windowSeconds = 60 }: RateRule,
  counted: readonly CountedRule[],
): RuleWithoutPlace {
  const counts = counted.some(({ group, rule }) => group === undefined && rule === name);
  return {
    name: `rate-${name}`,
    action: counts ? { count: {} } : tooMany(windowSeconds),
    statement: {
      rateBasedStatement: {
        limit: requests,
        evaluationWindowSec: windowSeconds,
        aggregateKeyType: "IP",
        scopeDownStatement: pathStatement(`${where}: rateRules["${name}"]`, paths),
      },
    },
  };
}

function limitEverything(requests: number): RuleWithoutPlace {
  const window = 300;
  return {
    name: "rate-everything",
    action: tooMany(window),
    statement: { rateBasedStatement: { limit: requests, evaluationWindowSec: window, aggregateKeyType: "IP" } },
  };
}

/** 429 with the longest that it can take until the address is let in again. */
function tooMany(windowSeconds: number): NonNullable<Rule["action"]> {
  return {
    block: {
      customResponse: { responseCode: 429, responseHeaders: [{ name: "Retry-After", value: String(windowSeconds) }] },
    },
  };
}

/** A body that is longer than WAF looks at counts as too long. */
function limitBody(where: string, args: WebAclArgs): RuleWithoutPlace {
  const tooLong: Statement = {
    sizeConstraintStatement: {
      comparisonOperator: "GT",
      size: bodyLimit(args) * 1024,
      fieldToMatch: { body: { oversizeHandling: "MATCH" } },
      textTransformations: [{ priority: 0, type: "NONE" }],
    },
  };
  const { longBodies } = args;
  return {
    name: "body-size",
    action: { block: { customResponse: { responseCode: 413 } } },
    statement:
      longBodies === undefined ? tooLong : except(tooLong, pathStatement(`${where}: longBodies`, longBodies.paths)),
  };
}

/** A group that blocks, but for rules that count for a time or whose work another rule of ours does. */
function managedGroup(name: string, group: string, args: WebAclArgs): RuleWithoutPlace {
  const { counted = [], exemptions = {}, longBodies } = args;
  const replaced = bodyLimit(args) > REPLACED_BODY_KIB || longBodies !== undefined ? [REPLACED_BODY_RULE] : [];
  const overrides = [...replaced, ...Object.values(exemptions), ...counted].filter((entry) => entry.group === group);
  const rules = [...new Set(overrides.map(({ rule }) => rule))];
  return {
    name,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name: group,
        ...(rules.length > 0 && {
          ruleActionOverrides: rules.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
        }),
      },
    },
  };
}

/** The managed rule labels and counts; this blocks what it labelled, but for the exempt paths. */
function blockElsewhere(where: string, name: string, { label, paths }: ExemptPaths): RuleWithoutPlace {
  const labelled: Statement = { labelMatchStatement: { scope: "LABEL", key: label } };
  return {
    name: `unless-${name}`,
    action: { block: {} },
    statement: except(labelled, pathStatement(`${where}: exemptions["${name}"]`, paths)),
  };
}

function except(statement: Statement, exception: Statement): Statement {
  return { andStatement: { statements: [statement, { notStatement: { statement: exception } }] } };
}

function pathStatement(where: string, paths: readonly string[]): Statement {
  return {
    regexMatchStatement: {
      regexString: pathRegex(where, paths),
      fieldToMatch: { uriPath: {} },
      textTransformations: PATH_TRANSFORMATIONS,
    },
  };
}

function fromAny(sets: readonly pulumi.Input<string>[]): Statement {
  return any(sets.map((arn) => ({ ipSetReferenceStatement: { arn } })));
}

/** WAF refuses an "or" of one. */
function any(statements: readonly Statement[]): Statement {
  const [first] = statements;
  return first !== undefined && statements.length === 1 ? first : { orStatement: { statements: [...statements] } };
}
