import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "s3-no-force-destroy",
  title: "Do not allow non-empty buckets to be destroyed.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "One destroy would erase all objects and versions.",
  fix: "Remove forceDestroy.",
  links: [awsDocs("Deleting a bucket", "AmazonS3/latest/userguide/delete-bucket.html")],
  types: ["aws:s3/bucket:Bucket"],
  check: (bucket) =>
    bucket.get("forceDestroy").mustNotBe(true, "One destroy erases all objects and versions; remove forceDestroy"),
  remediate: (bucket) => whenUnset(bucket, "forceDestroy", false),
  examples: {
    pass: [{ inputs: { bucket: "shop" } }, { inputs: { forceDestroy: false } }],
    fail: [{ inputs: { forceDestroy: true }, path: "/forceDestroy", message: "erases all objects" }],
    undecided: [{ inputs: { forceDestroy: UNKNOWN }, path: "/forceDestroy" }],
  },
});
