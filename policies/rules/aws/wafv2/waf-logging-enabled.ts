import { ref } from "../../../examples.ts";
import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "waf-logging-enabled",
  title: "Attach a logging configuration to each web ACL.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "Blocked requests are the first sign of an attack.",
  fix: "Add an aws.wafv2.WebAclLoggingConfiguration with a destination named aws-waf-logs-\u2026.",
  links: [securityHub("waf"), awsDocs("Logging web ACL traffic", "waf/latest/developerguide/logging.html")],
  types: ["aws:wafv2/webAcl:WebAcl"],
  check: (acl, { stack }) => {
    const logged = some(
      stack.candidates(acl, "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "resourceArn"),
      (logging) => stack.refersTo(logging, logging.get("resourceArn"), acl),
    );
    return logged ? [] : [acl.fail("Blocked requests leave no trace; add an aws.wafv2.WebAclLoggingConfiguration")];
  },
  examples: {
    pass: [
      {
        inputs: { scope: "REGIONAL" },
        stack: [
          {
            type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
            name: "logging",
            inputs: { resourceArn: ref("subject", "arn"), logDestinationConfigs: [UNKNOWN] },
          },
        ],
      },
    ],
    fail: [{ name: "no logging", inputs: { scope: "REGIONAL" }, path: "", message: "leave no trace" }],
    undecided: [
      {
        inputs: {},
        stack: [
          {
            type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
            name: "logging",
            inputs: { resourceArn: UNKNOWN },
          },
        ],
        path: "/resourceArn",
      },
    ],
  },
});
