import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "rds-activity-stream-cmk",
  title: "Use a customer key for activity streams.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "The stream repeats every statement the database sees.",
  fix: "Set kmsKeyId to the ARN of a customer key.",
  links: [awsDocs("Database activity streams", "AmazonRDS/latest/AuroraUserGuide/DBActivityStreams.html")],
  types: ["aws:rds/clusterActivityStream:ClusterActivityStream"],
  check: (resource) => {
    const key = resource.get("kmsKeyId");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("The stream is not encrypted with a key of yours; set kmsKeyId")];
  },
  examples: {
    pass: [
      {
        inputs: { mode: "async", kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { mode: "async" },
        path: "/kmsKeyId",
        message: "The stream is not encrypted with a key of yours",
      },
      {
        name: "the service's own key",
        inputs: { mode: "async", kmsKeyId: "alias/aws/service" },
        path: "/kmsKeyId",
        message: "The stream is not encrypted with a key of yours",
      },
    ],
    undecided: [{ inputs: { mode: "async", kmsKeyId: UNKNOWN }, path: "/kmsKeyId" }],
  },
});
