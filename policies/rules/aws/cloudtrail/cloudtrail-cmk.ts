import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudtrail-cmk",
  title: "Encrypt trails and event data stores with a customer key.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Readers of the bucket then also need the key.",
  fix: "Set kmsKeyId to a customer key that cloudtrail.amazonaws.com may use.",
  links: [
    securityHub("cloudtrail"),
    awsDocs("Encrypting log files", "awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html"),
  ],
  types: ["aws:cloudtrail/trail:Trail", "aws:cloudtrail/eventDataStore:EventDataStore"],
  check: (trail) => {
    const key = trail.get("kmsKeyId");
    return isCustomerKey(trail, key)
      ? []
      : [key.fail("The events are not encrypted with a customer key; set kmsKeyId")];
  },
  examples: {
    pass: [{ inputs: { kmsKeyId: ref("key", "arn") }, stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }] }],
    fail: [
      { name: "not set", inputs: { s3BucketName: UNKNOWN }, path: "/kmsKeyId", message: "customer key" },
      { type: "aws:cloudtrail/eventDataStore:EventDataStore", inputs: {}, path: "/kmsKeyId", message: "customer key" },
    ],
    undecided: [{ inputs: { kmsKeyId: UNKNOWN }, path: "/kmsKeyId" }],
  },
});
