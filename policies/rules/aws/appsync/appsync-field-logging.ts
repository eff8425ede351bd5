import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "appsync-field-logging",
  title: "Log the requests of GraphQL APIs by field.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Without it nobody can say who asked for what.",
  fix: "Set logConfig with a role and fieldLogLevel ERROR or ALL.",
  links: [securityHub("appsync"), awsDocs("Monitoring of GraphQL APIs", "appsync/latest/devguide/monitoring.html")],
  types: ["aws:appsync/graphQLApi:GraphQLApi"],
  check: (api) => {
    const level = api.get("logConfig", "fieldLogLevel");
    return ["", "NONE"].includes(level.string() ?? "")
      ? [level.fail("Requests are not logged by field; set logConfig.fieldLogLevel to ERROR or ALL")]
      : [];
  },
  examples: {
    pass: [
      {
        inputs: { logConfig: { cloudwatchLogsRoleArn: "arn:aws:iam::111122223333:role/logs", fieldLogLevel: "ERROR" } },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { authenticationType: "AWS_IAM" },
        path: "/logConfig/fieldLogLevel",
        message: "not logged",
      },
      { inputs: { logConfig: { fieldLogLevel: "NONE" } }, path: "/logConfig/fieldLogLevel", message: "not logged" },
    ],
    undecided: [
      { inputs: { logConfig: { fieldLogLevel: UNKNOWN } }, path: "/logConfig/fieldLogLevel" },
      { inputs: { logConfig: UNKNOWN }, path: "/logConfig" },
    ],
  },
});
