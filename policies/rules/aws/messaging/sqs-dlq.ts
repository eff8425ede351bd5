import { ref } from "../../../examples.ts";
import { Undecided } from "../../../property.ts";
import type { Stack } from "../../../resource.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { QUEUE, deadLettersOf } from "../_queues.ts";

export default defineRule({
  id: "sqs-dlq",
  title: "Give each work queue a dead-letter queue with a bounded receive count.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "A poison message blocks or is lost.",
  fix: "Set redrivePolicy with deadLetterTargetArn and maxReceiveCount.",
  links: [awsDocs("Dead-letter queues", "AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html")],
  types: ["aws:sqs/queue:Queue"],
  check: (queue, { stack }) => {
    const isTarget = stack.memo(deadLetters, () => deadLetters(stack)).has(queue.urn);
    if (isTarget) return NOT_APPLICABLE;
    if (deadLettersOf(stack, queue) === undefined) {
      return [queue.fail("A poison message blocks the queue or is lost; give it a dead-letter queue by redrivePolicy")];
    }
    return [];
  },
  examples: {
    pass: [
      {
        inputs: { redrivePolicy: { deadLetterTargetArn: ref("dead", "arn"), maxReceiveCount: 5 } },
        stack: [{ type: QUEUE, name: "dead", inputs: {} }],
      },
    ],
    fail: [{ name: "no dead-letter queue", inputs: { name: "jobs" }, path: "", message: "poison message" }],
    undecided: [{ inputs: { redrivePolicy: UNKNOWN }, path: "/redrivePolicy" }],
  },
});
/** The queues that are the dead-letter queue of another one. */
function deadLetters(stack: Stack): ReadonlySet<string> {
  const targets = new Set<string>();
  for (const queue of stack.ofType(QUEUE)) {
    try {
      for (const target of deadLettersOf(stack, queue) ?? []) targets.add(target.urn);
    } catch (thrown) {
      // What that queue points at is not known; it is judged by itself.
      if (!(thrown instanceof Undecided)) throw thrown;
    }
  }
  return targets;
}
