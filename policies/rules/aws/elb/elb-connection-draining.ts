import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "elb-connection-draining",
  title: "Let classic load balancers finish requests before they drop an instance.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Requests under way are cut off at each deployment.",
  fix: "Set connectionDraining to true.",
  links: [
    securityHub("elb"),
    awsDocs("Connection draining", "elasticloadbalancing/latest/classic/config-conn-drain.html"),
  ],
  types: ["aws:elb/loadBalancer:LoadBalancer"],
  check: (balancer) =>
    balancer
      .get("connectionDraining")
      .mustBe(true, "Requests under way are cut off when an instance leaves; set connectionDraining to true"),
  remediate: (balancer) => whenUnset(balancer, "connectionDraining", true),
  examples: {
    pass: [{ inputs: { connectionDraining: true } }],
    fail: [
      { name: "not set", inputs: { internal: true }, path: "/connectionDraining", message: "cut off" },
      { inputs: { connectionDraining: false }, path: "/connectionDraining", message: "cut off" },
    ],
    undecided: [{ inputs: { connectionDraining: UNKNOWN }, path: "/connectionDraining" }],
  },
});
