import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { knownText } from "../_listeners.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "nlb-cross-zone",
  title: "Enable cross-zone balancing on network and gateway load balancers.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Uneven zones overload single targets.",
  fix: "Set enableCrossZoneLoadBalancing to true.",
  links: [
    awsDocs("Cross-zone load balancing", "elasticloadbalancing/latest/network/edit-load-balancer-attributes.html"),
  ],
  types: ["aws:lb/loadBalancer:LoadBalancer"],
  check: (balancer) => {
    if (!["network", "gateway"].includes(balancer.get("loadBalancerType").string() ?? "application"))
      return NOT_APPLICABLE;
    return balancer
      .get("enableCrossZoneLoadBalancing")
      .mustBe(true, "Each zone serves its own targets only; set enableCrossZoneLoadBalancing to true");
  },
  remediate: (balancer) =>
    ["network", "gateway"].includes(knownText(balancer, "loadBalancerType") ?? "")
      ? whenUnset(balancer, "enableCrossZoneLoadBalancing", true)
      : [],
  examples: {
    pass: [{ inputs: { loadBalancerType: "network", enableCrossZoneLoadBalancing: true } }],
    fail: [
      {
        name: "not set",
        inputs: { loadBalancerType: "network" },
        path: "/enableCrossZoneLoadBalancing",
        message: "its own targets",
      },
      {
        inputs: { loadBalancerType: "gateway", enableCrossZoneLoadBalancing: false },
        path: "/enableCrossZoneLoadBalancing",
        message: "its own targets",
      },
    ],
    undecided: [
      {
        inputs: { loadBalancerType: "network", enableCrossZoneLoadBalancing: UNKNOWN },
        path: "/enableCrossZoneLoadBalancing",
      },
      { inputs: { loadBalancerType: UNKNOWN }, path: "/loadBalancerType" },
    ],
  },
});
