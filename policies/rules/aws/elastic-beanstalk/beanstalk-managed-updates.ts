import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { judgeOption, option } from "./_options.ts";

export default defineRule({
  id: "beanstalk-managed-updates",
  title: "Let Elastic Beanstalk update the platform of environments.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "An old platform keeps the holes of its system and its runtime.",
  fix: "Add the setting ManagedActionsEnabled=true of aws:elasticbeanstalk:managedactions.",
  links: [
    securityHub("elasticbeanstalk"),
    awsDocs("Managed platform updates", "elasticbeanstalk/latest/dg/environment-platform-update-managed.html"),
  ],
  types: ["aws:elasticbeanstalk/environment:Environment"],
  check: (environment) =>
    judgeOption(
      environment,
      "aws:elasticbeanstalk:managedactions",
      "ManagedActionsEnabled",
      "true",
      "The platform is not updated; set ManagedActionsEnabled to true",
    ),
  examples: {
    pass: [
      { inputs: { settings: [option("aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled", "true")] } },
      { name: "a template says it", inputs: { templateName: "shop" } },
    ],
    fail: [
      { name: "not set", inputs: { application: "shop" }, path: "/settings", message: "The platform is no" },
      {
        inputs: {
          settings: [
            option("aws:ec2:vpc", "VPCId", "vpc-1"),
            option("aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled", "false"),
          ],
        },
        path: "/settings/1/value",
        message: "The platform is no",
      },
    ],
    undecided: [
      {
        inputs: { settings: [option("aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled", UNKNOWN)] },
        path: "/settings/0/value",
      },
      { inputs: { settings: UNKNOWN }, path: "/settings" },
    ],
  },
});
