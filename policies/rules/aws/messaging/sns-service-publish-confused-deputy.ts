import { z } from "zod";
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
  why: "A service could be used by another customer. EventBridge documents that its messages to topics meet no condition, and is left out.",
  fix: "Add a condition on aws:SourceArn or aws:SourceAccount to the statement.",
  links: [awsDocs("The confused deputy", "IAM/latest/UserGuide/confused-deputy.html")],
  types: ["aws:sns/topicPolicy:TopicPolicy", "aws:sns/topic:Topic"],
  config: z.object({
    except: z
      .array(z.string())
      .default(["events.amazonaws.com"])
      .describe("Services that publish to topics without naming a source, so that a condition on one would stop them."),
  }),
  check: (resource, { config }) =>
    refuseUnboundServices(
      resource,
      ownPolicy,
      config,
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
      {
        name: "a service that names no source",
        inputs: { policy: policyText({ ...SENDER, Principal: { Service: "events.amazonaws.com" } }) },
      },
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
