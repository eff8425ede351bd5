import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "elb-cross-zone",
  title: "Let classic load balancers spread requests over all zones.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A zone with few instances is overrun while others idle.",
  fix: "Leave crossZoneLoadBalancing out, or set it to true.",
  links: [
    securityHub("elb"),
    awsDocs("Cross-zone load balancing", "elasticloadbalancing/latest/classic/enable-disable-crosszone-lb.html"),
  ],
  types: ["aws:elb/loadBalancer:LoadBalancer"],
  check: (balancer) =>
    balancer
      .get("crossZoneLoadBalancing")
      .mustNotBe(false, "Requests stay in the zone they come in by; set crossZoneLoadBalancing to true"),
  examples: {
    pass: [{ inputs: { crossZoneLoadBalancing: true } }, { name: "not set", inputs: { internal: true } }],
    fail: [{ inputs: { crossZoneLoadBalancing: false }, path: "/crossZoneLoadBalancing", message: "stay in the zone" }],
    undecided: [{ inputs: { crossZoneLoadBalancing: UNKNOWN }, path: "/crossZoneLoadBalancing" }],
  },
});
