import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "guardduty-export-encrypted",
  title: "Export findings to an encrypted bucket.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "History outlives the ninety-day window.",
  fix: "Set kmsKeyArn to the ARN of a key that admits GuardDuty.",
  links: [awsDocs("Exporting findings", "guardduty/latest/ug/guardduty_exportfindings.html")],
  types: ["aws:guardduty/publishingDestination:PublishingDestination"],
  check: (resource) => {
    const key = resource.get("kmsKeyArn");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("Exported findings are not encrypted with a key of yours; set kmsKeyArn")];
  },
  examples: {
    pass: [
      {
        inputs: { destinationArn: "arn:aws:s3:::findings", kmsKeyArn: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { destinationArn: "arn:aws:s3:::findings" },
        path: "/kmsKeyArn",
        message: "Exported findings are not encrypted with a key of yours",
      },
      {
        name: "the service's own key",
        inputs: { destinationArn: "arn:aws:s3:::findings", kmsKeyArn: "alias/aws/service" },
        path: "/kmsKeyArn",
        message: "Exported findings are not encrypted with a key of yours",
      },
    ],
    undecided: [{ inputs: { destinationArn: "arn:aws:s3:::findings", kmsKeyArn: UNKNOWN }, path: "/kmsKeyArn" }],
  },
});
