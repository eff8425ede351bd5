import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "stack-s3-no-deprecated-v2",
  title: "Do not use deprecated aliases of bucket resources.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Two tokens for one kind let a bucket escape a policy.",
  fix: "Use the resource without V2 in its name, with an alias for the old type.",
  links: [awsDocs("Buckets", "AmazonS3/latest/userguide/UsingBucket.html")],
  types: [
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketAcl:BucketAcl",
    "aws:s3/bucketLogging:BucketLogging",
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  ],
  check: (resource) =>
    DEPRECATED.test(resource.urn.split("::")[2] ?? resource.type)
      ? [
          resource.fail(
            "The alias of the kind is deprecated and escapes policies that name the plain one; drop V2 from it",
          ),
        ]
      : NOT_APPLICABLE,
  examples: {
    pass: [],
    fail: [
      { type: "aws:s3/bucketV2:BucketV2", inputs: { bucket: "shop" }, path: "", message: "is deprecated" },
      {
        type: "aws:s3/bucketVersioningV2:BucketVersioningV2",
        inputs: { bucket: "shop" },
        path: "",
        message: "drop V2",
      },
    ],
    undecided: [],
  },
});
const DEPRECATED = /^aws:s3\/bucket[A-Za-z]*V2:/;
