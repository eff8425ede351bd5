import type { Property } from "../../property.ts";
import type { Resource, Stack } from "../../resource.ts";
import { anyOf, every, some } from "../../rule.ts";
import { type Statement, statementsOf } from "../_policy-document.ts";

export const BUCKET = "aws:s3/bucket:Bucket";

/** Whether a resource of `type` belongs to the bucket by its input `bucket` and satisfies `test`. */
export function someOfBucket(
  stack: Stack,
  bucket: Resource,
  type: string,
  test: (resource: Resource) => boolean = () => true,
): boolean {
  return some(stack.candidates(bucket, type, "bucket"), (resource) =>
    every([() => stack.refersTo(resource, resource.get("bucket"), bucket), () => test(resource)], (holds) => holds()),
  );
}

/** Whether the bucket's own policy, or a bucket policy of the stack, holds a statement that satisfies `test`. */
export function someStatement(stack: Stack, bucket: Resource, test: (statement: Statement) => boolean): boolean {
  return anyOf(
    () => some(statementsOf(bucket.get("policy")), test),
    () =>
      someOfBucket(stack, bucket, "aws:s3/bucketPolicy:BucketPolicy", (policy) =>
        some(statementsOf(policy.get("policy")), test),
      ),
  );
}

/** Whether the bucket takes logs: it says so by a tag, or another bucket logs to it. */
export function isLogTarget(stack: Stack, bucket: Resource): boolean {
  return anyOf(
    () => bucket.get("tags", "log-kind").isSet,
    () =>
      some(stack.candidates(bucket, "aws:s3/bucketLogging:BucketLogging", "targetBucket"), (logging) =>
        stack.refersTo(logging, logging.get("targetBucket"), bucket),
      ),
  );
}

/** Whether the bucket is marked, by a tag, as one that takes uploads of strangers. */
export function takesUploads(bucket: Resource, tag: string): boolean {
  const mark = bucket.get("tags", tag);
  return mark.isSet && mark.boolean() !== false;
}

/** Whether a CloudFront origin's domain name is one of the bucket's. */
export function isDomainOf(distribution: Resource, domain: Property, bucket: Resource): boolean {
  if (domain.isUnknown) {
    const sources = distribution.data.propertyDependencies?.["origins"];
    if (sources?.includes(bucket.urn) === true) return true;
    if (sources !== undefined && sources.length > 0) return false;
  }
  // The text only joins two resources, so a simulated one serves as well as a real one.
  if (!domain.isSet) return false;
  const text = typeof domain.raw === "string" ? domain.raw : (domain.string() ?? "");
  const names = ["bucket", "id"].map((key) => bucket.outputs.get(key).raw).concat(bucket.get("bucket").raw);
  const domains = ["bucketRegionalDomainName", "bucketDomainName"].map((key) => bucket.outputs.get(key).raw);
  return (
    domains.includes(text) ||
    names.some((name) => typeof name === "string" && name !== "" && text.startsWith(`${name}.s3`))
  );
}
