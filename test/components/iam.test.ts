import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { assumeRolePolicy, fromAccount, policyDocument } from "../../components/_iam.ts";
import { valueOf } from "../support/mocks.ts";

describe("policyDocument", () => {
  test("renders a statement in the words of AWS and waits for its outputs", async () => {
    const document = policyDocument([
      {
        sid: "Read",
        actions: ["s3:GetObject"],
        resources: pulumi.interpolate`arn:aws:s3:::${pulumi.output("bucket")}/*`,
        principals: { AWS: "111122223333" },
        conditions: { Bool: { "aws:SecureTransport": "true" } },
      },
      { sid: "Keep", effect: "Deny", notActions: ["s3:Get*"], notResources: ["*"], principals: "*" },
    ]);
    expect(await valueOf(document)).toBe(
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Read",
            Effect: "Allow",
            Principal: { AWS: "111122223333" },
            Action: ["s3:GetObject"],
            Resource: "arn:aws:s3:::bucket/*",
            Condition: { Bool: { "aws:SecureTransport": "true" } },
          },
          { Sid: "Keep", Effect: "Deny", Principal: "*", NotAction: ["s3:Get*"], NotResource: ["*"] },
        ],
      }),
    );
  });

  const refused: [string, Parameters<typeof policyDocument>[0], RegExp][] = [
    ["an empty document", [], /no statements/],
    ["a sid with a space", [{ sid: "a b", actions: ["s3:*"] }], /malformed sid/],
    [
      "a sid used twice",
      [
        { sid: "A", actions: ["s3:Get*"] },
        { sid: "A", actions: ["s3:Put*"] },
      ],
      /"A" is used twice/,
    ],
    ["no action", [{ sid: "A" }], /exactly one of actions and notActions/],
    ["an empty list of actions", [{ sid: "A", actions: [] }], /lists no action/],
    ["both forms of action", [{ sid: "A", actions: ["s3:*"], notActions: ["s3:*"] }], /exactly one of/],
    ["both forms of resource", [{ sid: "A", actions: ["s3:*"], resources: "*", notResources: "*" }], /both resources/],
    ["everybody without a condition", [{ sid: "A", actions: ["s3:*"], principals: "*" }], /allows everybody/],
    [
      "every AWS principal without a condition",
      [{ sid: "A", actions: ["s3:*"], principals: { AWS: ["*"] } }],
      /allows everybody/,
    ],
    [
      "everybody with an empty condition",
      [{ sid: "A", actions: ["s3:*"], principals: "*", conditions: {} }],
      /allows everybody/,
    ],
  ];
  test.each(refused)("refuses %s", (_what, statements, message) => {
    expect(() => policyDocument(statements)).toThrow(message);
  });
});

test("a trust policy lets only the service act, and only for this account", async () => {
  const document = assumeRolePolicy(
    "vpc-flow-logs.amazonaws.com",
    fromAccount("111122223333", "arn:aws:ec2:eu-west-1:111122223333:vpc-flow-log/*"),
  );
  expect(JSON.parse(await valueOf(document)).Statement).toEqual([
    {
      Sid: "AssumeByService",
      Effect: "Allow",
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Action: ["sts:AssumeRole"],
      Condition: {
        StringEquals: { "aws:SourceAccount": "111122223333" },
        ArnLike: { "aws:SourceArn": "arn:aws:ec2:eu-west-1:111122223333:vpc-flow-log/*" },
      },
    },
  ]);
});
