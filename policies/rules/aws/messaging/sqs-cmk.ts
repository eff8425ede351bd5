import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "sqs-cmk",
  title: "Use a customer key for sensitive queues.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "The key policy is a second lock.",
  fix: "Set kmsMasterKeyId to the ARN of a customer key.",
  links: [
    awsDocs("Encryption at rest", "AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html"),
  ],
  types: ["aws:sqs/queue:Queue"],
  check: (resource) => {
    const key = resource.get("kmsMasterKeyId");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("The queue is not encrypted with a key of yours; set kmsMasterKeyId")];
  },
  examples: {
    pass: [
      {
        inputs: { name: "jobs", kmsMasterKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { name: "jobs" },
        path: "/kmsMasterKeyId",
        message: "The queue is not encrypted with a key of yours",
      },
      {
        name: "the service's own key",
        inputs: { name: "jobs", kmsMasterKeyId: "alias/aws/service" },
        path: "/kmsMasterKeyId",
        message: "The queue is not encrypted with a key of yours",
      },
    ],
    undecided: [{ inputs: { name: "jobs", kmsMasterKeyId: UNKNOWN }, path: "/kmsMasterKeyId" }],
  },
});
