import type { Property } from "../../property.ts";
import type { Resource } from "../../resource.ts";
import { type Issue, anyOf, every, some } from "../../rule.ts";

/** A violation for each managed rule group of AWS that the web ACL lacks, or holds only to count. */
export function judgeManagedGroups(
  acl: Resource,
  groups: readonly string[],
  message: (group: string) => string,
): Issue[] {
  const rules = acl.get("rules");
  return groups.flatMap((group) => {
    const included = anyOf(
      () => some(rules.items(), (rule) => blocksWith(rule, group)),
      () => acl.get("ruleJson").string()?.includes(group) === true,
    );
    return included ? [] : [rules.fail(message(group))];
  });
}

function blocksWith(rule: Property, group: string): boolean {
  const managed = rule.get("statement", "managedRuleGroupStatement");
  return every(
    [
      () => managed.get("name").string() === group,
      () => (managed.get("vendorName").string() ?? "AWS") === "AWS",
      () => !rule.get("overrideAction", "count").isSet,
    ],
    (test) => test(),
  );
}

/** The rule of the common group that stops bodies too long to be inspected, at 8 KiB. */
export const BODY_RULE = "SizeRestrictions_BODY";

/** Whether a rule of the ACL's own stops long bodies. */
export function hasOwnBodyLimit(acl: Resource): boolean {
  return some(acl.get("rules").items(), (rule) => {
    const size = rule.get("statement", "sizeConstraintStatement");
    const stops = () => some(["block", "captcha", "challenge"], (action) => rule.get("action", action).isSet);
    return every([() => size.get("fieldToMatch", "body").isSet, stops], (test) => test());
  });
}
