import type { Resource } from "../../../resource.ts";
import { NOT_APPLICABLE, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "elasticache-transit-encryption",
  title: "Encrypt cache traffic.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Tokens and sessions would cross the network in the clear.",
  fix: "Set transitEncryptionEnabled to true and transitEncryptionMode to required.",
  links: [
    securityHub("elasticache"),
    awsDocs("In-transit encryption", "AmazonElastiCache/latest/dg/in-transit-encryption.html"),
  ],
  types: ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"],
  check: (cache) => {
    // A member of a replication group takes the group's setting.
    if (isMember(cache)) return NOT_APPLICABLE;
    return all(
      () =>
        cache
          .get("transitEncryptionEnabled")
          .mustBe(true, "Cache traffic is not encrypted; set transitEncryptionEnabled to true"),
      () =>
        cache
          .get("transitEncryptionMode")
          .mustNotBe("preferred", "Clear-text clients are still accepted; set transitEncryptionMode to required"),
    );
  },
  examples: {
    pass: [
      { inputs: { transitEncryptionEnabled: true, transitEncryptionMode: "required" } },
      { inputs: { transitEncryptionEnabled: true } },
    ],
    fail: [
      { name: "not set", inputs: { engine: "valkey" }, path: "/transitEncryptionEnabled", message: "not encrypted" },
      {
        inputs: { transitEncryptionEnabled: true, transitEncryptionMode: "preferred" },
        path: "/transitEncryptionMode",
        message: "still accepted",
      },
      {
        type: "aws:elasticache/cluster:Cluster",
        inputs: { engine: "memcached" },
        path: "/transitEncryptionEnabled",
        message: "not encrypted",
      },
    ],
    undecided: [
      { inputs: { transitEncryptionEnabled: UNKNOWN }, path: "/transitEncryptionEnabled" },
      { inputs: { transitEncryptionEnabled: true, transitEncryptionMode: UNKNOWN }, path: "/transitEncryptionMode" },
    ],
  },
});
function isMember(cache: Resource): boolean {
  if (cache.type !== "aws:elasticache/cluster:Cluster") return false;
  const group = cache.get("replicationGroupId");
  return group.isUnknown || group.isSet;
}
