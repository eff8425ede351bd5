import type { Property } from "../../../property.ts";
import { type Issue, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { BODY_RULE, hasOwnBodyLimit } from "../_waf.ts";

export default defineRule({
  id: "waf-rules-not-count-only",
  title: "Do not override protective rules or groups to count only.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Counting looks like protection but blocks nothing. Rules that only label what later rules judge may be waived; the group's limit on bodies may give way to one of the ACL's own.",
  fix: "Remove count from overrideAction, action and ruleActionOverrides once the rule was tried out.",
  links: [
    awsDocs("Overriding rule actions", "waf/latest/developerguide/web-acl-rule-group-override-options.html"),
    awsDocs("Testing protections", "waf/latest/developerguide/web-acl-testing.html"),
  ],
  types: ["aws:wafv2/webAcl:WebAcl"],
  check: (acl) =>
    each(acl.get("rules").items(), (rule) => {
      const statement = rule.get("statement");
      const overrides = ["managedRuleGroupStatement", "ruleGroupReferenceStatement"].flatMap((kind) =>
        statement.get(kind, "ruleActionOverrides").items(),
      );
      return [
        ...each([rule.get("overrideAction", "count"), rule.get("action", "count")], refuse),
        ...each(overrides, (override) => {
          const replaced = override.get("name").raw === BODY_RULE && hasOwnBodyLimit(acl);
          return replaced ? [] : refuse(override.get("actionToUse", "count"));
        }),
      ];
    }),
  examples: {
    pass: [
      {
        name: "a limit of one's own takes the place of the group's",
        inputs: {
          rules: [
            {
              action: { block: {} },
              statement: {
                sizeConstraintStatement: { fieldToMatch: { body: {} }, comparisonOperator: "GT", size: 65536 },
              },
            },
            {
              statement: {
                managedRuleGroupStatement: {
                  ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
                },
              },
            },
          ],
        },
      },
      {
        inputs: {
          rules: [
            { name: "common", overrideAction: { none: {} } },
            { name: "own", action: { block: {} } },
          ],
        },
      },
    ],
    fail: [
      {
        inputs: { rules: [{ action: { block: {} } }, { overrideAction: { count: {} } }] },
        path: "/rules/1/overrideAction/count",
        message: "blocks nothing",
      },
      { inputs: { rules: [{ action: { count: {} } }] }, path: "/rules/0/action/count", message: "blocks nothing" },
      {
        inputs: {
          rules: [
            {
              statement: {
                managedRuleGroupStatement: {
                  ruleActionOverrides: [
                    { name: "NoUserAgent_HEADER", actionToUse: { block: {} } },
                    { name: "SizeRestrictions_BODY", actionToUse: { count: {} } },
                  ],
                },
              },
            },
          ],
        },
        path: "/rules/0/statement/managedRuleGroupStatement/ruleActionOverrides/1/actionToUse/count",
        message: "blocks nothing",
      },
    ],
    undecided: [
      { inputs: { rules: UNKNOWN }, path: "/rules" },
      { inputs: { rules: [{ overrideAction: UNKNOWN }] }, path: "/rules/0/overrideAction" },
    ],
  },
});
function refuse(count: Property): Issue[] {
  return count.isSet ? [count.fail("The rule counts and blocks nothing; remove the override to count")] : [];
}
