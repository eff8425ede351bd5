import { policyText } from "../../../examples.ts";
import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { type Documents, eachStatement } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "sqs-policy-no-wildcard-action",
  title: "Refuse queue policies that allow all actions.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Senders must not be able to delete or re-permission the queue.",
  fix: "List the actions, such as sqs:SendMessage.",
  links: [
    awsDocs("Policies of queues", "AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html"),
  ],
  types: ["aws:sqs/queue:Queue", "aws:sqs/queuePolicy:QueuePolicy"],
  check: (queue) =>
    eachStatement(queue, queuePolicy, (statement) => {
      const wide = every(
        [
          () => statement.allows(),
          () => statement.notActions().length > 0 || statement.actions().some((action) => EVERY_ACTION.has(action)),
        ],
        (test) => test(),
      );
      return wide
        ? [
            statement.property.fail(
              `${statement.label} allows every action on the queue, its deletion included; list the actions`,
            ),
          ]
        : [];
    }),
  examples: {
    pass: [
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: "*",
          }),
        },
      },
    ],
    fail: [
      {
        inputs: {
          policy: policyText({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "SQS:*", Resource: "*" }),
        },
        path: "/policy",
        message: "every action",
      },
      {
        type: "aws:sqs/queuePolicy:QueuePolicy",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: { AWS: "111122223333" },
            Action: ["sqs:SendMessage", "*"],
            Resource: "*",
          }),
        },
        path: "/policy",
        message: "every action",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const EVERY_ACTION = new Set(["*", "sqs:*"]);
const queuePolicy: Documents = (resource) => [resource.get("policy")];
