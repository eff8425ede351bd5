import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "alb-deletion-protection",
  title: "Turn on deletion protection for production load balancers.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Losing the ingress is an outage and frees its DNS name.",
  fix: "Set enableDeletionProtection to true.",
  links: [
    securityHub("elb"),
    awsDocs("Deletion protection", "elasticloadbalancing/latest/application/edit-load-balancer-attributes.html"),
  ],
  types: ["aws:lb/loadBalancer:LoadBalancer"],
  check: (balancer, { tier }) => {
    if (tier === "nonprod") return NOT_APPLICABLE;
    return balancer
      .get("enableDeletionProtection")
      .mustBe(true, "One call deletes the ingress; set enableDeletionProtection to true");
  },
  remediate: (balancer) => whenUnset(balancer, "enableDeletionProtection", true),
  examples: {
    pass: [{ inputs: { enableDeletionProtection: true } }],
    fail: [
      { name: "not set", inputs: { internal: true }, path: "/enableDeletionProtection", message: "One call deletes" },
      { inputs: { enableDeletionProtection: false }, path: "/enableDeletionProtection", message: "One call deletes" },
    ],
    undecided: [{ inputs: { enableDeletionProtection: UNKNOWN }, path: "/enableDeletionProtection" }],
  },
});
