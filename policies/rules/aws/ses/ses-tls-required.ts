import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ses-tls-required",
  title: "Send mail by TLS or not at all.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Whoever stands between takes TLS away, and reads the mail.",
  fix: "Set deliveryOptions.tlsPolicy to Require, in SES v2 to REQUIRE.",
  links: [securityHub("ses"), awsDocs("SES and TLS", "ses/latest/dg/security-protocols.html")],
  types: ["aws:ses/configurationSet:ConfigurationSet", "aws:sesv2/configurationSet:ConfigurationSet"],
  check: (set) => {
    const policy = set.get("deliveryOptions", "tlsPolicy");
    return (policy.string() ?? "").toUpperCase() === "REQUIRE"
      ? []
      : [
          policy.fail(
            "Mail is sent in the clear where the other side offers no TLS; require it in deliveryOptions.tlsPolicy",
          ),
        ];
  },
  remediate: (set) =>
    whenUnset(set, ["deliveryOptions", "tlsPolicy"], set.type.startsWith("aws:sesv2/") ? "REQUIRE" : "Require"),
  examples: {
    pass: [
      { inputs: { deliveryOptions: { tlsPolicy: "Require" } } },
      { type: "aws:sesv2/configurationSet:ConfigurationSet", inputs: { deliveryOptions: { tlsPolicy: "REQUIRE" } } },
    ],
    fail: [
      { name: "not set", inputs: { name: "shop" }, path: "/deliveryOptions/tlsPolicy", message: "in the clear" },
      {
        type: "aws:sesv2/configurationSet:ConfigurationSet",
        inputs: { deliveryOptions: { tlsPolicy: "OPTIONAL" } },
        path: "/deliveryOptions/tlsPolicy",
        message: "in the clear",
      },
      {
        name: "not set in v2",
        type: "aws:sesv2/configurationSet:ConfigurationSet",
        inputs: { configurationSetName: "shop" },
        path: "/deliveryOptions/tlsPolicy",
        message: "in the clear",
      },
    ],
    undecided: [{ inputs: { deliveryOptions: { tlsPolicy: UNKNOWN } }, path: "/deliveryOptions/tlsPolicy" }],
  },
});
