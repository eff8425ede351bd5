import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "lb-target-group-https",
  title: "Encrypt the hop to the targets.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Traffic inside the VPC can be mirrored. A group of a network load balancer that passes TLS through as TCP may be waived.",
  fix: "Serve TLS at the targets and set protocol to HTTPS or TLS.",
  links: [awsDocs("Target groups", "elasticloadbalancing/latest/application/load-balancer-target-groups.html")],
  types: ["aws:lb/targetGroup:TargetGroup"],
  check: (group) => {
    if (group.get("targetType").string() === "lambda") return NOT_APPLICABLE;
    const protocol = group.get("protocol");
    return ["HTTP", "TCP", "UDP", "TCP_UDP"].includes(protocol.string()?.toUpperCase() ?? "")
      ? [protocol.fail("The hop to the targets is in clear text; set protocol to HTTPS or TLS")]
      : [];
  },
  examples: {
    pass: [{ inputs: { protocol: "HTTPS", port: 8443 } }, { inputs: { protocol: "TLS" } }],
    fail: [
      { name: "in small letters", inputs: { protocol: "http" }, path: "/protocol", message: "clear text" },
      { inputs: { protocol: "HTTP", port: 8080 }, path: "/protocol", message: "in clear text" },
      { inputs: { protocol: "TCP" }, path: "/protocol", message: "in clear text" },
    ],
    undecided: [
      { inputs: { protocol: UNKNOWN }, path: "/protocol" },
      { inputs: { targetType: UNKNOWN }, path: "/targetType" },
    ],
  },
});
