import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "lb-security-group-set",
  title: "Name security groups for application load balancers.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "The VPC default group would apply.",
  fix: "Set securityGroups to a group that admits what the listeners serve.",
  links: [
    awsDocs(
      "Security groups of load balancers",
      "elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
    ),
  ],
  types: ["aws:lb/loadBalancer:LoadBalancer"],
  check: (balancer) => {
    if ((balancer.get("loadBalancerType").string() ?? "application") !== "application") return NOT_APPLICABLE;
    const groups = balancer.get("securityGroups");
    return referencesIn(balancer, groups).length > 0
      ? []
      : [groups.fail("The VPC's default security group guards the load balancer; set securityGroups")];
  },
  examples: {
    pass: [
      {
        inputs: { securityGroups: [ref("edge")] },
        stack: [{ type: "aws:ec2/securityGroup:SecurityGroup", name: "edge", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: { internal: false }, path: "/securityGroups", message: "default security group" },
      {
        inputs: { loadBalancerType: "application", securityGroups: [] },
        path: "/securityGroups",
        message: "default security group",
      },
    ],
    undecided: [
      { inputs: { securityGroups: UNKNOWN }, path: "/securityGroups" },
      { inputs: { loadBalancerType: UNKNOWN }, path: "/loadBalancerType" },
    ],
  },
});
