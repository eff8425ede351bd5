import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "apigateway-min-tls",
  title: "Refuse TLS below 1.2 at the domain names of APIs.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Old versions of TLS can be broken on the way.",
  fix: "Set securityPolicy to TLS_1_2, or to a SecurityPolicy_TLS12 or SecurityPolicy_TLS13 policy.",
  links: [
    awsDocs(
      "Security policies of domain names",
      "apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
    ),
  ],
  types: ["aws:apigateway/domainName:DomainName"],
  check: (domain) => {
    const policy = domain.get("securityPolicy");
    return MODERN.test(policy.string() ?? "")
      ? []
      : [policy.fail("The domain name accepts, or may accept, TLS below 1.2; set securityPolicy to TLS_1_2")];
  },
  remediate: (domain) => whenUnset(domain, "securityPolicy", "TLS_1_2"),
  examples: {
    pass: [
      { inputs: { domainName: "api.example.com", securityPolicy: "TLS_1_2" } },
      { inputs: { securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" } },
    ],
    fail: [
      { inputs: { securityPolicy: "TLS_1_0" }, path: "/securityPolicy", message: "below 1.2" },
      { name: "not set", inputs: { domainName: "api.example.com" }, path: "/securityPolicy", message: "below 1.2" },
    ],
    undecided: [{ inputs: { securityPolicy: UNKNOWN }, path: "/securityPolicy" }],
  },
});
/** The policies with a longer name begin at TLS 1.2. */
const MODERN = /^(?:TLS_1_2|SecurityPolicy_TLS1[23]_.+)$/;
