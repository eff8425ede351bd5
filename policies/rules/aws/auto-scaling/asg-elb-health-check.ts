import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "asg-elb-health-check",
  title: "Let groups behind a load balancer go by its health checks.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "An instance that answers no request is otherwise kept as long as it runs.",
  fix: "Set healthCheckType to ELB.",
  links: [
    securityHub("autoscaling"),
    awsDocs("Health checks of groups", "autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html"),
  ],
  types: ["aws:autoscaling/group:Group"],
  check: (group) => {
    const balanced = some(
      ["targetGroupArns", "loadBalancers", "trafficSources"],
      (input) => referencesIn(group, group.get(input)).length > 0,
    );
    if (!balanced) return [];
    const type = group.get("healthCheckType");
    return ["ELB", "VPC_LATTICE"].some((one) => (type.string() ?? "").split(",").includes(one))
      ? []
      : [type.fail("Instances that answer no request stay; set healthCheckType to ELB")];
  },
  remediate: (group) => whenUnset(group, "healthCheckType", "ELB"),
  examples: {
    pass: [
      {
        inputs: {
          targetGroupArns: ["arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/shop/1"],
          healthCheckType: "ELB",
        },
      },
      { name: "no load balancer", inputs: { minSize: 1 } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { targetGroupArns: ["arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/shop/1"] },
        path: "/healthCheckType",
        message: "stay",
      },
      { inputs: { loadBalancers: ["shop"], healthCheckType: "EC2" }, path: "/healthCheckType", message: "stay" },
    ],
    undecided: [
      { inputs: { targetGroupArns: UNKNOWN }, path: "/targetGroupArns" },
      { inputs: { loadBalancers: ["shop"], healthCheckType: UNKNOWN }, path: "/healthCheckType" },
    ],
  },
});
