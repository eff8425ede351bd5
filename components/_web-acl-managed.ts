/** A group of rules that AWS maintains. */
export interface ManagedGroup {
  /** Name of our rule that refers to it. */
  readonly name: string;
  readonly group: string;
}

/**
 * What every web ACL blocks. Not among them: the list of anonymous and hosting addresses, because webhooks of payment and
 * messaging providers come from there.
 */
export const MANAGED_GROUPS: readonly ManagedGroup[] = [
  { name: "managed-ip-reputation", group: "AWSManagedRulesAmazonIpReputationList" },
  { name: "managed-common", group: "AWSManagedRulesCommonRuleSet" },
  { name: "managed-known-bad-inputs", group: "AWSManagedRulesKnownBadInputsRuleSet" },
  { name: "managed-sql-injection", group: "AWSManagedRulesSQLiRuleSet" },
];

/** The common group's own limit for bodies, 8 KiB, cannot be moved: our rule of the same purpose takes its place. */
export const REPLACED_BODY_RULE = { group: "AWSManagedRulesCommonRuleSet", rule: "SizeRestrictions_BODY" };
export const REPLACED_BODY_KIB = 8;
