import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "sns-encrypted",
  title: "Encrypt topics with KMS, with a customer key where services publish.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Messages rest on disk before delivery, and the default key blocks service publishers.",
  fix: "Set kmsMasterKeyId to a customer key whose policy lets the publishing services use it.",
  links: [securityHub("sns"), awsDocs("Encryption of topics", "sns/latest/dg/sns-server-side-encryption.html")],
  types: ["aws:sns/topic:Topic"],
  check: (topic) => {
    const key = topic.get("kmsMasterKeyId");
    if (isCustomerKey(topic, key)) return [];
    return key.mustBeSet("The topic is not encrypted; set kmsMasterKeyId");
  },
  examples: {
    pass: [
      { inputs: { kmsMasterKeyId: ref("key") }, stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }] },
      { inputs: { kmsMasterKeyId: "alias/aws/sns" } },
    ],
    fail: [{ name: "not set", inputs: { name: "alerts" }, path: "/kmsMasterKeyId", message: "not encrypted" }],
    undecided: [{ inputs: { kmsMasterKeyId: UNKNOWN }, path: "/kmsMasterKeyId" }],
  },
});
