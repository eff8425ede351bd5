import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "kms-deletion-window",
  title: "Use the longest practical deletion window.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "A short window makes an accidental or hostile deletion final before anyone notices.",
  fix: "Leave deletionWindowInDays out or set it to 30.",
  links: [awsDocs("Deleting keys", "kms/latest/developerguide/deleting-keys.html")],
  types: [
    "aws:kms/key:Key",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
  ],
  config: z.object({
    minDays: z.number().int().min(7).max(30).default(30).describe("Shortest deletion window in days."),
  }),
  check: (key, { config }) => {
    const window = key.get("deletionWindowInDays");
    // KMS waits 30 days when nothing is said.
    const days = window.number() ?? 30;
    if (days >= config.minDays) return [];
    return [
      window.fail(
        `The key can be gone ${days} days after its deletion is scheduled; set deletionWindowInDays to ${config.minDays}`,
      ),
    ];
  },
  remediate: (key) => whenUnset(key, "deletionWindowInDays", 30),
  examples: {
    pass: [{ inputs: { deletionWindowInDays: 30 } }, { name: "not set", inputs: {} }],
    fail: [
      {
        type: "aws:kms/replicaKey:ReplicaKey",
        inputs: { deletionWindowInDays: 7 },
        path: "/deletionWindowInDays",
        message: "gone 7 days",
      },
    ],
    undecided: [{ inputs: { deletionWindowInDays: UNKNOWN }, path: "/deletionWindowInDays" }],
  },
});
