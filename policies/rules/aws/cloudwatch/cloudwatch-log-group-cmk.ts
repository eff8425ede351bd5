import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudwatch-log-group-cmk",
  title: "Encrypt log groups with a customer key.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Logs collect personal data and tokens.",
  fix: "Set kmsKeyId to the ARN of a key that admits CloudWatch Logs.",
  links: [awsDocs("Encrypting log data", "AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html")],
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  check: (resource) => {
    const key = resource.get("kmsKeyId");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("The logs are not encrypted with a key of yours; set kmsKeyId")];
  },
  examples: {
    pass: [
      {
        inputs: { name: "/shop/api", kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { name: "/shop/api" },
        path: "/kmsKeyId",
        message: "The logs are not encrypted with a key of yours",
      },
      {
        name: "the service's own key",
        inputs: { name: "/shop/api", kmsKeyId: "alias/aws/service" },
        path: "/kmsKeyId",
        message: "The logs are not encrypted with a key of yours",
      },
    ],
    undecided: [{ inputs: { name: "/shop/api", kmsKeyId: UNKNOWN }, path: "/kmsKeyId" }],
  },
});
