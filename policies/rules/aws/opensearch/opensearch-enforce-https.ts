import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

const MESSAGE = "The domain answers in clear text; set domainEndpointOptions.enforceHttps to true";

export default defineRule({
  id: "opensearch-enforce-https",
  title: "Let search domains answer HTTPS only.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Documents, queries and passwords cross the network in the clear otherwise.",
  fix: "Set domainEndpointOptions.enforceHttps to true.",
  links: [
    securityHub("opensearch"),
    securityHub("es"),
    awsDocs("Infrastructure security", "opensearch-service/latest/developerguide/infrastructure-security.html"),
  ],
  types: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
  check: (domain) => {
    const options = domain.get("domainEndpointOptions");
    // The provider's default of enforceHttps counts where there are options.
    if (!options.isSet) return [options.fail(MESSAGE)];
    return options.get("enforceHttps").mustNotBe(false, MESSAGE);
  },
  remediate: (domain) => whenUnset(domain, ["domainEndpointOptions", "enforceHttps"], true),
  examples: {
    pass: [
      { inputs: { domainEndpointOptions: { enforceHttps: true } } },
      { inputs: { domainEndpointOptions: { tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" } } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { engineVersion: "OpenSearch_2.19" },
        path: "/domainEndpointOptions",
        message: "clear text",
      },
      {
        type: "aws:elasticsearch/domain:Domain",
        inputs: { domainEndpointOptions: { enforceHttps: false } },
        path: "/domainEndpointOptions/enforceHttps",
        message: "clear text",
      },
    ],
    undecided: [
      { inputs: { domainEndpointOptions: UNKNOWN }, path: "/domainEndpointOptions" },
      { inputs: { domainEndpointOptions: { enforceHttps: UNKNOWN } }, path: "/domainEndpointOptions/enforceHttps" },
    ],
  },
});
