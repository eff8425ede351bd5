import { policyText, ref } from "../../../examples.ts";
import { anyOf, defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { type Statement, statementsOf } from "../../_policy-document.ts";
import { refusesClearText } from "../_clear-text.ts";
import { awsDocs } from "../_links.ts";
import { QUEUE } from "../_queues.ts";

const DENY = {
  Effect: "Deny",
  Principal: "*",
  Action: "sqs:*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";

export default defineRule({
  id: "sqs-tls-only",
  title: "Deny queue access without TLS.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "Queue traffic should always be encrypted.",
  fix: "Add a statement that denies sqs:* to everyone when aws:SecureTransport is false.",
  links: [
    awsDocs(
      "Security best practices of SQS",
      "AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
    ),
  ],
  types: [QUEUE],
  check: (queue, { stack }) => {
    const refuses = (statement: Statement) => refusesClearText(statement, ["sqs:sendmessage", "sqs:receivemessage"]);
    const closed = anyOf(
      () => some(statementsOf(queue.get("policy")), refuses),
      () =>
        some(stack.candidates(queue, QUEUE_POLICY, "queueUrl"), (policy) =>
          every(
            [
              () => stack.refersTo(policy, policy.get("queueUrl"), queue),
              () => some(statementsOf(policy.get("policy")), refuses),
            ],
            (test) => test(),
          ),
        ),
    );
    return closed
      ? []
      : [queue.fail("The queue answers requests without TLS; deny sqs:* when aws:SecureTransport is false")];
  },
  examples: {
    pass: [{ inputs: { policy: policyText(DENY) } }, { inputs: { name: "jobs" }, stack: [policy(policyText(DENY))] }],
    fail: [
      { name: "no policy", inputs: { name: "jobs" }, path: "", message: "without TLS" },
      {
        name: "sending only",
        inputs: { name: "jobs" },
        stack: [policy(policyText({ ...DENY, Action: "sqs:SendMessage" }))],
        path: "",
        message: "without TLS",
      },
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      { inputs: { name: "jobs" }, stack: [policy(UNKNOWN)], path: "/policy" },
    ],
  },
});
function policy(text: Value) {
  return { type: QUEUE_POLICY, name: "policy", inputs: { queueUrl: ref("subject", "url"), policy: text } };
}
