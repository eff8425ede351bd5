import { ref } from "../../../examples.ts";
import type { Property } from "../../../property.ts";
import { NOT_APPLICABLE, anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { isLogTarget, someOfBucket } from "../_buckets.ts";
import { awsDocs, securityHub } from "../_links.ts";

const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

export default defineRule({
  id: "s3-lifecycle-configured",
  title: "Give versioned and log buckets a lifecycle with expiry of old versions.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Data kept without end is a liability and a cost.",
  fix: "Add an aws.s3.BucketLifecycleConfiguration with noncurrentVersionExpiration, for log buckets with expiration.",
  links: [awsDocs("Lifecycle of objects", "AmazonS3/latest/userguide/object-lifecycle-mgmt.html"), securityHub("s3")],
  types: ["aws:s3/bucket:Bucket"],
  check: (bucket, { stack }) => {
    const kept = anyOf(
      () => isLogTarget(stack, bucket),
      () => bucket.get("versioning", "enabled").boolean() === true,
      () =>
        someOfBucket(
          stack,
          bucket,
          VERSIONING,
          (it) => it.get("versioningConfiguration", "status").string() === "Enabled",
        ),
    );
    if (!kept) return NOT_APPLICABLE;
    const expires = anyOf(
      () =>
        some(
          bucket.get("lifecycleRules").items(),
          (rule) => rule.get("enabled").boolean() === true && endsVersions(rule),
        ),
      () =>
        someOfBucket(stack, bucket, LIFECYCLE, (it) =>
          some(it.get("rules").items(), (rule) => rule.get("status").string() === "Enabled" && endsVersions(rule)),
        ),
    );
    return expires ? [] : [bucket.fail("Logs or old versions are kept for ever; let a lifecycle rule expire them")];
  },
  examples: {
    pass: [
      {
        inputs: { bucket: "shop" },
        stack: [versioned(), lifecycle({ status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 30 } })],
      },
    ],
    fail: [
      { name: "no lifecycle", inputs: { bucket: "shop" }, stack: [versioned()], path: "", message: "kept for ever" },
      {
        name: "switched off",
        inputs: { tags: { "log-kind": "access" } },
        stack: [lifecycle({ status: "Disabled", expiration: { days: 30 } })],
        path: "",
        message: "kept for ever",
      },
    ],
    undecided: [
      { inputs: { bucket: "shop" }, stack: [versioned(), lifecycle(UNKNOWN)], path: "/rules/0" },
      { inputs: { versioning: { enabled: UNKNOWN } }, path: "/versioning/enabled" },
    ],
  },
});
function endsVersions(rule: Property): boolean {
  return ["noncurrentVersionExpiration", "expiration"].some((key) => rule.get(key).entries().length > 0);
}

function versioned() {
  return {
    type: VERSIONING,
    name: "versioning",
    inputs: { bucket: ref("subject"), versioningConfiguration: { status: "Enabled" } },
  };
}
function lifecycle(rule: Value) {
  return { type: LIFECYCLE, name: "lifecycle", inputs: { bucket: ref("subject"), rules: [rule] } };
}
