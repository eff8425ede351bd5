import { z } from "zod";
import type { Resource } from "../../../resource.ts";
import { NOT_APPLICABLE, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "kms-key-rotation-enabled",
  title: "Turn on yearly (or shorter) rotation for symmetric customer keys.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Rotation bounds how much data one key version protects.",
  fix: "Set enableKeyRotation to true and leave rotationPeriodInDays at 365 or less.",
  links: [securityHub("kms"), awsDocs("Rotating keys", "kms/latest/developerguide/rotate-keys.html")],
  types: ["aws:kms/key:Key"],
  config: z.object({
    maxRotationDays: z.number().int().min(90).max(2560).default(365).describe("Longest rotation period in days."),
  }),
  check: (key, { config }) => {
    if (!canRotate(key)) return NOT_APPLICABLE;
    return all(
      () => key.get("enableKeyRotation").mustBe(true, "The key is never rotated; set enableKeyRotation to true"),
      () => {
        const period = key.get("rotationPeriodInDays");
        const days = period.number();
        if (days === undefined || days <= config.maxRotationDays) return [];
        return [
          period.fail(
            `The key is rotated every ${days} days; set rotationPeriodInDays to ${config.maxRotationDays} or less`,
          ),
        ];
      },
    );
  },
  remediate: (key) => (rotates(key) ? whenUnset(key, "enableKeyRotation", true) : []),
  examples: {
    pass: [{ inputs: { enableKeyRotation: true } }, { inputs: { enableKeyRotation: true, rotationPeriodInDays: 90 } }],
    fail: [
      { name: "not set", inputs: { description: "data" }, path: "/enableKeyRotation", message: "never rotated" },
      {
        inputs: { enableKeyRotation: true, rotationPeriodInDays: 900 },
        path: "/rotationPeriodInDays",
        message: "every 900 days",
      },
    ],
    undecided: [
      { inputs: { enableKeyRotation: UNKNOWN }, path: "/enableKeyRotation" },
      { inputs: { customerMasterKeySpec: UNKNOWN, enableKeyRotation: true }, path: "/customerMasterKeySpec" },
    ],
  },
});
/** Only symmetric encryption keys whose material KMS made rotate by themselves. */
function canRotate(key: Resource): boolean {
  const spec = key.get("customerMasterKeySpec").string() ?? "SYMMETRIC_DEFAULT";
  const usage = key.get("keyUsage").string() ?? "ENCRYPT_DECRYPT";
  const store = key.get("customKeyStoreId");
  return spec === "SYMMETRIC_DEFAULT" && usage === "ENCRYPT_DECRYPT" && !(store.isUnknown || store.isSet);
}

function rotates(key: Resource): boolean {
  const unread = ["customerMasterKeySpec", "keyUsage"].some((name) => key.get(name).isUnknown);
  return !unread && canRotate(key);
}
