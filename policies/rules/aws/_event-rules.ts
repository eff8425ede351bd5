import type { Resource, Stack } from "../../resource.ts";
import { every, some } from "../../rule.ts";

export const EVENT_RULE = "aws:cloudwatch/eventRule:EventRule";
export const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";

/** Whether events of a source, such as `aws.guardduty`, go to a target by a rule of the stack that is on. */
export function isRouted(stack: Stack, source: string): boolean {
  return some(stack.ofType(EVENT_RULE), (rule) => {
    const isOfSource = () =>
      some(rule.get("eventPattern").json().get("source").items(), (item) => item.string() === source);
    return every([isOfSource, () => isOn(rule), () => hasTarget(rule, stack)], (test) => test());
  });
}

function isOn(rule: Resource): boolean {
  return rule.get("state").string() !== "DISABLED" && rule.get("isEnabled").boolean() !== false;
}

function hasTarget(rule: Resource, stack: Stack): boolean {
  return some(stack.candidates(rule, EVENT_TARGET, "rule"), (target) =>
    stack.refersTo(target, target.get("rule"), rule),
  );
}
