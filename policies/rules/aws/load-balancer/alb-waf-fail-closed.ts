import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "alb-waf-fail-closed",
  title: "Do not let requests through when the firewall cannot be reached.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Failing open invites an attack on the firewall.",
  fix: "Set enableWafFailOpen to false or leave it out.",
  links: [awsDocs("Load balancers and WAF", "elasticloadbalancing/latest/application/load-balancer-integrations.html")],
  types: ["aws:lb/loadBalancer:LoadBalancer"],
  check: (balancer) =>
    balancer
      .get("enableWafFailOpen")
      .mustNotBe(true, "Requests pass unfiltered while the firewall is out of reach; set enableWafFailOpen to false"),
  remediate: (balancer) => whenUnset(balancer, "enableWafFailOpen", false),
  examples: {
    pass: [{ name: "not set", inputs: {} }, { inputs: { enableWafFailOpen: false } }],
    fail: [{ inputs: { enableWafFailOpen: true }, path: "/enableWafFailOpen", message: "pass unfiltered" }],
    undecided: [{ inputs: { enableWafFailOpen: UNKNOWN }, path: "/enableWafFailOpen" }],
  },
});
