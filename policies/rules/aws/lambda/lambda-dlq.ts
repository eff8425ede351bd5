import { ref } from "../../../examples.ts";
import { anyOf, defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

const INVOKE = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

export default defineRule({
  id: "lambda-dlq",
  title: "Give asynchronous functions a dead-letter target or a failure destination.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Failed events are dropped silently. A function that only answers callers at once may be waived.",
  fix: "Set deadLetterConfig.targetArn, or add an aws.lambda.FunctionEventInvokeConfig with onFailure.",
  links: [awsDocs("Failed asynchronous events", "lambda/latest/dg/invocation-async-retain-records.html")],
  types: ["aws:lambda/function:Function"],
  check: (fn, { stack }) => {
    const handled = anyOf(
      () => isGiven(fn, fn.get("deadLetterConfig", "targetArn")),
      () =>
        some(stack.candidates(fn, INVOKE, "functionName"), (it) =>
          every(
            [
              () => stack.refersTo(it, it.get("functionName"), fn),
              () => isGiven(it, it.get("destinationConfig", "onFailure", "destination")),
            ],
            (test) => test(),
          ),
        ),
    );
    return handled ? [] : [fn.fail("Events that fail are dropped; set deadLetterConfig or a failure destination")];
  },
  examples: {
    pass: [
      { inputs: { deadLetterConfig: { targetArn: "arn:aws:sqs:eu-central-1:111122223333:dead" } } },
      {
        inputs: { name: "scan" },
        stack: [invoke({ onFailure: { destination: "arn:aws:sqs:eu-central-1:111122223333:dead" } })],
      },
    ],
    fail: [
      { name: "neither", inputs: { name: "scan" }, path: "", message: "are dropped" },
      {
        name: "success only",
        inputs: { name: "scan" },
        stack: [invoke({ onSuccess: { destination: "arn:aws:sqs:eu-central-1:x" } })],
        path: "",
        message: "are dropped",
      },
    ],
    undecided: [
      { inputs: { deadLetterConfig: UNKNOWN }, path: "/deadLetterConfig" },
      { inputs: { name: "scan" }, stack: [invoke(UNKNOWN)], path: "/destinationConfig" },
    ],
  },
});
function invoke(destinationConfig: Value) {
  return { type: INVOKE, name: "invoke", inputs: { functionName: ref("subject", "name"), destinationConfig } };
}
