import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

const MODERN = /^Policy-Min-TLS-1-[23]-/;

export default defineRule({
  id: "opensearch-tls-policy",
  title: "Refuse TLS below 1.2 at search domains.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Clients can be pushed down to a version whose ciphers are broken.",
  fix: "Set domainEndpointOptions.tlsSecurityPolicy to Policy-Min-TLS-1-2-PFS-2023-10.",
  links: [
    securityHub("opensearch"),
    securityHub("es"),
    awsDocs("Infrastructure security", "opensearch-service/latest/developerguide/infrastructure-security.html"),
  ],
  types: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
  check: (domain) => {
    const policy = domain.get("domainEndpointOptions", "tlsSecurityPolicy");
    return MODERN.test(policy.string() ?? "")
      ? []
      : [policy.fail("The domain accepts TLS 1.0; set tlsSecurityPolicy to Policy-Min-TLS-1-2-PFS-2023-10")];
  },
  remediate: (domain) =>
    whenUnset(domain, ["domainEndpointOptions", "tlsSecurityPolicy"], "Policy-Min-TLS-1-2-PFS-2023-10"),
  examples: {
    pass: [
      { inputs: { domainEndpointOptions: { tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" } } },
      { inputs: { domainEndpointOptions: { tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" } } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { domainEndpointOptions: { enforceHttps: true } },
        path: "/domainEndpointOptions/tlsSecurityPolicy",
        message: "accepts TLS 1.0",
      },
      {
        type: "aws:elasticsearch/domain:Domain",
        inputs: { domainEndpointOptions: { tlsSecurityPolicy: "Policy-Min-TLS-1-0-2019-07" } },
        path: "/domainEndpointOptions/tlsSecurityPolicy",
        message: "accepts TLS 1.0",
      },
    ],
    undecided: [
      {
        inputs: { domainEndpointOptions: { tlsSecurityPolicy: UNKNOWN } },
        path: "/domainEndpointOptions/tlsSecurityPolicy",
      },
    ],
  },
});
