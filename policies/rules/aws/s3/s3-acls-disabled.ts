import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { BUCKET, someOfBucket } from "../_buckets.ts";

export default defineRule({
  id: "s3-acls-disabled",
  title: "Set object ownership to bucket-owner-enforced.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "With ACLs off only policies decide, which can be reviewed.",
  fix: "Add an aws.s3.BucketOwnershipControls with objectOwnership BucketOwnerEnforced.",
  links: [securityHub("s3"), awsDocs("Object ownership", "AmazonS3/latest/userguide/about-object-ownership.html")],
  types: [BUCKET, "aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
  check: (resource, { stack }) => {
    if (resource.type !== BUCKET) {
      return resource
        .get("rule", "objectOwnership")
        .mustBe(
          "BucketOwnerEnforced",
          "ACLs still decide who reads the objects; set objectOwnership to BucketOwnerEnforced",
        );
    }
    if (someOfBucket(stack, resource, "aws:s3/bucketOwnershipControls:BucketOwnershipControls")) return [];
    return [
      resource.fail(
        "The bucket does not state that ACLs are off; add an aws.s3.BucketOwnershipControls with BucketOwnerEnforced",
      ),
    ];
  },
  remediate: (resource) =>
    resource.type === BUCKET ? [] : whenUnset(resource, ["rule", "objectOwnership"], "BucketOwnerEnforced"),
  examples: {
    pass: [
      {
        inputs: { bucket: "shop" },
        stack: [
          {
            type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
            name: "ownership",
            inputs: { bucket: ref("subject") },
          },
        ],
      },
      {
        type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        inputs: { rule: { objectOwnership: "BucketOwnerEnforced" } },
      },
    ],
    fail: [
      { name: "not stated", inputs: { bucket: "shop" }, path: "", message: "does not state" },
      {
        name: "not set",
        type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        inputs: { bucket: "shop" },
        path: "/rule/objectOwnership",
        message: "ACLs still decide",
      },
      {
        type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        inputs: { rule: { objectOwnership: "ObjectWriter" } },
        path: "/rule/objectOwnership",
        message: "ACLs still decide",
      },
    ],
    undecided: [
      {
        type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        inputs: { rule: { objectOwnership: UNKNOWN } },
        path: "/rule/objectOwnership",
      },
    ],
  },
});
