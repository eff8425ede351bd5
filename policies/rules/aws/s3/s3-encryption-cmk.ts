import { all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "s3-encryption-cmk",
  title: "Use a KMS customer key with a bucket key for buckets with sensitive content.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Reading then needs both bucket and key permission.",
  fix: "Set sseAlgorithm to aws:kms, kmsMasterKeyId to a customer key and bucketKeyEnabled to true.",
  links: [
    securityHub("s3"),
    awsDocs("SSE-KMS", "AmazonS3/latest/userguide/UsingKMSEncryption.html"),
    awsDocs("Bucket keys", "AmazonS3/latest/userguide/bucket-key.html"),
  ],
  types: ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"],
  check: (configuration) =>
    each(configuration.get("rules").items(), (rule) =>
      all(
        () => {
          const algorithm = rule.get("applyServerSideEncryptionByDefault", "sseAlgorithm");
          if (algorithm.string()?.startsWith("aws:kms") === true) return [];
          return [algorithm.fail("The bucket is not encrypted with KMS; set sseAlgorithm to aws:kms")];
        },
        () => {
          const key = rule.get("applyServerSideEncryptionByDefault", "kmsMasterKeyId");
          return isCustomerKey(configuration, key)
            ? []
            : [key.fail("The bucket has no customer key; set kmsMasterKeyId")];
        },
        () =>
          rule.get("bucketKeyEnabled").mustBe(true, "Each object costs a call to KMS; set bucketKeyEnabled to true"),
      ),
    ),
  remediate: (configuration) => {
    const rules = configuration.get("rules");
    if (rules.isUnknown) return [];
    return rules.items().flatMap((_, index) => whenUnset(configuration, ["rules", index, "bucketKeyEnabled"], true));
  },
  examples: {
    pass: [
      {
        inputs: {
          rules: [
            {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/data" },
              bucketKeyEnabled: true,
            },
          ],
        },
      },
    ],
    fail: [
      {
        inputs: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
        path: "/rules/0/applyServerSideEncryptionByDefault/sseAlgorithm",
        message: "not encrypted with KMS",
      },
      {
        name: "not set",
        inputs: {
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/data" } }],
        },
        path: "/rules/0/bucketKeyEnabled",
        message: "costs a call",
      },
      {
        inputs: {
          rules: [
            {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/aws/s3" },
              bucketKeyEnabled: true,
            },
          ],
        },
        path: "/rules/0/applyServerSideEncryptionByDefault/kmsMasterKeyId",
        message: "no customer key",
      },
    ],
    undecided: [
      {
        inputs: {
          rules: [
            {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: UNKNOWN },
              bucketKeyEnabled: true,
            },
          ],
        },
        path: "/rules/0/applyServerSideEncryptionByDefault/kmsMasterKeyId",
      },
      {
        inputs: {
          rules: [
            {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/data" },
              bucketKeyEnabled: UNKNOWN,
            },
          ],
        },
        path: "/rules/0/bucketKeyEnabled",
      },
    ],
  },
});
