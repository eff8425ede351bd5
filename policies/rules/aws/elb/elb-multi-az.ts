import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { mustSpanZones } from "../_zones.ts";

export default defineRule({
  id: "elb-multi-az",
  title: "Place classic load balancers in at least two zones.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "One zone may fail.",
  fix: "List subnets of at least two zones.",
  links: [
    securityHub("elb"),
    awsDocs("Zones of classic load balancers", "elasticloadbalancing/latest/classic/enable-disable-az.html"),
  ],
  types: ["aws:elb/loadBalancer:LoadBalancer"],
  check: (balancer) =>
    mustSpanZones(balancer.get("subnets"), balancer.get("availabilityZones"), "The load balancer is"),
  examples: {
    pass: [
      { inputs: { subnets: [UNKNOWN, UNKNOWN] } },
      { inputs: { availabilityZones: ["eu-central-1a", "eu-central-1b"] } },
    ],
    fail: [{ name: "one subnet", inputs: { subnets: ["subnet-a"] }, path: "/subnets", message: "one zone" }],
    undecided: [{ inputs: { subnets: UNKNOWN }, path: "/subnets" }],
  },
});
