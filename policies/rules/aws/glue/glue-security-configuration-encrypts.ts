import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

const MODES = [
  ["s3Encryption", "s3EncryptionMode"],
  ["cloudwatchEncryption", "cloudwatchEncryptionMode"],
  ["jobBookmarksEncryption", "jobBookmarksEncryptionMode"],
] as const;

export default defineRule({
  id: "glue-security-configuration-encrypts",
  title: "Let security configurations of Glue encrypt results, logs and bookmarks.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Whatever jobs write stays readable otherwise, although each of them has a security configuration.",
  fix: "Set s3EncryptionMode to SSE-KMS, cloudwatchEncryptionMode to SSE-KMS and jobBookmarksEncryptionMode to CSE-KMS.",
  links: [awsDocs("Encrypting what jobs write", "glue/latest/dg/encryption-security-configuration.html")],
  types: ["aws:glue/securityConfiguration:SecurityConfiguration"],
  check: (configuration) =>
    each(MODES, ([part, name]) => {
      const mode = configuration.get("encryptionConfiguration", part, name);
      return ["DISABLED", ""].includes(mode.string() ?? "")
        ? [mode.fail(`The security configuration leaves data in clear text; set ${name}`)]
        : [];
    }),
  examples: {
    pass: [
      { inputs: configuration("SSE-KMS", "SSE-KMS", "CSE-KMS") },
      { inputs: configuration("SSE-S3", "SSE-KMS", "CSE-KMS") },
    ],
    fail: [
      {
        inputs: configuration("DISABLED", "SSE-KMS", "CSE-KMS"),
        path: "/encryptionConfiguration/s3Encryption/s3EncryptionMode",
        message: "set s3EncryptionMode",
      },
      {
        name: "nothing said of logs",
        inputs: configuration("SSE-KMS", null, "CSE-KMS"),
        path: "/encryptionConfiguration/cloudwatchEncryption/cloudwatchEncryptionMode",
        message: "set cloudwatchEncryptionMode",
      },
      {
        inputs: configuration("SSE-KMS", "SSE-KMS", "DISABLED"),
        path: "/encryptionConfiguration/jobBookmarksEncryption/jobBookmarksEncryptionMode",
        message: "set jobBookmarksEncryptionMode",
      },
    ],
    undecided: [
      {
        inputs: configuration(UNKNOWN, "SSE-KMS", "CSE-KMS"),
        path: "/encryptionConfiguration/s3Encryption/s3EncryptionMode",
      },
    ],
  },
});
function configuration(s3EncryptionMode: Value, cloudwatchEncryptionMode: Value, jobBookmarksEncryptionMode: Value) {
  return {
    encryptionConfiguration: {
      s3Encryption: { s3EncryptionMode },
      cloudwatchEncryption: { cloudwatchEncryptionMode },
      jobBookmarksEncryption: { jobBookmarksEncryptionMode },
    },
  };
}
