import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { associated, judgeManagedGroups } from "../_waf.ts";

export default defineRule({
  id: "waf-ip-reputation-rules",
  title: "Include the managed IP reputation list.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Known bad sources can be dropped early.",
  fix: "Add a rule with the managed group AWSManagedRulesAmazonIpReputationList and let it block.",
  links: [awsDocs("IP reputation rule groups", "waf/latest/developerguide/aws-managed-rule-groups-ip-rep.html")],
  types: ["aws:wafv2/webAcl:WebAcl"],
  config: z.object({
    ruleGroups: z
      .array(z.string())
      .default(["AWSManagedRulesAmazonIpReputationList"])
      .describe("Managed rule groups of AWS that must block."),
  }),
  check: (acl, { stack, config }) =>
    judgeManagedGroups(
      acl,
      stack,
      config.ruleGroups,
      (group) => `Known bad sources pass; add ${group} and let it block`,
    ),
  examples: {
    pass: [
      { inputs: { rules: [{ name: "own" }, managed("AWSManagedRulesAmazonIpReputationList")] } },
      {
        name: "as a resource of its own",
        inputs: { scope: "REGIONAL" },
        stack: [associated("AWSManagedRulesAmazonIpReputationList")],
      },
    ],
    fail: [
      {
        name: "a resource of its own that only counts",
        inputs: { scope: "REGIONAL" },
        stack: [associated("AWSManagedRulesAmazonIpReputationList", "count")],
        path: "/rules",
        message: "AWSManagedRulesAmazonIpReputationList",
      },
      {
        name: "no rule",
        inputs: { scope: "REGIONAL" },
        path: "/rules",
        message: "add AWSManagedRulesAmazonIpReputationList",
      },
      {
        name: "only counts",
        inputs: {
          rules: [
            { name: "own" },
            { ...managed("AWSManagedRulesAmazonIpReputationList"), overrideAction: { count: {} } },
          ],
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
