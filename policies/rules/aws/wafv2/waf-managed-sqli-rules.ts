import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { associated, judgeManagedGroups } from "../_waf.ts";

export default defineRule({
  id: "waf-managed-sqli-rules",
  title: "Include the managed SQL injection set where a database is behind the ACL.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "Injection leads straight to the data. One web ACL does not tell what is behind it: waive the rule where no database is.",
  fix: "Add a rule with the managed group AWSManagedRulesSQLiRuleSet and let it block.",
  links: [awsDocs("Use-case specific rule groups", "waf/latest/developerguide/aws-managed-rule-groups-use-case.html")],
  types: ["aws:wafv2/webAcl:WebAcl"],
  config: z.object({
    ruleGroups: z
      .array(z.string())
      .default(["AWSManagedRulesSQLiRuleSet"])
      .describe("Managed rule groups of AWS that must block."),
  }),
  check: (acl, { stack, config }) =>
    judgeManagedGroups(acl, stack, config.ruleGroups, (group) => `SQL injection passes; add ${group} and let it block`),
  examples: {
    pass: [
      { inputs: { rules: [{ name: "own" }, managed("AWSManagedRulesSQLiRuleSet")] } },
      {
        name: "as a resource of its own",
        inputs: { scope: "REGIONAL" },
        stack: [associated("AWSManagedRulesSQLiRuleSet")],
      },
    ],
    fail: [
      {
        name: "a resource of its own that only counts",
        inputs: { scope: "REGIONAL" },
        stack: [associated("AWSManagedRulesSQLiRuleSet", "count")],
        path: "/rules",
        message: "AWSManagedRulesSQLiRuleSet",
      },
      { name: "no rule", inputs: { scope: "REGIONAL" }, path: "/rules", message: "add AWSManagedRulesSQLiRuleSet" },
      {
        name: "only counts",
        inputs: {
          rules: [{ name: "own" }, { ...managed("AWSManagedRulesSQLiRuleSet"), overrideAction: { count: {} } }],
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
