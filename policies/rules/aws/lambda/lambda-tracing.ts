import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "lambda-tracing",
  title: "Turn on active tracing.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Traces help to follow an incident over services.",
  fix: "Set tracingConfig.mode to Active.",
  links: [securityHub("lambda"), awsDocs("Lambda and X-Ray", "lambda/latest/dg/services-xray.html")],
  types: ["aws:lambda/function:Function"],
  check: (resource) =>
    resource
      .get("tracingConfig", "mode")
      .mustBe("Active", "Calls of the function leave no trace; set tracingConfig.mode to Active"),
  examples: {
    pass: [{ inputs: { runtime: "nodejs24.x", tracingConfig: { mode: "Active" } } }],
    fail: [
      {
        name: "not set",
        inputs: { runtime: "nodejs24.x" },
        path: "/tracingConfig/mode",
        message: "Calls of the function leave no trace",
      },
      {
        inputs: { runtime: "nodejs24.x", tracingConfig: { mode: "PassThrough" } },
        path: "/tracingConfig/mode",
        message: "Calls of the function leave no trace",
      },
    ],
    undecided: [{ inputs: { runtime: "nodejs24.x", tracingConfig: { mode: UNKNOWN } }, path: "/tracingConfig/mode" }],
  },
});
