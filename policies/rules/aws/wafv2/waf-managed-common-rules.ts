import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { associated, judgeManagedGroups } from "../_waf.ts";

export default defineRule({
  id: "waf-managed-common-rules",
  title: "Include the managed core rule set.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "It covers the common web attack classes.",
  fix: "Add a rule with the managed group AWSManagedRulesCommonRuleSet and let it block.",
  links: [awsDocs("Baseline rule groups", "waf/latest/developerguide/aws-managed-rule-groups-baseline.html")],
  types: ["aws:wafv2/webAcl:WebAcl"],
  config: z.object({
    ruleGroups: z
      .array(z.string())
      .default(["AWSManagedRulesCommonRuleSet"])
      .describe("Managed rule groups of AWS that must block."),
  }),
  check: (acl, { stack, config }) =>
    judgeManagedGroups(
      acl,
      stack,
      config.ruleGroups,
      (group) => `Common web attacks pass; add ${group} and let it block`,
    ),
  examples: {
    pass: [
      { inputs: { rules: [{ name: "own" }, managed("AWSManagedRulesCommonRuleSet")] } },
      {
        name: "as a resource of its own",
        inputs: { scope: "REGIONAL" },
        stack: [associated("AWSManagedRulesCommonRuleSet")],
      },
    ],
    fail: [
      {
        name: "a resource of its own that only counts",
        inputs: { scope: "REGIONAL" },
        stack: [associated("AWSManagedRulesCommonRuleSet", "count")],
        path: "/rules",
        message: "AWSManagedRulesCommonRuleSet",
      },
      { name: "no rule", inputs: { scope: "REGIONAL" }, path: "/rules", message: "add AWSManagedRulesCommonRuleSet" },
      {
        name: "only counts",
        inputs: {
          rules: [{ name: "own" }, { ...managed("AWSManagedRulesCommonRuleSet"), overrideAction: { count: {} } }],
        },
        path: "/rules",
        message: "let it block",
      },
    ],
    undecided: [
      { inputs: { rules: UNKNOWN }, path: "/rules" },
      { inputs: { rules: [managed(UNKNOWN)] }, path: "/rules/0/statement/managedRuleGroupStatement/name" },
    ],
  },
});
function managed(name: Value) {
  return { overrideAction: { none: {} }, statement: { managedRuleGroupStatement: { vendorName: "AWS", name } } };
}
