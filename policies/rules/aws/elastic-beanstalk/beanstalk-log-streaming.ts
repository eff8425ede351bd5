import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { judgeOption, option } from "./_options.ts";

export default defineRule({
  id: "beanstalk-log-streaming",
  title: "Stream the logs of environments to CloudWatch.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Logs go with the instance that wrote them.",
  fix: "Add the setting StreamLogs=true of aws:elasticbeanstalk:cloudwatch:logs.",
  links: [
    securityHub("elasticbeanstalk"),
    awsDocs("Logs in CloudWatch", "elasticbeanstalk/latest/dg/AWSHowTo.cloudwatchlogs.html"),
  ],
  types: ["aws:elasticbeanstalk/environment:Environment"],
  check: (environment) =>
    judgeOption(
      environment,
      "aws:elasticbeanstalk:cloudwatch:logs",
      "StreamLogs",
      "true",
      "Logs are lost with their instance; set StreamLogs to true",
    ),
  examples: {
    pass: [
      { inputs: { settings: [option("aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs", "true")] } },
      { name: "a template says it", inputs: { templateName: "shop" } },
    ],
    fail: [
      { name: "not set", inputs: { application: "shop" }, path: "/settings", message: "Logs are lost with" },
      {
        inputs: {
          settings: [
            option("aws:ec2:vpc", "VPCId", "vpc-1"),
            option("aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs", "false"),
          ],
        },
        path: "/settings/1/value",
        message: "Logs are lost with",
      },
    ],
    undecided: [
      {
        inputs: { settings: [option("aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs", UNKNOWN)] },
        path: "/settings/0/value",
      },
      { inputs: { settings: UNKNOWN }, path: "/settings" },
    ],
  },
});
