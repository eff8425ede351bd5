import { ref } from "../../../examples.ts";
import { anyOf, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { BUCKET, someOfBucket } from "../_buckets.ts";

export default defineRule({
  id: "s3-versioning-enabled",
  title: "Version every bucket that holds data.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "Overwrites and deletes can then be undone.",
  fix: "Add an aws.s3.BucketVersioning with status Enabled, and a lifecycle rule for old versions.",
  links: [securityHub("s3"), awsDocs("Versioning", "AmazonS3/latest/userguide/Versioning.html")],
  types: [BUCKET, "aws:s3/bucketVersioning:BucketVersioning"],
  check: (resource, { stack }) => {
    if (resource.type !== BUCKET) {
      return resource
        .get("versioningConfiguration", "status")
        .mustBe("Enabled", "Versions are not kept; set versioningConfiguration.status to Enabled");
    }
    const versioned = anyOf(
      () => resource.get("versioning", "enabled").boolean() === true,
      () => someOfBucket(stack, resource, "aws:s3/bucketVersioning:BucketVersioning"),
    );
    return versioned ? [] : [resource.fail("Overwritten and deleted objects are lost; add an aws.s3.BucketVersioning")];
  },
  remediate: (resource) =>
    resource.type === BUCKET ? [] : whenUnset(resource, ["versioningConfiguration", "status"], "Enabled"),
  examples: {
    pass: [
      {
        inputs: { bucket: "shop" },
        stack: [
          { type: "aws:s3/bucketVersioning:BucketVersioning", name: "versioning", inputs: { bucket: ref("subject") } },
        ],
      },
      { type: "aws:s3/bucketVersioning:BucketVersioning", inputs: { versioningConfiguration: { status: "Enabled" } } },
    ],
    fail: [
      { name: "not declared", inputs: { bucket: "shop" }, path: "", message: "are lost" },
      {
        name: "not set",
        type: "aws:s3/bucketVersioning:BucketVersioning",
        inputs: { bucket: "shop" },
        path: "/versioningConfiguration/status",
        message: "not kept",
      },
      {
        type: "aws:s3/bucketVersioning:BucketVersioning",
        inputs: { versioningConfiguration: { status: "Suspended" } },
        path: "/versioningConfiguration/status",
        message: "not kept",
      },
    ],
    undecided: [
      {
        type: "aws:s3/bucketVersioning:BucketVersioning",
        inputs: { versioningConfiguration: { status: UNKNOWN } },
        path: "/versioningConfiguration/status",
      },
      { inputs: { versioning: { enabled: UNKNOWN } }, path: "/versioning/enabled" },
    ],
  },
});
