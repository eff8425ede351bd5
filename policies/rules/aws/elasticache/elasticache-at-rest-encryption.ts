import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "elasticache-at-rest-encryption",
  title: "Encrypt cache data at rest.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Snapshots and swap of the cache hold session data.",
  fix: "Set atRestEncryptionEnabled to true and kmsKeyId to a customer key.",
  links: [
    securityHub("elasticache"),
    awsDocs("At-rest encryption", "AmazonElastiCache/latest/dg/at-rest-encryption.html"),
  ],
  types: ["aws:elasticache/replicationGroup:ReplicationGroup"],
  check: (group) => {
    const encrypted = group.get("atRestEncryptionEnabled");
    // Valkey is encrypted unless told otherwise; Redis OSS is not.
    if (!encrypted.isUnknown && !encrypted.isSet && group.get("engine").string() === "valkey") return [];
    return encrypted.mustBe(true, "The cache is not encrypted at rest; set atRestEncryptionEnabled to true");
  },
  // A cache that exists would be made anew: only shown.
  suggest: (group) =>
    group.get("engine").string() === "valkey" ? [] : whenUnset(group, "atRestEncryptionEnabled", true),
  examples: {
    pass: [
      { inputs: { engine: "redis", atRestEncryptionEnabled: true } },
      { name: "not set with Valkey", inputs: { engine: "valkey" } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { description: "sessions" },
        path: "/atRestEncryptionEnabled",
        message: "not encrypted at rest",
      },
      {
        inputs: { engine: "valkey", atRestEncryptionEnabled: false },
        path: "/atRestEncryptionEnabled",
        message: "not encrypted at rest",
      },
    ],
    undecided: [
      { inputs: { atRestEncryptionEnabled: UNKNOWN }, path: "/atRestEncryptionEnabled" },
      { inputs: { engine: UNKNOWN }, path: "/engine" },
    ],
  },
});
