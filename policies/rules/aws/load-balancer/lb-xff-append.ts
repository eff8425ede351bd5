import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "lb-xff-append",
  title: "Append or remove, but do not preserve, forwarded-for headers on edge load balancers.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Preserved values let clients forge their address.",
  fix: "Set xffHeaderProcessingMode to append or remove.",
  links: [awsDocs("Forwarded headers", "elasticloadbalancing/latest/application/x-forwarded-headers.html")],
  types: ["aws:lb/loadBalancer:LoadBalancer"],
  check: (resource) =>
    resource
      .get("xffHeaderProcessingMode")
      .mustNotBe("preserve", "Clients can forge their address; set xffHeaderProcessingMode to append"),
  remediate: (resource) => whenUnset(resource, "xffHeaderProcessingMode", "append"),
  examples: {
    pass: [{ name: "not set", inputs: {} }, { inputs: { xffHeaderProcessingMode: "append" } }],
    fail: [
      {
        inputs: { xffHeaderProcessingMode: "preserve" },
        path: "/xffHeaderProcessingMode",
        message: "Clients can forge their address",
      },
    ],
    undecided: [{ inputs: { xffHeaderProcessingMode: UNKNOWN }, path: "/xffHeaderProcessingMode" }],
  },
});
