import { ref } from "../../../examples.ts";
import { anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "waf-has-rules",
  title: "Give each web ACL at least one rule or rule group.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "An empty ACL filters nothing.",
  fix: "Add managed rule groups and rate rules to the web ACL.",
  links: [securityHub("waf"), awsDocs("Rules of web ACLs", "waf/latest/developerguide/web-acl-processing.html")],
  types: ["aws:wafv2/webAcl:WebAcl"],
  check: (acl, { stack }) => {
    const filters = anyOf(
      () => acl.get("rules").items().length > 0,
      () => acl.get("ruleJson").json().items().length > 0,
      () =>
        some(RULE_TYPES, (type) =>
          some(stack.candidates(acl, type, "webAclArn"), (rule) => stack.refersTo(rule, rule.get("webAclArn"), acl)),
        ),
    );
    return filters ? [] : [acl.fail("The web ACL filters nothing; add managed rule groups and rate rules")];
  },
  examples: {
    pass: [
      { inputs: { rules: [{ name: "common" }] } },
      {
        inputs: { scope: "REGIONAL" },
        stack: [
          { type: "aws:wafv2/webAclRule:WebAclRule", name: "rule", inputs: { webAclArn: ref("subject", "arn") } },
        ],
      },
    ],
    fail: [{ name: "no rule", inputs: { scope: "REGIONAL" }, path: "", message: "filters nothing" }],
    undecided: [{ inputs: { rules: UNKNOWN }, path: "/rules" }],
  },
});
const RULE_TYPES = [
  "aws:wafv2/webAclRule:WebAclRule",
  "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation",
];
