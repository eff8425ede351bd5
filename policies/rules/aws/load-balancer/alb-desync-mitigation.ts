import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "alb-desync-mitigation",
  title: "Use the defensive or strictest desync mitigation mode.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Monitor mode lets smuggled requests pass.",
  fix: "Remove desyncMitigationMode or set it to defensive or strictest.",
  links: [
    securityHub("elb"),
    awsDocs("Desync mitigation", "elasticloadbalancing/latest/application/application-load-balancers.html"),
  ],
  types: ["aws:lb/loadBalancer:LoadBalancer"],
  check: (balancer) =>
    balancer
      .get("desyncMitigationMode")
      .mustNotBe("monitor", "Smuggled requests pass; set desyncMitigationMode to defensive"),
  remediate: (balancer) => {
    const type = balancer.get("loadBalancerType").raw ?? "application";
    return type === "application" ? whenUnset(balancer, "desyncMitigationMode", "defensive") : [];
  },
  examples: {
    pass: [{ inputs: {} }, { inputs: { desyncMitigationMode: "strictest" } }],
    fail: [
      { inputs: { desyncMitigationMode: "monitor" }, path: "/desyncMitigationMode", message: "Smuggled requests" },
    ],
    undecided: [{ inputs: { desyncMitigationMode: UNKNOWN }, path: "/desyncMitigationMode" }],
  },
});
