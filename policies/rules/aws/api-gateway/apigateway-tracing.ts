import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "apigateway-tracing",
  title: "Trace the requests of REST APIs with X-Ray.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Traces help to follow an incident over services.",
  fix: "Set xrayTracingEnabled to true.",
  links: [
    securityHub("apigateway"),
    awsDocs("Tracing of REST APIs", "apigateway/latest/developerguide/apigateway-xray.html"),
  ],
  types: ["aws:apigateway/stage:Stage"],
  check: (stage) =>
    stage.get("xrayTracingEnabled").mustBe(true, "Requests leave no trace; set xrayTracingEnabled to true"),
  remediate: (stage) => whenUnset(stage, "xrayTracingEnabled", true),
  examples: {
    pass: [{ inputs: { xrayTracingEnabled: true } }],
    fail: [{ name: "not set", inputs: { stageName: "prod" }, path: "/xrayTracingEnabled", message: "no trace" }],
    undecided: [{ inputs: { xrayTracingEnabled: UNKNOWN }, path: "/xrayTracingEnabled" }],
  },
});
