import { policyText } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { statementsOf } from "../../_policy-document.ts";
import { refusesClearText } from "../_clear-text.ts";
import { awsDocs } from "../_links.ts";

const DENY = {
  Effect: "Deny",
  Principal: "*",
  Action: "sns:Publish",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const ALLOW = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sns:Publish", Resource: "*" };

export default defineRule({
  id: "sns-tls-only",
  title: "Deny publishing without TLS.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Messages must not cross in clear text. Every policy that is written for a topic is judged by itself; whether a topic has one at all, one resource does not tell.",
  fix: "Add a statement that denies sns:Publish to everyone when aws:SecureTransport is false.",
  links: [
    awsDocs("Security best practices of SNS", "sns/latest/dg/sns-security-best-practices.html"),
    awsDocs(
      "The condition key aws:SecureTransport",
      "IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport",
    ),
  ],
  types: ["aws:sns/topicPolicy:TopicPolicy", "aws:sns/topic:Topic"],
  check: (topic) => {
    const policy = topic.get("policy");
    if (topic.type === "aws:sns/topic:Topic" && (!policy.isSet || policy.raw === "")) return NOT_APPLICABLE;
    return some(statementsOf(policy), (statement) => refusesClearText(statement, ["sns:publish"]))
      ? []
      : [policy.fail("The topic takes messages without TLS; deny sns:Publish when aws:SecureTransport is false")];
  },
  examples: {
    pass: [
      { inputs: { policy: policyText(ALLOW, DENY) } },
      { type: "aws:sns/topic:Topic", inputs: { policy: policyText({ ...DENY, Action: "sns:*" }) } },
    ],
    fail: [
      { inputs: { policy: policyText(ALLOW) }, path: "/policy", message: "without TLS" },
      {
        name: "another action",
        type: "aws:sns/topic:Topic",
        inputs: { policy: policyText({ ...DENY, Action: "sns:Subscribe" }) },
        path: "/policy",
        message: "without TLS",
      },
      {
        name: "for one principal",
        inputs: { policy: policyText({ ...DENY, Principal: { AWS: "111122223333" } }) },
        path: "/policy",
        message: "without TLS",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
