import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "opensearch-fine-grained-access",
  title: "Use fine-grained access control at search domains.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Without it, whoever reaches the domain reads and changes every index.",
  fix: "Set advancedSecurityOptions with enabled, a master user, and anonymousAuthEnabled false or not set.",
  links: [
    securityHub("opensearch"),
    awsDocs("Fine-grained access control", "opensearch-service/latest/developerguide/fgac.html"),
  ],
  types: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
  check: (domain) => {
    const security = domain.get("advancedSecurityOptions");
    return all(
      () =>
        security
          .get("enabled")
          .mustBe(
            true,
            "Whoever reaches the domain may do everything in it; set advancedSecurityOptions.enabled to true",
          ),
      () =>
        security
          .get("anonymousAuthEnabled")
          .mustNotBe(true, "The domain lets anonymous users in; set anonymousAuthEnabled to false"),
    );
  },
  examples: {
    pass: [
      { inputs: { advancedSecurityOptions: { enabled: true, internalUserDatabaseEnabled: false } } },
      {
        type: "aws:elasticsearch/domain:Domain",
        inputs: { advancedSecurityOptions: { enabled: true } },
      },
      { inputs: { advancedSecurityOptions: { enabled: true, anonymousAuthEnabled: false } } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { engineVersion: "OpenSearch_2.19" },
        path: "/advancedSecurityOptions/enabled",
        message: "may do everything",
      },
      {
        inputs: { advancedSecurityOptions: { enabled: false } },
        path: "/advancedSecurityOptions/enabled",
        message: "may do everything",
      },
      {
        inputs: { advancedSecurityOptions: { enabled: true, anonymousAuthEnabled: true } },
        path: "/advancedSecurityOptions/anonymousAuthEnabled",
        message: "anonymous",
      },
    ],
    undecided: [
      { inputs: { advancedSecurityOptions: { enabled: UNKNOWN } }, path: "/advancedSecurityOptions/enabled" },
      {
        inputs: { advancedSecurityOptions: { enabled: true, anonymousAuthEnabled: UNKNOWN } },
        path: "/advancedSecurityOptions/anonymousAuthEnabled",
      },
    ],
  },
});
