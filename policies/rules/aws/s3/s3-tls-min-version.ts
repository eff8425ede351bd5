import { policyText } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { type Statement, statementsOf } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

const BUCKET = "aws:s3/bucket:Bucket";
const DENY = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "*",
  Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
};

export default defineRule({
  id: "s3-tls-min-version",
  title: "Deny TLS versions below 1.2 in the bucket policy.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Old protocol versions are breakable. Every policy that is written for a bucket is judged by itself; whether a bucket has one at all, one resource does not tell.",
  fix: "Add a statement that denies s3:* to everyone when s3:TlsVersion is less than 1.2.",
  links: [awsDocs("Example policies for condition keys", "AmazonS3/latest/userguide/example-bucket-policies.html")],
  types: ["aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"],
  check: (bucket) => {
    const policy = bucket.get("policy");
    if (bucket.type === BUCKET && (!policy.isSet || policy.raw === "")) return NOT_APPLICABLE;
    return some(statementsOf(policy), refusesOldTls)
      ? []
      : [policy.fail("The bucket answers over old TLS; deny s3:* when s3:TlsVersion is below 1.2")];
  },
  examples: {
    pass: [{ type: "aws:s3/bucketPolicy:BucketPolicy", inputs: { policy: policyText(DENY) } }],
    fail: [
      {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        inputs: { policy: policyText({ ...DENY, Condition: { Bool: { "aws:SecureTransport": "false" } } }) },
        path: "/policy",
        message: "old TLS",
      },
      {
        inputs: { policy: policyText({ ...DENY, Condition: { NumericLessThan: { "s3:TlsVersion": "1.1" } } }) },
        path: "/policy",
        message: "old TLS",
      },
    ],
    undecided: [{ type: "aws:s3/bucketPolicy:BucketPolicy", inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
function refusesOldTls(statement: Statement): boolean {
  return every(
    [
      () => !statement.allows(),
      () => statement.actions().some((action) => action === "s3:*" || action === "*"),
      () => statement.principals().some(({ text }) => text === "*"),
      () =>
        statement
          .conditions()
          .some(
            ({ operator, key, values }) =>
              operator.startsWith("numericlessthan") &&
              key === "s3:tlsversion" &&
              values.every((value) => Number(value) >= 1.2),
          ),
    ],
    (test) => test(),
  );
}
