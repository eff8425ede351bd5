import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Documents } from "../../_policy-document.ts";
import { refusePublicStatements } from "../../_public-access.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "sqs-policy-not-public",
  title: "Refuse queue policies open to every principal.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Anyone could read, inject or purge.",
  fix: "Name the senders, or add a condition on aws:SourceArn or aws:SourceAccount.",
  links: [
    securityHub("sqs"),
    awsDocs("Policies of queues", "AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html"),
  ],
  types: ["aws:sqs/queue:Queue", "aws:sqs/queuePolicy:QueuePolicy"],
  check: (queue) => refusePublicStatements(queue, queuePolicy, "the queue"),
  examples: {
    pass: [
      { inputs: { name: "scans" } },
      {
        name: "a named source",
        type: "aws:sqs/queuePolicy:QueuePolicy",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: "*",
            Action: "sqs:SendMessage",
            Resource: "*",
            Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-central-1:111122223333:alerts" } },
          }),
        },
      },
    ],
    fail: [
      {
        inputs: { policy: policyText({ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" }) },
        path: "/policy",
        message: "to use the queue",
      },
    ],
    undecided: [{ type: "aws:sqs/queuePolicy:QueuePolicy", inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const queuePolicy: Documents = (resource) => [resource.get("policy")];
