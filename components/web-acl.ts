import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deliveryPolicy } from "./_cdn-logs.ts";
import { EDGE_REGION } from "./_edge-region.ts";
import { tagsFor } from "./_tags.ts";
import { type WebAclArgs, bodyLimit, isIpv6 } from "./_web-acl-args.ts";
import { checkWebAcl } from "./_web-acl-checks.ts";
import { visibility, webAclRules } from "./_web-acl-rules.ts";

export type { CountedRule, ExemptPaths, RateRule, RestrictedPaths, WebAclArgs } from "./_web-acl-args.ts";

/**
 * The web ACL of a system: before CloudFront, where it sees each viewer's own address, or before a public load balancer.
 *
 * Guarantees: the managed groups block (a rule that only counts has a reason and an end); floods are walled off by path and in all, with
 * 429; bodies that it cannot see whole are refused; what is blocked or counted is logged under the platform's key, without
 * credentials, cookies, queries and bodies.
 *
 * Cannot: exact limits such as five a minute (it counts approximately, ten at least), limits by user, bot control. One
 * web ACL serves all distributions of a system, so its paths are those of every host, unless `restrictedPaths` names hosts.
 *
 * ```ts
 * const waf = new WebAcl("edge", {
 *   accountId, rateRules: { login: { paths: ["/auth/*"], requests: 30 } },
 *   logsKeyArn: keys.logsUsEast1.arn, logRetentionDays: 400, tags,
 * });
 * ```
 *
 * @throws If an argument contradicts another or a quota of WAF, or a counted rule has no reason or is past its end.
 */
export class WebAcl extends pulumi.ComponentResource {
  /** Known once requests are logged, so that nothing is served unlogged. */
  readonly arn: pulumi.Output<string>;
  /** Name in metrics: dimension `WebACL`. */
  readonly metricName: string;
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: WebAclArgs, opts?: pulumi.ComponentResourceOptions) {
    const where = `WebAcl "${name}"`;
    checkWebAcl(where, args);
    super("rampart:edge:WebAcl", name, {}, opts);
    const { accountId, tags } = args;
    const region = args.scope?.kind === "regional" ? args.scope.region : EDGE_REGION;
    const scope = args.scope?.kind === "regional" ? "REGIONAL" : "CLOUDFRONT";
    const protect = args.protect ?? true;
    const child = { parent: this };
    const label = `${tags.system}-${tags.environment}-${name}`;

    const addressSets = (suffix: string, cidrs: readonly string[]): pulumi.Output<string>[] =>
      (["IPV4", "IPV6"] as const).flatMap((version) => {
        const addresses = cidrs.filter((cidr) => isIpv6(cidr) === (version === "IPV6"));
        if (addresses.length === 0) return [];
        const set = new aws.wafv2.IpSet(
          `${name}-${suffix}-${version.toLowerCase()}`,
          { region, scope, ipAddressVersion: version, addresses, tags: tagsFor("web-acl", tags) },
          child,
        );
        return [set.arn];
      });
    const sets = {
      blocked: addressSets("blocked", args.blockedCidrs ?? []),
      allowed: Object.fromEntries(
        Object.entries(args.restrictedPaths ?? {}).map(([key, { allowedCidrs }]) => [
          key,
          addressSets(`${key}-allowed`, allowedCidrs),
        ]),
      ),
    };
    const acl = new aws.wafv2.WebAcl(
      name,
      {
        region,
        scope,
        description: `${tags.system} ${tags.environment} ${name}`,
        defaultAction: { allow: {} },
        rules: webAclRules(where, args, sets),
        ...(scope === "CLOUDFRONT" && {
          associationConfig: {
            requestBodies: [{ cloudfront: { defaultSizeInspectionLimit: inspectionLimit(bodyLimit(args)) } }],
          },
        }),
        dataProtectionConfig: { dataProtections: PROTECTED.map((field) => ({ action: "SUBSTITUTION", field })) },
        visibilityConfig: visibility(label),
        tags: tagsFor("web-acl", tags),
      },
      child,
    );

    const group = new aws.cloudwatch.LogGroup(
      `${name}-log`,
      {
        region,
        // WAF takes no other beginning.
        name: `aws-waf-logs-${label}`,
        kmsKeyId: args.logsKeyArn,
        retentionInDays: args.logRetentionDays,
        deletionProtectionEnabled: protect,
        tags: tagsFor("web-acl", tags),
      },
      { ...child, protect },
    );
    const policy = deliveryPolicy(`${name}-log`, { region, accountId, group }, child);
    const logging = new aws.wafv2.WebAclLoggingConfiguration(
      `${name}-logging`,
      {
        region,
        resourceArn: acl.arn,
        logDestinationConfigs: [group.arn],
        redactedFields: [{ queryString: {} }, ...SECRET_HEADERS.map((header) => ({ singleHeader: { name: header } }))],
        // What was let through is in the access log of the CDN or load balancer already.
        loggingFilter: {
          defaultBehavior: "DROP",
          filters: [
            {
              behavior: "KEEP",
              requirement: "MEETS_ANY",
              conditions: ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"].map((action) => ({ actionCondition: { action } })),
            },
          ],
        },
      },
      { ...child, dependsOn: [policy] },
    );

    this.arn = pulumi.all([acl.arn, logging.id]).apply(([arn]) => arn);
    this.metricName = label;
    this.logGroupName = group.name;
    this.registerOutputs({ arn: this.arn, metricName: this.metricName, logGroupName: this.logGroupName });
  }
}

/** Headers that carry a credential. */
const SECRET_HEADERS = ["authorization", "cookie", "x-api-key", "x-csrf-token", "x-telegram-bot-api-secret-token"];

/** What is replaced wherever WAF stores parts of a request: in logs, and in the details of the rule that matched. */
const PROTECTED = [
  { fieldType: "SINGLE_HEADER", fieldKeys: SECRET_HEADERS },
  { fieldType: "QUERY_STRING" },
  { fieldType: "BODY" },
];

/** The smallest share of a body that WAF can be told to look at and that holds the limit. */
function inspectionLimit(kib: number): string {
  return `KB_${[16, 32, 48, 64].find((limit) => kib <= limit) ?? 64}`;
}
