import { describe, expect, test } from "vitest";
import { simulate } from "../../../engine/record/simulate.ts";
import { simulators } from "../../../engine/record/simulated/index.ts";
import { type Properties, Secret, UNKNOWN, type Value, isSimulatedText } from "../../../policies/value.ts";

function outputsOf(type: string, inputs: Properties = {}, name = "thing") {
  const urn = `urn:pulumi:dev::shop::${type}::${name}`;
  return simulate({ urn, type, name, inputs, region: "eu-west-1" });
}

function texts(value: Value | undefined): string[] {
  if (typeof value === "string") return [value];
  if (value instanceof Secret) return texts(value.value);
  if (Array.isArray(value)) return value.flatMap((item: Value) => texts(item));
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

function topicArn(region: string | undefined, accountId?: string): Value | undefined {
  const topic = { urn: "u", type: "aws:sns/topic:Topic", name: "t", inputs: {}, region };
  return simulate({ ...topic, ...(accountId !== undefined && { accountId }) }).outputs["arn"];
}

const TYPES = [
  ...Object.keys(simulators.byType),
  "aws:accessanalyzer/analyzer:Analyzer",
  "kubernetes:apps/v1:Deployment",
  "gcp:a/b:C",
];

/** Texts that say nothing about the account: constants of the formats and echoes of what was given. */
const CONSTANT = /^(none|-|CNAME|default|eu-west-1|thing|example\.com)$/;

describe("simulated outputs", () => {
  test.each(TYPES)("of %s can be recognised, are the same on every run and differ between resources", (type) => {
    const inputs = {
      length: 20,
      byteLength: 20,
      min: 1,
      engine: "postgres",
      domainName: "example.com",
      manageMasterUserPassword: true,
    };
    const { id, outputs } = outputsOf(type, inputs);
    const plain = texts({ ...outputs, id: id ?? "none" }).filter((text) => !isSimulatedText(text));
    expect(plain.filter((text) => !CONSTANT.test(text))).toEqual([]);
    expect(outputsOf(type, inputs)).toEqual({ id, outputs });
    const other = outputsOf(type, inputs, "other");
    const isMadeUp = isSimulatedText(JSON.stringify([id, outputs]));
    expect(JSON.stringify([other.id, other.outputs]) === JSON.stringify([id, outputs])).toBe(!isMadeUp);
  });

  test.each([
    ["aws:ec2/vpc:Vpc", /^vpc-51a7ed[0-9a-f]{11}$/],
    ["aws:ec2/subnet:Subnet", /^subnet-51a7ed[0-9a-f]{11}$/],
    ["aws:ec2/securityGroup:SecurityGroup", /^sg-51a7ed[0-9a-f]{11}$/],
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", /^sgr-51a7ed[0-9a-f]{11}$/],
    ["aws:kms/key:Key", /^51a7ed[0-9a-f]{2}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/],
    ["aws:iam/role:Role", /^thing-51a7ed[0-9a-f]{3}$/],
    [
      "aws:secretsmanager/secret:Secret",
      /^arn:aws:secretsmanager:eu-west-1:123456789012:secret:thing-51a7ed[0-9a-f]{3}-51a7ed[0-9a-f]$/,
    ],
    ["aws:sqs/queue:Queue", /^https:\/\/sqs\.eu-west-1\.amazonaws\.com\/123456789012\/thing-51a7ed[0-9a-f]{3}$/],
  ])("of %s have an id as AWS writes it", (type, pattern) => {
    expect(outputsOf(type).id).toMatch(pattern);
  });

  test("what follows from the inputs alone is exact", () => {
    expect(outputsOf("aws:s3/bucket:Bucket", { bucket: "media" })).toMatchObject({
      id: "media",
      outputs: { arn: "arn:aws:s3:::media", bucketRegionalDomainName: "media.s3.eu-west-1.amazonaws.com" },
    });
    expect(outputsOf("kubernetes:core/v1:ConfigMap", { metadata: { name: "a", namespace: "b" } }).id).toBe("b/a");
    expect(outputsOf("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", { metadata: { name: "a" } }).id).toBe("a");
  });

  test("what depends on an unknown input is left out", () => {
    const { id, outputs } = outputsOf("aws:s3/bucket:Bucket", { bucket: UNKNOWN });
    expect(id).toBeUndefined();
    expect(outputs).not.toHaveProperty("arn");
    expect(outputsOf("kubernetes:core/v1:Secret", { metadata: UNKNOWN }).id).toBeUndefined();
  });

  test("a database has the endpoint and port of its engine and, when asked, a managed secret", () => {
    const { outputs } = outputsOf("aws:rds/instance:Instance", {
      engine: "postgres",
      identifier: "main",
      manageMasterUserPassword: true,
    });
    expect(outputs["endpoint"]).toMatch(/^main\.51a7ed[0-9a-f]{6}\.eu-west-1\.rds\.amazonaws\.com:5432$/);
    expect(outputs["port"]).toBe(5432);
    expect(outputs["masterUserSecrets"]).toMatchObject([{ secretArn: expect.stringMatching(/:secret:rds!db-51a7ed/) }]);
    expect(outputsOf("aws:rds/instance:Instance", { engine: "mysql" }).outputs).toMatchObject({ port: 3306 });
    expect(outputsOf("aws:rds/instance:Instance", { engine: "postgres" }).outputs).not.toHaveProperty(
      "masterUserSecrets",
    );
  });

  test("random texts have the asked length, passwords are secret, texts too short to be recognised unknown", () => {
    const { result } = outputsOf("random:index/randomPassword:RandomPassword", { length: 24 }).outputs;
    expect(result).toBeInstanceOf(Secret);
    expect((result as Secret).value).toHaveLength(24);
    expect(outputsOf("random:index/randomString:RandomString", { length: 6 })).toEqual({ id: undefined, outputs: {} });
    const bytes = outputsOf("random:index/randomId:RandomId", { byteLength: 8 }).outputs;
    expect(bytes["hex"]).toHaveLength(16);
    expect(bytes["b64Std"]).toHaveLength(12);
    expect(bytes["b64Url"]).toHaveLength(11);
  });

  test("a certificate is proven for each of its names", () => {
    const { outputs } = outputsOf("aws:acm/certificate:Certificate", {
      domainName: "example.com",
      subjectAlternativeNames: ["*.example.com", "example.com"],
    });
    const options = outputs["domainValidationOptions"] as { domainName: string; resourceRecordName: string }[];
    expect(options.map(({ domainName }) => domainName)).toEqual(["example.com", "*.example.com"]);
    expect(options[0]?.resourceRecordName).toBe(options[1]?.resourceRecordName);
  });

  test("an AWS type of no table has what its class has", () => {
    expect(outputsOf("aws:accessanalyzer/analyzer:Analyzer").outputs["arn"]).toMatch(
      /^arn:aws:accessanalyzer:eu-west-1:/,
    );
    expect(outputsOf("aws:ec2/vpcIpamPoolCidr:VpcIpamPoolCidr").outputs).not.toHaveProperty("arn");
  });

  test("accounts, regions and partitions are the resource's", () => {
    expect(topicArn("cn-north-1")).toMatch(/^arn:aws-cn:sns:cn-north-1:123456789012:/);
    expect(topicArn("us-gov-west-1", "210987654321")).toMatch(/^arn:aws-us-gov:sns:us-gov-west-1:210987654321:/);
    expect(topicArn(undefined)).toMatch(/^arn:aws:sns:us-east-1:/);
  });
});
