import { ref } from "../../../examples.ts";
import type { Resource } from "../../../resource.ts";
import { all, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

const GROUP = "aws:cloudwatch/logGroup:LogGroup";
const LOGS = { type: GROUP, name: "logs", inputs: {} };

export default defineRule({
  id: "lambda-dedicated-log-group",
  title: "Point each function at a declared log group with JSON format.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Auto-created groups keep logs forever and unencrypted by your key.",
  fix: "Declare an aws.cloudwatch.LogGroup, name it in loggingConfig.logGroup and set logFormat to JSON.",
  links: [awsDocs("Logging controls", "lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html")],
  types: ["aws:lambda/function:Function"],
  check: (fn, { stack }) => {
    const logging = fn.get("loggingConfig");
    const declared = () => {
      const group = logging.get("logGroup");
      const named = group.isUnknown || group.isSet;
      if (named) return stack.referents(fn, group, GROUP).length > 0;
      return some(stack.ofType(GROUP), (it) => isDefaultGroup(it, fn));
    };
    return all(
      () =>
        declared()
          ? []
          : [
              logging
                .get("logGroup")
                .fail(
                  "Lambda makes the log group, without retention or key; declare it and name it in loggingConfig.logGroup",
                ),
            ],
      () => logging.get("logFormat").mustBe("JSON", "Logs are plain text; set loggingConfig.logFormat to JSON"),
    );
  },
  examples: {
    pass: [
      { inputs: { loggingConfig: { logGroup: ref("logs", "name"), logFormat: "JSON" } }, stack: [LOGS] },
      {
        name: "the group that Lambda would make",
        inputs: { name: "rotate", loggingConfig: { logFormat: "JSON" } },
        stack: [{ ...LOGS, inputs: { name: "/aws/lambda/rotate" } }],
      },
    ],
    fail: [
      { name: "not set", inputs: { name: "rotate" }, path: "/loggingConfig/logGroup", message: "Lambda makes" },
      {
        inputs: { loggingConfig: { logGroup: ref("logs", "name"), logFormat: "Text" } },
        stack: [LOGS],
        path: "/loggingConfig/logFormat",
        message: "plain text",
      },
    ],
    undecided: [
      {
        inputs: { loggingConfig: { logGroup: UNKNOWN, logFormat: "JSON" } },
        stack: [LOGS],
        path: "/loggingConfig/logGroup",
      },
      {
        inputs: { loggingConfig: { logGroup: ref("logs", "name"), logFormat: UNKNOWN } },
        stack: [LOGS],
        path: "/loggingConfig/logFormat",
      },
    ],
  },
});
function isDefaultGroup(group: Resource, fn: Resource): boolean {
  const name = group.get("name").raw;
  // The names only join the two, so placeholders serve as well as real ones.
  return [fn.get("name").raw, fn.outputs.get("name").raw].some(
    (own) => typeof own === "string" && name === `/aws/lambda/${own}`,
  );
}
