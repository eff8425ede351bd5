import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cognito-deletion-protection",
  title: "Turn on deletion protection for user pools.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Nobody's password can be brought back once the pool is gone.",
  fix: "Set deletionProtection to ACTIVE.",
  links: [
    securityHub("cognito"),
    awsDocs(
      "Deletion protection of user pools",
      "cognito/latest/developerguide/user-pool-settings-deletion-protection.html",
    ),
  ],
  types: ["aws:cognito/userPool:UserPool"],
  check: (pool) =>
    pool
      .get("deletionProtection")
      .mustBe("ACTIVE", "One wrong destroy removes every account; set deletionProtection to ACTIVE"),
  remediate: (pool) => whenUnset(pool, "deletionProtection", "ACTIVE"),
  examples: {
    pass: [{ inputs: { deletionProtection: "ACTIVE" } }],
    fail: [
      { name: "not set", inputs: { name: "shop" }, path: "/deletionProtection", message: "One wrong destroy" },
      { inputs: { deletionProtection: "INACTIVE" }, path: "/deletionProtection", message: "One wrong destroy" },
    ],
    undecided: [{ inputs: { deletionProtection: UNKNOWN }, path: "/deletionProtection" }],
  },
});
