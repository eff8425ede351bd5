import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Documents } from "../../_policy-document.ts";
import { refuseUnboundServices } from "../_confused-deputy.ts";
import { awsDocs } from "../_links.ts";

const SENDER = { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sns:Publish", Resource: "*" };

export default defineRule({
  id: "sns-service-publish-confused-deputy",
  title: "Condition service publishers on source ARN or account.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A service could be used by another customer.",
  fix: "Add a condition on aws:SourceArn or aws:SourceAccount to the statement.",
  links: [awsDocs("The confused deputy", "IAM/latest/UserGuide/confused-deputy.html")],
  types: ["aws:sns/topicPolicy:TopicPolicy", "aws:sns/topic:Topic"],
  check: (resource) =>
    refuseUnboundServices(
      resource,
      ownPolicy,
      {},
      "lets a service send to the topic for any customer; add a condition on aws:SourceArn or aws:SourceAccount",
    ),
  examples: {
    pass: [
      {
        inputs: {
          policy: policyText({ ...SENDER, Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::shop-uploads" } } }),
        },
      },
      { name: "no policy", inputs: {} },
    ],
    fail: [
      { inputs: { policy: policyText(SENDER) }, path: "/policy", message: "for any customer" },
      {
        inputs: {
          policy: policyText(
            { ...SENDER, Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } },
            { ...SENDER, Principal: { Service: ["cloudwatch.amazonaws.com"] } },
          ),
        },
        path: "/policy",
        message: "Statement 2 lets a service send to the topic",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const ownPolicy: Documents = (resource) => [resource.get("policy")];
