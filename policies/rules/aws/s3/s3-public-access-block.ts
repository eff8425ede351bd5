import { ref } from "../../../examples.ts";
import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { BUCKET, someOfBucket } from "../_buckets.ts";

export default defineRule({
  id: "s3-public-access-block",
  title: "Attach a public access block with all four switches on to every bucket.",
  severity: "critical",
  profile: "baseline",
  scope: "stack",
  why: "It is the one setting that overrides a later mistake in a policy or ACL.",
  fix: "Add an aws.s3.BucketPublicAccessBlock with blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets true.",
  links: [
    securityHub("s3"),
    awsDocs("Blocking public access", "AmazonS3/latest/userguide/access-control-block-public-access.html"),
  ],
  types: [BUCKET, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  check: (resource, { stack }) => {
    if (resource.type !== BUCKET) {
      return each(SWITCHES, (name) =>
        resource.get(name).mustBe(true, `The public access block leaves a gap; set ${name} to true`),
      );
    }
    if (someOfBucket(stack, resource, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")) return [];
    return [
      resource.fail(
        "The bucket has no public access block; add an aws.s3.BucketPublicAccessBlock with all four switches on",
      ),
    ];
  },
  remediate: (resource) =>
    resource.type === BUCKET ? [] : SWITCHES.flatMap((name) => whenUnset(resource, name, true)),
  examples: {
    pass: [
      {
        inputs: { bucket: "shop" },
        stack: [
          {
            type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            name: "block",
            inputs: { bucket: ref("subject") },
          },
        ],
      },
      {
        type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        inputs: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      },
    ],
    fail: [
      { name: "no block", inputs: { bucket: "shop" }, path: "", message: "no public access block" },
      {
        name: "not set",
        type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        inputs: { bucket: "shop" },
        path: "/restrictPublicBuckets",
        message: "set restrictPublicBuckets",
      },
      {
        type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        inputs: { blockPublicAcls: UNKNOWN, blockPublicPolicy: false },
        path: "/blockPublicPolicy",
        message: "leaves a gap",
      },
    ],
    undecided: [
      {
        type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        inputs: {
          blockPublicAcls: UNKNOWN,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
        path: "/blockPublicAcls",
      },
      {
        inputs: { bucket: "shop" },
        stack: [
          {
            type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            name: "block",
            inputs: { bucket: UNKNOWN },
          },
        ],
        path: "/bucket",
      },
    ],
  },
});
const SWITCHES = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
