import { anyOf, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "codebuild-logging",
  title: "Keep the logs of builds.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "They are what tells how something came to be built.",
  fix: "Leave logsConfig.cloudwatchLogs on, or set s3Logs.status to ENABLED.",
  links: [securityHub("codebuild"), awsDocs("Logs of builds", "codebuild/latest/userguide/change-project.html")],
  types: ["aws:codebuild/project:Project"],
  check: (project) => {
    const status = project.get("logsConfig", "cloudwatchLogs", "status");
    const logged = anyOf(
      () => (status.string() ?? "ENABLED") === "ENABLED",
      () => project.get("logsConfig", "s3Logs", "status").string() === "ENABLED",
    );
    return logged ? [] : [status.fail("Builds are not logged; set the status of cloudwatchLogs or s3Logs to ENABLED")];
  },
  examples: {
    pass: [
      { name: "not set", inputs: { name: "shop" } },
      { inputs: { logsConfig: { cloudwatchLogs: { status: "ENABLED" } } } },
      {
        inputs: {
          logsConfig: { cloudwatchLogs: { status: "DISABLED" }, s3Logs: { status: "ENABLED", location: "logs/build" } },
        },
      },
    ],
    fail: [
      {
        inputs: { logsConfig: { cloudwatchLogs: { status: "DISABLED" } } },
        path: "/logsConfig/cloudwatchLogs/status",
        message: "not logged",
      },
    ],
    undecided: [
      { inputs: { logsConfig: { cloudwatchLogs: { status: UNKNOWN } } }, path: "/logsConfig/cloudwatchLogs/status" },
    ],
  },
});
