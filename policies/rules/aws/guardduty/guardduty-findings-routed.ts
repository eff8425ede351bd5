import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { EVENT_RULE, EVENT_TARGET, isRouted } from "../_event-rules.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "guardduty-findings-routed",
  title: "Route findings to a topic or ticket through an event rule.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "A finding nobody reads changes nothing.",
  fix: "Add an aws.cloudwatch.EventRule with the source aws.guardduty and an aws.cloudwatch.EventTarget for it.",
  links: [awsDocs("Findings in EventBridge", "guardduty/latest/ug/guardduty_findings_eventbridge.html")],
  types: ["aws:guardduty/detector:Detector"],
  check: (detector, { stack }) =>
    isRouted(stack, "aws.guardduty")
      ? []
      : [detector.fail("Nobody hears of findings; add an event rule on aws.guardduty with a target")],
  examples: {
    pass: [{ inputs: { enable: true }, stack: routed("aws.guardduty") }],
    fail: [
      { name: "no rule", inputs: { enable: true }, path: "", message: "Nobody hears" },
      {
        name: "another source",
        inputs: { enable: true },
        stack: routed("aws.health"),
        path: "",
        message: "Nobody hears",
      },
      {
        name: "a rule without a target",
        inputs: { enable: true },
        stack: routed("aws.guardduty").slice(0, 1),
        path: "",
        message: "Nobody hears",
      },
    ],
    undecided: [{ inputs: { enable: true }, stack: routed(UNKNOWN), path: "/eventPattern/source/0" }],
  },
});
function routed(source: Value) {
  return [
    { type: EVENT_RULE, name: "findings", inputs: { eventPattern: { source: [source] } } },
    {
      type: EVENT_TARGET,
      name: "alerts",
      inputs: { rule: ref("findings", "name"), arn: "arn:aws:sns:eu-central-1:x" },
    },
  ];
}
