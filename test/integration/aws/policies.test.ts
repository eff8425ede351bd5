import { beforeAll, describe, expect, test } from "vitest";
import { arnsMeet } from "./_arn-patterns.ts";
import { type IamDatabase, readIamDatabase } from "./_iam-actions.ts";
import { installModels } from "./_models.ts";
import { plannedResources } from "./_plans.ts";
import { checkDocument } from "./_policy-checks.ts";
import { type Kind, type PolicyDocument, policyDocuments } from "./_policy-documents.ts";
import { exceptions } from "./_policy-exceptions.ts";
import { checkSize } from "./_policy-limits.ts";

const missing = installModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)("policy documents and the database of IAM actions", () => {
  let database: IamDatabase;
  let documents: readonly PolicyDocument[];

  beforeAll(async () => {
    database = readIamDatabase();
    documents = policyDocuments(await plannedResources());
  });

  test("every document of every plan holds to actions, resources and condition keys that exist", () => {
    const findings = documents.flatMap((document) =>
      checkDocument(document, database).map((text) => ({ document, text })),
    );
    const isExcepted = (text: string): boolean => exceptions.some(({ finding }) => finding.test(text));
    const statements = documents.flatMap((document) => document.statements);
    const byType = Object.groupBy(documents, ({ type }) => type);
    console.log(
      [
        `${documents.length} documents, ${new Set(documents.map(({ text }) => text)).size} of them different, ${statements.length} statements`,
        ...Object.entries(byType).map(([type, list]) => `  ${list?.length} ${type}`),
        ...exceptions.map(
          ({ finding, reason }) => `  ${findings.filter(({ text }) => finding.test(text)).length} excepted: ${reason}`,
        ),
      ].join("\n"),
    );
    expect(
      findings.filter(({ text }) => !isExcepted(text)).map(({ document, text }) => `${nameOf(document)} ${text}`),
    ).toEqual([]);
    expect(
      exceptions.filter(({ finding }) => !findings.some(({ text }) => finding.test(text))),
      "exceptions that nothing meets",
    ).toEqual([]);
  });

  test("every document is as short as its service asks, and says no Sid twice", () => {
    expect(documents.flatMap((document) => checkSize(document).map((text) => `${nameOf(document)} ${text}`))).toEqual(
      [],
    );
  });

  test("a role's own policies are as short together as IAM asks", async () => {
    const policies = (await plannedResources()).filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
    const roles = Object.entries(Object.groupBy(policies, ({ run, inputs }) => `${run} ${inputs["role"]}`));
    const sizes = roles.map(([role, own = []]) => ({
      role,
      size: own.reduce((sum, { inputs }) => sum + String(inputs["policy"]).length, 0),
    }));
    expect(sizes.filter(({ size }) => size > 10_240)).toEqual([]);
  });

  test.each<{ what: string; kind?: Kind; statement: object; finding: string }>([
    {
      what: "an action that is not there",
      statement: { Action: "s3:GetObjekt", Resource: "*" },
      finding: "no action s3:GetObjekt",
    },
    {
      what: "a bucket action with an object's ARN",
      statement: { Action: "s3:ListBucket", Resource: "arn:aws:s3:::bucket/*" },
      finding: "s3:ListBucket takes none of the resources",
    },
    {
      what: "an action that knows no resource",
      statement: { Action: "ec2:DescribeSubnets", Resource: "arn:aws:ec2:eu-north-1:123456789012:subnet/subnet-1" },
      finding: "ec2:DescribeSubnets takes none of the resources, but *",
    },
    {
      what: "a key that is not there",
      statement: { Action: "s3:GetObject", Resource: "*", Condition: { StringEquals: { "s3:Prefixes": "a" } } },
      finding: "no condition key s3:Prefixes",
    },
    {
      what: "a key of another action",
      statement: { Action: "s3:GetObject", Resource: "*", Condition: { StringEquals: { "s3:prefix": "a" } } },
      finding: "s3:GetObject has no condition key s3:prefix",
    },
    {
      what: "a list compared as one value",
      statement: { Action: "s3:*", Resource: "*", Condition: { StringEquals: { "aws:CalledVia": "a" } } },
      finding: "StringEquals needs set operator",
    },
    {
      what: "one value compared as a list",
      statement: {
        Action: "s3:*",
        Resource: "*",
        Condition: { "ForAllValues:StringEquals": { "aws:PrincipalArn": "a" } },
      },
      finding: "ForAllValues:StringEquals takes no set operator",
    },
    {
      what: "a number compared as text",
      statement: { Action: "s3:*", Resource: "*", Condition: { StringEquals: { "aws:MultiFactorAuthAge": "1" } } },
      finding: "StringEquals does not compare aws:MultiFactorAuthAge",
    },
    {
      what: "a Sid that IAM refuses",
      kind: "identity",
      statement: { Sid: "read-objects", Action: "s3:GetObject", Resource: "*" },
      finding: "the Sid read-objects is refused",
    },
  ])("$what is found", ({ kind = "resource", statement, finding }) => {
    const document = { run: "", type: "", name: "", property: "", kind, text: "", statements: [statement] };
    expect(checkDocument(document, database).join("\n")).toContain(finding);
  });

  test.each([
    ["arn:aws:s3:::bucket/a/*", "arn:${Partition}:s3:::${BucketName}/${ObjectName}", true],
    ["arn:aws:s3:::bucket/a", "arn:${Partition}:s3:::${BucketName}", false],
    ["arn:aws:s3:::bucket*", "arn:${Partition}:s3:::${BucketName}", true],
    ["arn:aws:sqs:eu-north-1:1:q", "arn:${Partition}:sns:${Region}:${Account}:${TopicName}", false],
    ["arn:aws:logs:eu-north-1:1:log-group:a:*", "arn:${Partition}:logs:${Region}:${Account}:log-group:${Name}", true],
  ])("%s and %s meet: %s", (resource, template, meet) => {
    expect(arnsMeet(resource, template)).toBe(meet);
  });
});

function nameOf({ run, type, name, property }: PolicyDocument): string {
  return `${run} ${type} ${name}.${property}:`;
}
