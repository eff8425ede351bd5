import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { mustSpanZones } from "../_zones.ts";

export default defineRule({
  id: "alb-multi-az",
  title: "Place load balancers in at least two zones.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "One zone may fail.",
  fix: "List subnets of at least two zones.",
  links: [
    securityHub("elb"),
    awsDocs(
      "Availability zones of load balancers",
      "elasticloadbalancing/latest/application/application-load-balancers.html",
    ),
  ],
  types: ["aws:lb/loadBalancer:LoadBalancer"],
  check: (balancer) => mustSpanZones(balancer.get("subnets"), balancer.get("subnetMappings"), "The load balancer is"),
  examples: {
    pass: [
      { inputs: { subnets: [UNKNOWN, UNKNOWN] } },
      { inputs: { subnetMappings: [{ subnetId: "subnet-a" }, { subnetId: "subnet-b" }] } },
    ],
    fail: [{ name: "one subnet", inputs: { subnets: ["subnet-a"] }, path: "/subnets", message: "one zone" }],
    undecided: [{ inputs: { subnets: UNKNOWN }, path: "/subnets" }],
  },
});
