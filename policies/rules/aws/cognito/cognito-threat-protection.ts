import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cognito-threat-protection",
  title: "Let threat protection of user pools act on what it sees.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Only then are passwords that have leaked, and sign-ins from odd places, refused.",
  fix: "Set userPoolAddOns.advancedSecurityMode to ENFORCED.",
  links: [
    securityHub("cognito"),
    awsDocs("Threat protection", "cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html"),
  ],
  types: ["aws:cognito/userPool:UserPool"],
  check: (pool) =>
    pool
      .get("userPoolAddOns", "advancedSecurityMode")
      .mustBe("ENFORCED", "Risky sign-ins are let through; set userPoolAddOns.advancedSecurityMode to ENFORCED"),
  examples: {
    pass: [{ inputs: { userPoolAddOns: { advancedSecurityMode: "ENFORCED" } } }],
    fail: [
      {
        name: "not set",
        inputs: { name: "shop" },
        path: "/userPoolAddOns/advancedSecurityMode",
        message: "let through",
      },
      {
        inputs: { userPoolAddOns: { advancedSecurityMode: "AUDIT" } },
        path: "/userPoolAddOns/advancedSecurityMode",
        message: "let through",
      },
    ],
    undecided: [
      { inputs: { userPoolAddOns: { advancedSecurityMode: UNKNOWN } }, path: "/userPoolAddOns/advancedSecurityMode" },
    ],
  },
});
