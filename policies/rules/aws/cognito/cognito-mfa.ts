import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cognito-mfa",
  title: "Let users of a user pool sign in with a second factor.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "A stolen password is all that an attacker needs.",
  fix: "Set mfaConfiguration to ON, or to OPTIONAL, with softwareTokenMfaConfiguration.",
  links: [
    securityHub("cognito"),
    awsDocs("MFA of user pools", "cognito/latest/developerguide/user-pool-settings-mfa.html"),
  ],
  types: ["aws:cognito/userPool:UserPool"],
  check: (pool) => {
    const mfa = pool.get("mfaConfiguration");
    return ["ON", "OPTIONAL"].includes(mfa.string() ?? "OFF")
      ? []
      : [mfa.fail("Users cannot have a second factor; set mfaConfiguration to ON or OPTIONAL")];
  },
  examples: {
    pass: [
      { inputs: { mfaConfiguration: "ON", softwareTokenMfaConfiguration: { enabled: true } } },
      { inputs: { mfaConfiguration: "OPTIONAL" } },
    ],
    fail: [
      { name: "not set", inputs: { name: "shop" }, path: "/mfaConfiguration", message: "second factor" },
      { inputs: { mfaConfiguration: "OFF" }, path: "/mfaConfiguration", message: "second factor" },
    ],
    undecided: [{ inputs: { mfaConfiguration: UNKNOWN }, path: "/mfaConfiguration" }],
  },
});
