import { anyOf, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "waf-rule-has-action",
  title: "Give each rule an action or override action.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A rule without one is not what its author meant.",
  fix: "Set action on a rule of your own, overrideAction on one that names a group.",
  links: [awsDocs("Rule actions", "waf/latest/developerguide/waf-rule-action.html")],
  types: ["aws:wafv2/webAcl:WebAcl", "aws:wafv2/ruleGroup:RuleGroup"],
  check: (acl) =>
    each(acl.get("rules").items(), (rule) => {
      const acts = anyOf(
        () => rule.get("action").entries().length > 0,
        () => rule.get("overrideAction").entries().length > 0,
      );
      return acts
        ? []
        : [rule.fail("The rule says not what it does; give it an action, or a group an override action")];
    }),
  examples: {
    pass: [
      {
        inputs: {
          rules: [
            { name: "own", action: { block: {} } },
            { name: "group", overrideAction: { none: {} } },
          ],
        },
      },
    ],
    fail: [
      { inputs: { rules: [{ action: { block: {} } }, { name: "own" }] }, path: "/rules/1", message: "says not what" },
      {
        type: "aws:wafv2/ruleGroup:RuleGroup",
        inputs: { rules: [{ name: "own" }] },
        path: "/rules/0",
        message: "says not what",
      },
    ],
    undecided: [
      { inputs: { rules: UNKNOWN }, path: "/rules" },
      { inputs: { rules: [{ action: UNKNOWN }] }, path: "/rules/0/action" },
    ],
  },
});
