import { anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "lambda-event-source-failure-destination",
  title: "Set a failure destination or partial-batch response on event source mappings.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "One bad record can block a shard or vanish.",
  fix: "Set functionResponseTypes to ReportBatchItemFailures, or destinationConfig.onFailure.",
  links: [awsDocs("Event source mappings", "lambda/latest/dg/invocation-eventsourcemapping.html")],
  types: ["aws:lambda/eventSourceMapping:EventSourceMapping"],
  check: (mapping) => {
    const destination = mapping.get("destinationConfig", "onFailure", "destinationArn");
    const handled = anyOf(
      () => isGiven(mapping, destination),
      () => some(mapping.get("functionResponseTypes").items(), (type) => type.string() === "ReportBatchItemFailures"),
    );
    return handled
      ? []
      : [destination.fail("One bad record blocks or vanishes; set a failure destination or report failed items")];
  },
  examples: {
    pass: [
      { inputs: { functionResponseTypes: ["ReportBatchItemFailures"] } },
      {
        inputs: {
          destinationConfig: { onFailure: { destinationArn: "arn:aws:sqs:eu-central-1:111122223333:failed" } },
        },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { eventSourceArn: UNKNOWN },
        path: "/destinationConfig/onFailure/destinationArn",
        message: "blocks or vanishes",
      },
      {
        inputs: { functionResponseTypes: [], destinationConfig: {} },
        path: "/destinationConfig/onFailure/destinationArn",
        message: "blocks or vanishes",
      },
    ],
    undecided: [
      { inputs: { functionResponseTypes: UNKNOWN }, path: "/functionResponseTypes" },
      { inputs: { destinationConfig: UNKNOWN }, path: "/destinationConfig" },
    ],
  },
});
