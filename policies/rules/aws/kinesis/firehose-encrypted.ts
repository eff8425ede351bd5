import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { readsElsewhere } from "../_delivery-streams.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "firehose-encrypted",
  title: "Encrypt delivery streams that take records themselves.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Records stay readable on disk until they are delivered, and while delivery fails.",
  fix: "Set serverSideEncryption.enabled to true; a stream that reads from Kinesis or Kafka is encrypted there.",
  links: [securityHub("datafirehose"), awsDocs("Data protection", "firehose/latest/dev/encryption.html")],
  types: ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"],
  check: (stream) => {
    if (readsElsewhere(stream)) return NOT_APPLICABLE;
    return stream
      .get("serverSideEncryption", "enabled")
      .mustBe(true, "The delivery stream is not encrypted; set serverSideEncryption.enabled to true");
  },
  remediate: (stream) => (readsElsewhere(stream) ? [] : whenUnset(stream, ["serverSideEncryption", "enabled"], true)),
  examples: {
    pass: [{ inputs: { destination: "extended_s3", serverSideEncryption: { enabled: true } } }],
    fail: [
      {
        name: "not set",
        inputs: { destination: "extended_s3" },
        path: "/serverSideEncryption/enabled",
        message: "not encrypted",
      },
      {
        inputs: { destination: "extended_s3", serverSideEncryption: { enabled: false } },
        path: "/serverSideEncryption/enabled",
        message: "not encrypted",
      },
    ],
    undecided: [
      {
        inputs: { destination: "extended_s3", serverSideEncryption: { enabled: UNKNOWN } },
        path: "/serverSideEncryption/enabled",
      },
      { inputs: { destination: "extended_s3", mskSourceConfiguration: UNKNOWN }, path: "/mskSourceConfiguration" },
    ],
  },
});
