import type { Resource, Stack } from "../../resource.ts";
import { some } from "../../rule.ts";

export const QUEUE = "aws:sqs/queue:Queue";
const REDRIVE = "aws:sqs/redrivePolicy:RedrivePolicy";

/** The dead-letter queues that the stack holds for a queue: none for one of another stack, undefined where there is none at all. */
export function deadLettersOf(stack: Stack, queue: Resource): readonly Resource[] | undefined {
  const holders = [queue, ...stack.referrers(queue, REDRIVE, "queueUrl")];
  if (!some(holders, hasTarget)) return undefined;
  return holders.flatMap((holder) => {
    const policy = holder.get("redrivePolicy");
    if (policy.isUnknown) return stack.referents(holder, policy, QUEUE).filter((target) => target !== queue);
    const arn = policy.raw === "" ? policy.get() : policy.json().get("deadLetterTargetArn");
    return stack.referents(holder, arn, QUEUE).filter((target) => target !== queue);
  });
}

/** Whether a queue's or a redrive policy's own input names a dead-letter queue. */
function hasTarget(holder: Resource): boolean {
  const policy = holder.get("redrivePolicy");
  const sources = holder.data.propertyDependencies?.["redrivePolicy"] ?? [];
  if (policy.isUnknown && sources.length > 0) return true;
  if (!policy.isSet || policy.raw === "") return false;
  const target = policy.json().get("deadLetterTargetArn");
  return target.isUnknown || target.isSet;
}
