import { ref } from "../../examples.ts";
import type { Property } from "../../property.ts";
import type { Resource, Stack } from "../../resource.ts";
import { type Issue, anyOf, every, some } from "../../rule.ts";
import type { Value } from "../../value.ts";

/** A violation for each managed rule group of AWS that the web ACL lacks, or holds only to count. */
export function judgeManagedGroups(
  acl: Resource,
  stack: Stack,
  groups: readonly string[],
  message: (group: string) => string,
): Issue[] {
  const rules = acl.get("rules");
  return groups.flatMap((group) => {
    const included = anyOf(
      () => some(rules.items(), (rule) => blocksWith(rule, group)),
      () => some(acl.get("ruleJson").json().items(), (rule) => blocksInJson(rule, group)),
      () => someCompanion(acl, stack, RULE, (rule) => blocksWith(rule.inputs, group)),
      () => someCompanion(acl, stack, ASSOCIATION, (it) => associates(it, group)),
    );
    return included ? [] : [rules.fail(message(group))];
  });
}

/** A rule, or a rule group, that is a resource of its own. */
export const RULE = "aws:wafv2/webAclRule:WebAclRule";
export const ASSOCIATION = "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation";

/** Whether a resource of `type` belongs to the web ACL and satisfies `test`. */
export function someCompanion(acl: Resource, stack: Stack, type: string, test: (it: Resource) => boolean): boolean {
  return some(stack.candidates(acl, type, "webAclArn"), (it) =>
    every([() => stack.refersTo(it, it.get("webAclArn"), acl), () => test(it)], (holds) => holds()),
  );
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

/** The rules that come as JSON are in the words of the API. */
function blocksInJson(rule: Property, group: string): boolean {
  const managed = rule.get("Statement", "ManagedRuleGroupStatement");
  return every(
    [
      () => managed.get("Name").string() === group,
      () => (managed.get("VendorName").string() ?? "AWS") === "AWS",
      () => !rule.get("OverrideAction", "Count").isSet,
    ],
    (test) => test(),
  );
}

function associates(association: Resource, group: string): boolean {
  const managed = association.get("managedRuleGroup");
  return every(
    [
      () => managed.get("name").string() === group,
      () => (managed.get("vendorName").string() ?? "AWS") === "AWS",
      () => association.get("overrideAction").string() !== "count",
    ],
    (test) => test(),
  );
}

/** A managed rule group that an example associates with its web ACL. */
export function associated(name: Value, overrideAction: Value = "none") {
  const inputs = { webAclArn: ref("subject", "arn"), managedRuleGroup: { vendorName: "AWS", name }, overrideAction };
  return { type: ASSOCIATION, name: "group", inputs };
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
