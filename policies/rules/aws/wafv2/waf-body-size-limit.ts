import type { Property } from "../../../property.ts";
import { anyOf, defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { ASSOCIATION, BODY_RULE, RULE, associated, hasOwnBodyLimit, someCompanion } from "../_waf.ts";

const GROUP = "AWSManagedRulesCommonRuleSet";
const COMMON = {
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name: GROUP } },
};

export default defineRule({
  id: "waf-body-size-limit",
  title: "State how oversized bodies are handled and do not let them pass uninspected.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Padding a request past the limit is a known bypass.",
  fix: "Keep SizeRestrictions_BODY of the common group, or block by a sizeConstraintStatement on the body.",
  links: [awsDocs("Oversize requests", "waf/latest/developerguide/waf-oversize-request-components.html")],
  types: ["aws:wafv2/webAcl:WebAcl"],
  check: (acl, { stack }) => {
    const rules = acl.get("rules");
    const limited = anyOf(
      () => hasOwnBodyLimit(acl),
      () => some(rules.items(), limitsBodies),
      () => someCompanion(acl, stack, RULE, (rule) => limitsBodies(rule.inputs)),
      () =>
        someCompanion(
          acl,
          stack,
          ASSOCIATION,
          (it) => it.get("overrideAction").string() !== "count" && keepsLimit(it.get("managedRuleGroup")),
        ),
      () => acl.get("ruleJson").string()?.includes("SizeConstraintStatement") === true,
    );
    return limited
      ? []
      : [rules.fail("Padding carries a request past the inspection; block bodies over the inspected size")];
  },
  examples: {
    pass: [
      { inputs: { rules: [COMMON] } },
      { name: "as a resource of its own", inputs: { scope: "REGIONAL" }, stack: [associated(GROUP)] },
      {
        inputs: {
          rules: [
            {
              action: { block: {} },
              statement: {
                sizeConstraintStatement: {
                  fieldToMatch: { body: { oversizeHandling: "MATCH" } },
                  comparisonOperator: "GT",
                  size: 16384,
                },
              },
            },
          ],
        },
      },
    ],
    fail: [
      {
        name: "a resource of its own that only counts",
        inputs: { scope: "REGIONAL" },
        stack: [associated(GROUP, "count")],
        path: "/rules",
        message: "Padding",
      },
      { name: "no rule", inputs: { scope: "REGIONAL" }, path: "/rules", message: "Padding" },
      {
        name: "the limit only counts",
        inputs: {
          rules: [
            {
              statement: {
                managedRuleGroupStatement: {
                  name: GROUP,
                  ruleActionOverrides: [{ name: BODY_RULE, actionToUse: { count: {} } }],
                },
              },
            },
          ],
        },
        path: "/rules",
        message: "Padding",
      },
    ],
    undecided: [
      { inputs: { rules: UNKNOWN }, path: "/rules" },
      {
        inputs: { rules: [{ statement: { managedRuleGroupStatement: { name: UNKNOWN } } }] },
        path: "/rules/0/statement/managedRuleGroupStatement/name",
      },
    ],
  },
});
function limitsBodies(rule: Property): boolean {
  return every(
    [
      () => keepsLimit(rule.get("statement", "managedRuleGroupStatement")),
      () => !rule.get("overrideAction", "count").isSet,
    ],
    (test) => test(),
  );
}

/** Whether a managed rule group is the common one, with its limit of bodies as it comes. */
function keepsLimit(managed: Property): boolean {
  const overridden = () =>
    some(managed.get("ruleActionOverrides").items(), (override) =>
      every(
        [() => override.get("name").string() === BODY_RULE, () => !override.get("actionToUse", "block").isSet],
        (test) => test(),
      ),
    );
  return every([() => managed.get("name").string() === GROUP, () => !overridden()], (test) => test());
}
