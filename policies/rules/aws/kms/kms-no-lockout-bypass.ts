import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "kms-no-lockout-bypass",
  title: "Do not skip the policy lockout safety check.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Skipping it can leave a key that nobody can manage.",
  fix: "Remove bypassPolicyLockoutSafetyCheck and keep a principal in the policy that can change it.",
  links: [awsDocs("Default key policy", "kms/latest/developerguide/key-policy-default.html")],
  types: [
    "aws:kms/key:Key",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
  ],
  check: (key) =>
    key
      .get("bypassPolicyLockoutSafetyCheck")
      .mustNotBe(
        true,
        "The lockout safety check is skipped, so the key can become unmanageable; remove bypassPolicyLockoutSafetyCheck",
      ),
  remediate: (key) => whenUnset(key, "bypassPolicyLockoutSafetyCheck", false),
  examples: {
    pass: [{ inputs: {} }, { inputs: { bypassPolicyLockoutSafetyCheck: false } }],
    fail: [
      {
        type: "aws:kms/keyPolicy:KeyPolicy",
        inputs: { bypassPolicyLockoutSafetyCheck: true },
        path: "/bypassPolicyLockoutSafetyCheck",
        message: "safety check is skipped",
      },
    ],
    undecided: [{ inputs: { bypassPolicyLockoutSafetyCheck: UNKNOWN }, path: "/bypassPolicyLockoutSafetyCheck" }],
  },
});
