import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "s3-object-encryption-cmk",
  title: "Do not override bucket encryption to a weaker setting on single objects.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "An object-level downgrade is invisible in the bucket settings.",
  fix: "Leave serverSideEncryption out, so that the bucket's setting holds.",
  links: [awsDocs("Default encryption", "AmazonS3/latest/userguide/bucket-encryption.html")],
  types: ["aws:s3/objectCopy:ObjectCopy", "aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/bucketObject:BucketObject"],
  check: (object) => {
    const algorithm = object.get("serverSideEncryption");
    const key = object.get("kmsKeyId");
    return all(
      () =>
        algorithm.mustNotBe(
          "AES256",
          "The object is not encrypted with the bucket's key; leave serverSideEncryption out",
        ),
      () =>
        key.isSet && !isCustomerKey(object, key)
          ? [key.fail("The object is encrypted with the service's key; name one of yours or leave kmsKeyId out")]
          : [],
    );
  },
  examples: {
    pass: [
      { name: "the bucket's setting", inputs: { bucket: "shop", key: "a" } },
      { inputs: { serverSideEncryption: "aws:kms", kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/0123" } },
    ],
    fail: [
      { inputs: { serverSideEncryption: "AES256" }, path: "/serverSideEncryption", message: "bucket's key" },
      {
        type: "aws:s3/objectCopy:ObjectCopy",
        inputs: { serverSideEncryption: "aws:kms", kmsKeyId: "alias/aws/s3" },
        path: "/kmsKeyId",
        message: "service's key",
      },
      {
        type: "aws:s3/bucketObject:BucketObject",
        inputs: { serverSideEncryption: "AES256" },
        path: "/serverSideEncryption",
        message: "bucket's key",
      },
    ],
    undecided: [{ inputs: { serverSideEncryption: UNKNOWN }, path: "/serverSideEncryption" }],
  },
});
