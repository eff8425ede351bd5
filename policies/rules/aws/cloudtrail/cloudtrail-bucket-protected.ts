import { policyText, ref } from "../../../examples.ts";
import { Undecided } from "../../../property.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { defineRule, each, every } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { type Statement, coversAction } from "../../_policy-document.ts";
import { isNarrowed, isPublic } from "../../_public-access.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { BUCKET, someOfBucket, someStatement } from "../_buckets.ts";

const SWITCHES = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

const SERVICE = {
  Effect: "Allow",
  Principal: { Service: "cloudtrail.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "*",
  Condition: { StringEquals: { "aws:SourceArn": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/all" } },
};

export default defineRule({
  id: "cloudtrail-bucket-protected",
  title:
    "Keep the log bucket private, versioned, logged and writable only by the trail service with a source condition.",
  severity: "critical",
  profile: "baseline",
  scope: "stack",
  why: "The log is evidence and a favourite target.",
  fix: "Give the log bucket a public access block, versioning, access logging and a policy with aws:SourceArn for cloudtrail.amazonaws.com.",
  links: [
    securityHub("cloudtrail"),
    awsDocs(
      "Bucket policy for CloudTrail",
      "awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
    ),
  ],
  types: ["aws:cloudtrail/trail:Trail"],
  check: (trail, { stack }) => {
    const name = trail.get("s3BucketName");
    const buckets = stack.referents(trail, name, BUCKET);
    if (buckets.length === 0) throw new Undecided(name, "names a bucket that is not part of the stack");
    return each(buckets, (bucket) =>
      each(PROTECTIONS, ([holds, message]) =>
        holds(stack, bucket) ? [] : [name.fail(`The trail's bucket ${message}`)],
      ),
    );
  },
  examples: {
    pass: [{ inputs: { s3BucketName: ref("bucket") }, stack: protectedBucket(SERVICE) }],
    fail: [
      {
        name: "a bare bucket",
        inputs: { s3BucketName: ref("bucket") },
        stack: protectedBucket(SERVICE).slice(0, 1),
        path: "/s3BucketName",
        message: "has no public access block",
      },
      {
        name: "a writer who may be anyone",
        inputs: { s3BucketName: ref("bucket") },
        stack: protectedBucket({ Effect: "Allow", Principal: "*", Action: "s3:PutObject", Resource: "*" }),
        path: "/s3BucketName",
        message: "open to every principal",
      },
      {
        name: "no source condition",
        inputs: { s3BucketName: ref("bucket") },
        stack: protectedBucket({ ...SERVICE, Condition: {} }),
        path: "/s3BucketName",
        message: "any customer",
      },
    ],
    undecided: [
      {
        name: "an unknown status of its versioning",
        inputs: { s3BucketName: ref("bucket") },
        stack: protectedBucket(SERVICE).map((one) =>
          one.name === "versioning"
            ? { ...one, inputs: { bucket: ref("bucket"), versioningConfiguration: { status: UNKNOWN } } }
            : one,
        ),
        path: "/versioningConfiguration/status",
      },
      { name: "a bucket elsewhere", inputs: { s3BucketName: "central-logs" }, path: "/s3BucketName" },
      { inputs: { s3BucketName: UNKNOWN }, stack: protectedBucket(SERVICE), path: "/s3BucketName" },
    ],
  },
});
type Protection = readonly [holds: (stack: Stack, bucket: Resource) => boolean, message: string];

const PROTECTIONS: readonly Protection[] = [
  [
    (stack, bucket) =>
      someOfBucket(stack, bucket, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", (block) =>
        every(SWITCHES, (name) => block.get(name).boolean() === true),
      ),
    "has no public access block; add an aws.s3.BucketPublicAccessBlock with all four switches on",
  ],
  [
    (stack, bucket) =>
      someOfBucket(
        stack,
        bucket,
        "aws:s3/bucketVersioning:BucketVersioning",
        (versioning) => versioning.get("versioningConfiguration", "status").string() === "Enabled",
      ),
    "keeps no versions; add an aws.s3.BucketVersioning with status Enabled",
  ],
  [
    (stack, bucket) => someOfBucket(stack, bucket, "aws:s3/bucketLogging:BucketLogging"),
    "does not log its readers; add an aws.s3.BucketLogging",
  ],
  [
    (stack, bucket) => !someStatement(stack, bucket, admitsAnyTrail),
    "takes logs of any customer's trail; add a condition on aws:SourceArn for cloudtrail.amazonaws.com",
  ],
  [
    (stack, bucket) => !someStatement(stack, bucket, isPublic),
    "is open to every principal; let only cloudtrail.amazonaws.com write to it",
  ],
];

function admitsAnyTrail(statement: Statement): boolean {
  const forCloudTrail = () => statement.principals().some(({ text }) => text === "cloudtrail.amazonaws.com");
  const writes = () => coversAction(statement, "s3:putobject");
  return every([statement.allows, forCloudTrail, writes, () => !isNarrowed(statement)], (test) => test());
}

function protectedBucket(statement: Value) {
  const bucket = ref("bucket");
  return [
    { type: "aws:s3/bucket:Bucket", name: "bucket", inputs: { bucket: "shop-trail" } },
    {
      type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      name: "block",
      inputs: { bucket, ...Object.fromEntries(SWITCHES.map((name) => [name, true])) },
    },
    {
      type: "aws:s3/bucketVersioning:BucketVersioning",
      name: "versioning",
      inputs: { bucket, versioningConfiguration: { status: "Enabled" } },
    },
    { type: "aws:s3/bucketLogging:BucketLogging", name: "logging", inputs: { bucket, targetBucket: "logs" } },
    { type: "aws:s3/bucketPolicy:BucketPolicy", name: "policy", inputs: { bucket, policy: policyText(statement) } },
  ];
}
