import type { Property } from "../../../property.ts";
import { anyOf, defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "waf-managed-known-bad-inputs",
  title: "Include the managed known-bad-inputs set, which covers Log4j lookups.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Remote code execution strings are still sprayed daily.",
  fix: "Add a rule with the managed group AWSManagedRulesKnownBadInputsRuleSet and let it block.",
  links: [awsDocs("Baseline rule groups", "waf/latest/developerguide/aws-managed-rule-groups-baseline.html")],
  types: ["aws:wafv2/webAcl:WebAcl"],
  check: (acl) => {
    const rules = acl.get("rules");
    const included = anyOf(
      () => some(rules.items(), blocksKnownBadInputs),
      () => acl.get("ruleJson").string()?.includes(GROUP) === true,
    );
    return included
      ? []
      : [rules.fail(`Known exploit strings, Log4j lookups among them, pass; add ${GROUP} and let it block`)];
  },
  examples: {
    pass: [
      {
        inputs: {
          rules: [
            {
              name: "bad-inputs",
              overrideAction: { none: {} },
              statement: {
                managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesKnownBadInputsRuleSet" },
              },
            },
          ],
        },
      },
    ],
    fail: [
      { name: "no rule", inputs: { scope: "REGIONAL" }, path: "/rules", message: "Known exploit strings" },
      {
        name: "only counts",
        inputs: {
          rules: [
            {
              overrideAction: { count: {} },
              statement: { managedRuleGroupStatement: { name: "AWSManagedRulesKnownBadInputsRuleSet" } },
            },
          ],
        },
        path: "/rules",
        message: "let it block",
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
const GROUP = "AWSManagedRulesKnownBadInputsRuleSet";

function blocksKnownBadInputs(rule: Property): boolean {
  const isGroup = () => rule.get("statement", "managedRuleGroupStatement", "name").string() === GROUP;
  return every([isGroup, () => !rule.get("overrideAction", "count").isSet], (test) => test());
}
