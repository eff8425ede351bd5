import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "acm-transparency-logging",
  title: "Leave certificate transparency logging on.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "It exposes certificates issued without your knowledge.",
  fix: "Leave certificateTransparencyLoggingPreference out or set it to ENABLED.",
  links: [awsDocs("Certificate transparency", "acm/latest/userguide/acm-bestpractices.html")],
  types: ["aws:acm/certificate:Certificate"],
  check: (resource) =>
    resource
      .get("options", "certificateTransparencyLoggingPreference")
      .mustNotBe(
        "DISABLED",
        "The certificate is left out of the transparency logs; set certificateTransparencyLoggingPreference to ENABLED",
      ),
  examples: {
    pass: [
      { name: "not set", inputs: { domainName: "shop.example" } },
      { inputs: { domainName: "shop.example", options: { certificateTransparencyLoggingPreference: "ENABLED" } } },
    ],
    fail: [
      {
        inputs: { domainName: "shop.example", options: { certificateTransparencyLoggingPreference: "DISABLED" } },
        path: "/options/certificateTransparencyLoggingPreference",
        message: "The certificate is left out of the transparency logs",
      },
    ],
    undecided: [
      {
        inputs: { domainName: "shop.example", options: { certificateTransparencyLoggingPreference: UNKNOWN } },
        path: "/options/certificateTransparencyLoggingPreference",
      },
    ],
  },
});
