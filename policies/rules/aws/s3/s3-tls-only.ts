import { policyText, ref } from "../../../examples.ts";
import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import type { Statement } from "../../_policy-document.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { BUCKET, someStatement } from "../_buckets.ts";

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
  check: (bucket, { stack }) =>
    someStatement(stack, bucket, refusesClearText)
      ? []
      : [bucket.fail("The bucket answers requests without TLS; deny s3:* when aws:SecureTransport is false")],
  examples: {
    pass: [{ inputs: { bucket: "shop" }, stack: [policy({ Bool: { "aws:SecureTransport": "false" } })] }],
    fail: [
      { name: "no policy", inputs: { bucket: "shop" }, path: "", message: "without TLS" },
      {
        name: "a version test alone lets clear text through",
        inputs: { bucket: "shop" },
        stack: [policy({ NumericLessThan: { "s3:TlsVersion": "1.2" } })],
        path: "",
        message: "without TLS",
      },
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
function refusesClearText(statement: Statement): boolean {
  const everything = () => statement.actions().some((action) => action === "s3:*" || action === "*");
  const everyone = () => statement.principals().some(({ text }) => text === "*");
  const inTheClear = () =>
    statement
      .conditions()
      .some(
        ({ operator, key, values }) =>
          operator.startsWith("bool") && key === "aws:securetransport" && values.includes("false"),
      );
  return every([() => !statement.allows(), everything, everyone, inTheClear], (test) => test());
}

function policy(Condition: Value) {
  const text = policyText({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*", Condition });
  return { type: "aws:s3/bucketPolicy:BucketPolicy", name: "policy", inputs: { bucket: ref("subject"), policy: text } };
}
