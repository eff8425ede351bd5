import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "sfn-tracing",
  title: "Trace the executions of state machines with X-Ray.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Traces help to follow an incident over services.",
  fix: "Set tracingConfiguration.enabled to true.",
  links: [awsDocs("Step Functions and X-Ray", "step-functions/latest/dg/concepts-xray-tracing.html")],
  types: ["aws:sfn/stateMachine:StateMachine"],
  check: (machine) =>
    machine
      .get("tracingConfiguration", "enabled")
      .mustBe(true, "Executions leave no trace; set tracingConfiguration.enabled to true"),
  examples: {
    pass: [{ inputs: { tracingConfiguration: { enabled: true } } }],
    fail: [{ name: "not set", inputs: { name: "shop" }, path: "/tracingConfiguration/enabled", message: "no trace" }],
    undecided: [{ inputs: { tracingConfiguration: { enabled: UNKNOWN } }, path: "/tracingConfiguration/enabled" }],
  },
});
