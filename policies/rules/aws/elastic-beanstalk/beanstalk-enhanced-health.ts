import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { judgeOption, option } from "./_options.ts";

export default defineRule({
  id: "beanstalk-enhanced-health",
  title: "Turn on enhanced health reporting for environments.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Basic health knows of the load balancer's view alone.",
  fix: "Add the setting SystemType=enhanced of aws:elasticbeanstalk:healthreporting:system.",
  links: [
    securityHub("elasticbeanstalk"),
    awsDocs("Enhanced health reporting", "elasticbeanstalk/latest/dg/health-enhanced.html"),
  ],
  types: ["aws:elasticbeanstalk/environment:Environment"],
  check: (environment) =>
    judgeOption(
      environment,
      "aws:elasticbeanstalk:healthreporting:system",
      "SystemType",
      "enhanced",
      "Health is known from the load balancer alone; set SystemType to enhanced",
    ),
  examples: {
    pass: [
      { inputs: { settings: [option("aws:elasticbeanstalk:healthreporting:system", "SystemType", "enhanced")] } },
      { name: "a template says it", inputs: { templateName: "shop" } },
    ],
    fail: [
      { name: "not set", inputs: { application: "shop" }, path: "/settings", message: "Health is known fr" },
      {
        inputs: {
          settings: [
            option("aws:ec2:vpc", "VPCId", "vpc-1"),
            option("aws:elasticbeanstalk:healthreporting:system", "SystemType", "basic"),
          ],
        },
        path: "/settings/1/value",
        message: "Health is known fr",
      },
    ],
    undecided: [
      {
        inputs: { settings: [option("aws:elasticbeanstalk:healthreporting:system", "SystemType", UNKNOWN)] },
        path: "/settings/0/value",
      },
      { inputs: { settings: UNKNOWN }, path: "/settings" },
    ],
  },
});
