import type { Resource } from "../../../resource.ts";
import { Undecided } from "../../../property.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "elasticache-transit-mode-required",
  title: "Set the TLS mode to required, not preferred.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Preferred still accepts clear-text clients. A group with TLS on requires it unless the mode says otherwise.",
  fix: "Set transitEncryptionMode to required.",
  links: [awsDocs("In-transit encryption", "AmazonElastiCache/latest/dg/in-transit-encryption.html")],
  types: ["aws:elasticache/replicationGroup:ReplicationGroup"],
  check: (group) =>
    group
      .get("transitEncryptionMode")
      .mustNotBe("preferred", "The cache still takes clear text; set transitEncryptionMode to required"),
  remediate: (group) => (hasTls(group) ? whenUnset(group, "transitEncryptionMode", "required") : []),
  examples: {
    pass: [
      { inputs: { transitEncryptionEnabled: true, transitEncryptionMode: "required" } },
      { name: "not set", inputs: { transitEncryptionEnabled: true } },
    ],
    fail: [
      {
        inputs: { transitEncryptionEnabled: true, transitEncryptionMode: "preferred" },
        path: "/transitEncryptionMode",
        message: "takes clear text",
      },
    ],
    undecided: [
      { inputs: { transitEncryptionEnabled: true, transitEncryptionMode: UNKNOWN }, path: "/transitEncryptionMode" },
    ],
  },
});
/** The API refuses a mode for a group without TLS. */
function hasTls(group: Resource): boolean {
  try {
    return group.get("transitEncryptionEnabled").boolean() === true;
  } catch (thrown) {
    if (thrown instanceof Undecided) return false;
    throw thrown;
  }
}
