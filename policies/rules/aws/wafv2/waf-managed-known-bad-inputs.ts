import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { associated, judgeManagedGroups } from "../_waf.ts";

const GROUP = "AWSManagedRulesKnownBadInputsRuleSet";

export default defineRule({
  id: "waf-managed-known-bad-inputs",
  title: "Include the managed known-bad-inputs set, which covers Log4j lookups.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "Remote code execution strings are still sprayed daily.",
  fix: "Add a rule with the managed group AWSManagedRulesKnownBadInputsRuleSet and let it block.",
  links: [awsDocs("Baseline rule groups", "waf/latest/developerguide/aws-managed-rule-groups-baseline.html")],
  types: ["aws:wafv2/webAcl:WebAcl"],
  check: (acl, { stack }) =>
    judgeManagedGroups(
      acl,
      stack,
      [GROUP],
      (group) => `Known exploit strings, Log4j lookups among them, pass; add ${group} and let it block`,
    ),
  examples: {
    pass: [
      {
        name: "as a resource of its own",
        inputs: { scope: "REGIONAL" },
        stack: [associated("AWSManagedRulesKnownBadInputsRuleSet")],
      },
      {
        name: "as a rule of its own",
        inputs: { scope: "REGIONAL" },
        stack: [
          {
            type: "aws:wafv2/webAclRule:WebAclRule",
            name: "bad-inputs",
            inputs: {
              webAclArn: ref("subject", "arn"),
              overrideAction: { none: {} },
              statement: {
                managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesKnownBadInputsRuleSet" },
              },
            },
          },
        ],
      },
      { name: "as JSON", inputs: { ruleJson: inJson({ None: {} }) } },
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
      { name: "JSON that only counts", inputs: { ruleJson: inJson({ Count: {} }) }, path: "/rules", message: "pass" },
      {
        name: "a resource of its own that only counts",
        inputs: { scope: "REGIONAL" },
        stack: [associated("AWSManagedRulesKnownBadInputsRuleSet", "count")],
        path: "/rules",
        message: "pass",
      },
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
      { inputs: { ruleJson: UNKNOWN }, path: "/ruleJson" },
      { inputs: { rules: UNKNOWN }, path: "/rules" },
      {
        inputs: { rules: [{ statement: { managedRuleGroupStatement: { name: UNKNOWN } } }] },
        path: "/rules/0/statement/managedRuleGroupStatement/name",
      },
    ],
  },
});

function inJson(OverrideAction: Value): string {
  const ManagedRuleGroupStatement = { VendorName: "AWS", Name: GROUP };
  return JSON.stringify([{ Name: "bad-inputs", OverrideAction, Statement: { ManagedRuleGroupStatement } }]);
}
