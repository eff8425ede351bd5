import { ref } from "../../../examples.ts";
import { anyOf, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { whenUnset } from "../../_remediation.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "sqs-encrypted",
  title: "Encrypt queues.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Messages may hold personal data.",
  fix: "Set kmsMasterKeyId to a customer key, or sqsManagedSseEnabled to true.",
  links: [
    securityHub("sqs"),
    awsDocs("Encryption of queues", "AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html"),
  ],
  types: ["aws:sqs/queue:Queue"],
  check: (queue) => {
    const key = queue.get("kmsMasterKeyId");
    const managed = queue.get("sqsManagedSseEnabled");
    const encrypted = anyOf(
      () => isCustomerKey(queue, key),
      () => isGiven(queue, key),
      () => managed.boolean() === true,
    );
    return encrypted ? [] : [managed.fail("The queue is not encrypted; set kmsMasterKeyId or sqsManagedSseEnabled")];
  },
  remediate: (queue) => {
    const key = queue.get("kmsMasterKeyId");
    return key.isUnknown || key.isSet ? [] : whenUnset(queue, "sqsManagedSseEnabled", true);
  },
  examples: {
    pass: [
      { inputs: { sqsManagedSseEnabled: true } },
      { inputs: { kmsMasterKeyId: ref("key") }, stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }] },
    ],
    fail: [
      { name: "not set", inputs: { name: "scans" }, path: "/sqsManagedSseEnabled", message: "not encrypted" },
      { inputs: { sqsManagedSseEnabled: false }, path: "/sqsManagedSseEnabled", message: "not encrypted" },
    ],
    undecided: [
      { inputs: { kmsMasterKeyId: UNKNOWN }, path: "/kmsMasterKeyId" },
      { inputs: { sqsManagedSseEnabled: UNKNOWN }, path: "/sqsManagedSseEnabled" },
    ],
  },
});
