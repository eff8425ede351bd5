import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "sfn-logging",
  title: "Log the executions of state machines.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "An express execution leaves no other record, and that of a standard one ends after 90 days.",
  fix: "Set loggingConfiguration with level ERROR or ALL and the ARN of a log group.",
  links: [securityHub("stepfunctions"), awsDocs("Logs of state machines", "step-functions/latest/dg/cw-logs.html")],
  types: ["aws:sfn/stateMachine:StateMachine"],
  check: (machine) => {
    const level = machine.get("loggingConfiguration", "level");
    const target = machine.get("loggingConfiguration", "logDestination");
    return all(
      () =>
        ["", "OFF"].includes(level.string() ?? "")
          ? [level.fail("Executions are not logged; set loggingConfiguration.level to ERROR or ALL")]
          : [],
      () =>
        isGiven(machine, target)
          ? []
          : [target.fail("Executions are logged nowhere; set loggingConfiguration.logDestination to a log group")],
    );
  },
  examples: {
    pass: [
      {
        inputs: {
          loggingConfiguration: {
            level: "ERROR",
            logDestination: "arn:aws:logs:eu-central-1:111122223333:log-group:shop:*",
          },
        },
      },
    ],
    fail: [
      { name: "not set", inputs: { name: "shop" }, path: "/loggingConfiguration/level", message: "not logged" },
      {
        inputs: {
          loggingConfiguration: {
            level: "OFF",
            logDestination: "arn:aws:logs:eu-central-1:111122223333:log-group:shop:*",
          },
        },
        path: "/loggingConfiguration/level",
        message: "not logged",
      },
      {
        inputs: { loggingConfiguration: { level: "ALL" } },
        path: "/loggingConfiguration/logDestination",
        message: "logged nowhere",
      },
    ],
    undecided: [
      {
        inputs: { loggingConfiguration: { level: UNKNOWN, logDestination: "arn" } },
        path: "/loggingConfiguration/level",
      },
      {
        inputs: { loggingConfiguration: { level: "ALL", logDestination: UNKNOWN } },
        path: "/loggingConfiguration/logDestination",
      },
    ],
  },
});
