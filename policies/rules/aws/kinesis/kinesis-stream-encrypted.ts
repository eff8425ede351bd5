import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "kinesis-stream-encrypted",
  title: "Encrypt data streams.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Records stay readable on disk for as long as the stream keeps them, up to a year.",
  fix: "Set encryptionType to KMS and kmsKeyId to a key, such as alias/aws/kinesis.",
  links: [securityHub("kinesis"), awsDocs("Server-side encryption", "streams/latest/dev/server-side-encryption.html")],
  types: ["aws:kinesis/stream:Stream"],
  check: (resource) =>
    resource
      .get("encryptionType")
      .mustBe("KMS", "The stream is not encrypted; set encryptionType to KMS and kmsKeyId to a key"),
  examples: {
    pass: [{ inputs: { name: "orders", encryptionType: "KMS" } }],
    fail: [
      { name: "not set", inputs: { name: "orders" }, path: "/encryptionType", message: "stream is not encrypted" },
      {
        inputs: { name: "orders", encryptionType: "NONE" },
        path: "/encryptionType",
        message: "stream is not encrypted",
      },
    ],
    undecided: [{ inputs: { name: "orders", encryptionType: UNKNOWN }, path: "/encryptionType" }],
  },
});
