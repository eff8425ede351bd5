import { policyText, ref } from "../../../examples.ts";
import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import type { Statement } from "../../_policy-document.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { BUCKET, someStatement } from "../_buckets.ts";
import { refusesClearText } from "../_clear-text.ts";

const DENY = { Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } };

export default defineRule({
  id: "s3-tls-only",
  title: "Deny requests that arrive without TLS in each bucket policy.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "Object data and signed headers must not travel in the clear.",
  fix: "Add a statement that denies s3:* to everyone when aws:SecureTransport is false.",
  links: [
    securityHub("s3"),
    awsDocs("Security best practices of S3", "AmazonS3/latest/userguide/security-best-practices.html"),
  ],
  types: [BUCKET],
  check: (bucket, { stack }) => {
    // The bucket and its objects may stand in two statements.
    const refused = every(REACHES, (reaches) =>
      someStatement(stack, bucket, (statement) =>
        every(
          [
            () => refusesClearText(statement, ["s3:*"]),
            () => statement.notActions().length === 0,
            () => reaches(statement),
          ],
          (test) => test(),
        ),
      ),
    );
    return refused
      ? []
      : [
          bucket.fail(
            "The bucket answers requests without TLS; deny s3:* on it and its objects when aws:SecureTransport is false",
          ),
        ];
  },
  examples: {
    pass: [
      { inputs: { bucket: "shop" }, stack: [policy({ Bool: { "aws:SecureTransport": "false" } })] },
      {
        name: "the bucket and its objects in two statements",
        inputs: {
          bucket: "shop",
          policy: policyText(
            { ...DENY, Action: ["s3:*"], Resource: "arn:aws:s3:::shop" },
            { ...DENY, Action: "*", Resource: ["arn:aws:s3:::shop/*"] },
          ),
        },
      },
    ],
    fail: [
      { name: "no policy", inputs: { bucket: "shop" }, path: "", message: "without TLS" },
      {
        name: "a version test alone lets clear text through",
        inputs: { bucket: "shop" },
        stack: [policy({ NumericLessThan: { "s3:TlsVersion": "1.2" } })],
        path: "",
        message: "without TLS",
      },
      {
        name: "a second condition lets some requests through",
        inputs: { bucket: "shop" },
        stack: [
          policy({
            Bool: { "aws:SecureTransport": "false" },
            StringNotEquals: { "aws:PrincipalAccount": "111122223333" },
          }),
        ],
        path: "",
        message: "without TLS",
      },
      ...["arn:aws:s3:::shop", "arn:aws:s3:::shop/*", "arn:aws:s3:::shop/public/*"].map((resource) => ({
        name: `only ${resource.slice("arn:aws:s3:::".length)}`,
        inputs: { bucket: "shop" },
        stack: [policy({ Bool: { "aws:SecureTransport": "false" } }, resource)],
        path: "",
        message: "on it and its objects",
      })),
    ],
    undecided: [
      {
        inputs: { bucket: "shop" },
        stack: [
          {
            type: "aws:s3/bucketPolicy:BucketPolicy",
            name: "policy",
            inputs: { bucket: ref("subject"), policy: UNKNOWN },
          },
        ],
        path: "/policy",
      },
    ],
  },
});
/** What a refusal has to reach: the bucket, and all of its objects. A bucket's ARN holds no slash. */
const REACHES: readonly ((statement: Statement) => boolean)[] = [
  (statement) => statement.resources().some((resource) => /^(?:\*|[^/]*)$/.test(resource)),
  (statement) => statement.resources().some((resource) => /^(?:[^/]*\*|[^/]*\/\*+)$/.test(resource)),
];

function policy(Condition: Value, Resource: Value = "*") {
  const text = policyText({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource, Condition });
  return { type: "aws:s3/bucketPolicy:BucketPolicy", name: "policy", inputs: { bucket: ref("subject"), policy: text } };
}
