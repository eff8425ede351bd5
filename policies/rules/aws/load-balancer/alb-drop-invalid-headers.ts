import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "alb-drop-invalid-headers",
  title: "Drop invalid header fields.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Malformed headers feed request smuggling.",
  fix: "Set dropInvalidHeaderFields to true.",
  links: [
    securityHub("elb"),
    awsDocs("Load balancer attributes", "elasticloadbalancing/latest/application/application-load-balancers.html"),
  ],
  types: ["aws:lb/loadBalancer:LoadBalancer"],
  check: (balancer) => {
    const type = balancer.get("loadBalancerType");
    if ((type.string() ?? "application") !== "application") return NOT_APPLICABLE;
    return balancer
      .get("dropInvalidHeaderFields")
      .mustBe(true, "Malformed headers are passed on; set dropInvalidHeaderFields to true");
  },
  remediate: (balancer) => {
    const type = balancer.get("loadBalancerType").raw ?? "application";
    return type === "application" ? whenUnset(balancer, "dropInvalidHeaderFields", true) : [];
  },
  examples: {
    pass: [{ inputs: { dropInvalidHeaderFields: true } }],
    fail: [
      { name: "not set", inputs: { internal: true }, path: "/dropInvalidHeaderFields", message: "passed on" },
      {
        inputs: { loadBalancerType: "application", dropInvalidHeaderFields: false },
        path: "/dropInvalidHeaderFields",
        message: "passed on",
      },
    ],
    undecided: [
      { inputs: { dropInvalidHeaderFields: UNKNOWN }, path: "/dropInvalidHeaderFields" },
      { inputs: { loadBalancerType: UNKNOWN }, path: "/loadBalancerType" },
    ],
  },
});
