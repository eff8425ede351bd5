import { policyText } from "../../../examples.ts";
import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { type Documents, type Statement, coversAction, eachStatement } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

const DENY = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: ["arn:aws:s3:::shop/*", "arn:aws:s3:::shop"] };
const ROOT = "arn:aws:iam::111122223333:root";

export default defineRule({
  id: "s3-policy-no-lockout",
  title: "Refuse deny statements that lock out every principal but root.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Repair would then need the root user.",
  fix: "Add a condition to the statement, or except the roles that administer the bucket.",
  links: [awsDocs("Restoring access to a bucket", "AmazonS3/latest/userguide/troubleshoot-403-errors.html")],
  types: ["aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"],
  check: (bucket) =>
    eachStatement(bucket, bucketPolicy, (statement) =>
      locksOut(statement)
        ? [
            statement.property.fail(
              `${statement.label} keeps everyone but root from repairing the bucket's policy; add a condition or except an administrator`,
            ),
          ]
        : [],
    ),
  examples: {
    pass: [
      { inputs: { bucket: "shop" } },
      {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        inputs: { policy: policyText({ ...DENY, Condition: { Bool: { "aws:SecureTransport": "false" } } }) },
      },
      { name: "objects only", inputs: { policy: policyText({ ...DENY, Resource: "arn:aws:s3:::shop/*" }) } },
    ],
    fail: [
      { inputs: { policy: policyText(DENY) }, path: "/policy", message: "keeps everyone but root" },
      {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        inputs: {
          policy: policyText(
            { ...DENY, Condition: { Bool: { "aws:SecureTransport": "false" } } },
            { ...DENY, Condition: { ArnNotLike: { "aws:PrincipalArn": ROOT } } },
          ),
        },
        path: "/policy",
        message: "Statement 2 keeps everyone",
      },
      {
        name: "everyone but root",
        type: "aws:s3/bucketPolicy:BucketPolicy",
        inputs: {
          policy: policyText({ Effect: "Deny", NotPrincipal: { AWS: ROOT }, Action: "s3:Put*", Resource: "*" }),
        },
        path: "/policy",
        message: "but root",
      },
    ],
    undecided: [{ type: "aws:s3/bucketPolicy:BucketPolicy", inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const bucketPolicy: Documents = (resource) => [resource.get("policy")];

function locksOut(statement: Statement): boolean {
  return every(
    [
      () => !statement.allows(),
      () => coversAction(statement, "s3:putbucketpolicy"),
      () => coversBucket(statement),
      () => reachesAllButRoot(statement),
      () =>
        statement.conditions().every(({ operator, key, values }) => {
          return key === "aws:principalarn" && /^(?:string|arn)not/.test(operator) && values.every(isRoot);
        }),
    ],
    (test) => test(),
  );
}

/** A bucket's own ARN holds no slash; its objects' do. */
function coversBucket(statement: Statement): boolean {
  return statement.notResources().length > 0 || statement.resources().some((resource) => !resource.includes("/"));
}

function reachesAllButRoot(statement: Statement): boolean {
  if (!statement.hasNotPrincipal()) return statement.principals().some(({ text }) => text === "*");
  const excepted = statement.property.get("NotPrincipal", "AWS").strings();
  return excepted.length > 0 && excepted.every(isRoot);
}

function isRoot(principal: string): boolean {
  return /^(?:\d{12}|arn:[a-z-]+:iam::\d{12}:root)$/.test(principal);
}
