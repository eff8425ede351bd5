import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Documents } from "../../_policy-document.ts";
import { refusePublicStatements } from "../../_public-access.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "sns-policy-not-public",
  title: "Refuse topic policies that let everyone publish or subscribe.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Strangers could read alerts or inject them.",
  fix: "Name the publishers, or add a condition on aws:SourceArn or aws:SourceAccount.",
  links: [securityHub("sns"), awsDocs("Access policies of topics", "sns/latest/dg/sns-access-policy-use-cases.html")],
  types: ["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"],
  check: (topic) => refusePublicStatements(topic, topicPolicy, "the topic"),
  examples: {
    pass: [
      { inputs: { name: "alerts" } },
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: "sns:Publish",
            Resource: "*",
          }),
        },
      },
    ],
    fail: [
      {
        type: "aws:sns/topicPolicy:TopicPolicy",
        inputs: {
          policy: policyText({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sns:Publish", Resource: "*" }),
        },
        path: "/policy",
        message: "to use the topic",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const topicPolicy: Documents = (resource) => [resource.get("policy")];
