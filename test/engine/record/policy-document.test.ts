import { describe, expect, test } from "vitest";
import { iamPolicyDocument } from "../../../engine/record/policy-document.ts";
import { Secret, UNKNOWN } from "../../../policies/value.ts";

function document(args: Parameters<typeof iamPolicyDocument>[0]): unknown {
  return JSON.parse(iamPolicyDocument(args) as string);
}

function withPrincipals(principals: { type: string; identifiers: string[] }[]): unknown {
  return document({ statements: [{ effect: "Deny", actions: ["s3:*"], principals }] });
}

function source(Sid: string, Action: string): string {
  return JSON.stringify({ Statement: [{ Sid, Effect: "Allow", Action }] });
}

describe("the document of aws.iam.getPolicyDocument", () => {
  test("is written as the provider writes it, byte for byte", () => {
    const json = iamPolicyDocument({
      statements: [
        {
          sid: "Read",
          actions: ["s3:GetObject", "s3:ListBucket", "s3:GetObject"],
          resources: ["arn:aws:s3:::b/*", "arn:aws:s3:::b"],
          conditions: [{ test: "StringLike", variable: "s3:prefix", values: ["home/&{aws:username}/*"] }],
        },
      ],
    });
    expect(json).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:ListBucket",
        "s3:GetObject"
      ],
      "Resource": [
        "arn:aws:s3:::b/*",
        "arn:aws:s3:::b"
      ],
      "Condition": {
        "StringLike": {
          "s3:prefix": "home/\${aws:username}/*"
        }
      }
    }
  ]
}`);
  });

  test("keeps an AWS wildcard principal apart from everybody", () => {
    expect(withPrincipals([{ type: "*", identifiers: ["*"] }])).toMatchObject({
      Statement: [{ Effect: "Deny", Principal: "*" }],
    });
    expect(withPrincipals([{ type: "AWS", identifiers: ["*"] }])).toMatchObject({
      Statement: [{ Principal: { AWS: "*" } }],
    });
    expect(
      withPrincipals([
        { type: "Service", identifiers: ["a.amazonaws.com"] },
        { type: "AWS", identifiers: ["1", "2"] },
        { type: "Service", identifiers: ["b.amazonaws.com"] },
      ]),
    ).toMatchObject({
      Statement: [{ Principal: { AWS: ["2", "1"], Service: ["a.amazonaws.com", "b.amazonaws.com"] } }],
    });
  });

  test("negated fields, ids and several values of one condition are kept", () => {
    expect(
      document({
        policyId: "p",
        statements: [
          {
            notActions: ["iam:*"],
            notResources: ["*"],
            notPrincipals: [{ type: "AWS", identifiers: ["1"] }],
            conditions: [
              { test: "Bool", variable: "aws:SecureTransport", values: ["false"] },
              { test: "StringEquals", variable: "aws:x", values: ["b", "a"] },
              { test: "StringEquals", variable: "aws:x", values: ["c"] },
            ],
          },
        ],
      }),
    ).toEqual({
      Version: "2012-10-17",
      Id: "p",
      Statement: [
        {
          Effect: "Allow",
          NotAction: "iam:*",
          NotResource: "*",
          NotPrincipal: { AWS: "1" },
          Condition: { Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:x": ["b", "a", "c"] } },
        },
      ],
    });
  });

  test("source documents come first, overrides replace statements of the same Sid", () => {
    expect(
      document({
        sourcePolicyDocuments: [source("a", "s3:A"), source("b", "s3:B")],
        statements: [{ sid: "b", actions: ["s3:Own"] }],
        overridePolicyDocuments: [source("a", "s3:Override"), source("c", "s3:C")],
      }),
    ).toMatchObject({ Statement: [{ Sid: "a", Action: "s3:Override" }, { Sid: "b", Action: "s3:Own" }, { Sid: "c" }] });
    expect(() => iamPolicyDocument({ sourcePolicyDocuments: [source("a", "s3:A"), source("a", "s3:B")] })).toThrow(
      /duplicate Sid \(a\)/,
    );
  });

  test("escapes what Go's encoder escapes", () => {
    expect(iamPolicyDocument({ statements: [{ actions: ["a<b>&c"] }] })).toContain("a\\u003cb\\u003e\\u0026c");
  });

  test("is unknown when anything in it is, and opens secrets", () => {
    expect(iamPolicyDocument({ statements: [{ actions: ["s3:*"], resources: [UNKNOWN] }] })).toBe(UNKNOWN);
    expect(document({ statements: new Secret([{ actions: ["s3:*"] }]) })).toMatchObject({
      Statement: [{ Action: "s3:*" }],
    });
  });
});
