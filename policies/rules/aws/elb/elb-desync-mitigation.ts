import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "elb-desync-mitigation",
  title: "Use the defensive or strictest desync mitigation mode of classic load balancers.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Monitor mode lets smuggled requests pass.",
  fix: "Leave desyncMitigationMode out, or set it to defensive or strictest.",
  links: [
    securityHub("elb"),
    awsDocs("Desync mitigation", "elasticloadbalancing/latest/classic/config-desync-mitigation-mode.html"),
  ],
  types: ["aws:elb/loadBalancer:LoadBalancer"],
  check: (balancer) =>
    balancer
      .get("desyncMitigationMode")
      .mustNotBe("monitor", "Smuggled requests pass; set desyncMitigationMode to defensive or strictest"),
  examples: {
    pass: [{ inputs: { desyncMitigationMode: "strictest" } }, { name: "not set", inputs: { internal: true } }],
    fail: [
      { inputs: { desyncMitigationMode: "monitor" }, path: "/desyncMitigationMode", message: "Smuggled requests" },
    ],
    undecided: [{ inputs: { desyncMitigationMode: UNKNOWN }, path: "/desyncMitigationMode" }],
  },
});
