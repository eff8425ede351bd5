import type { ValidateFunction } from "ajv";
import { beforeAll, describe, expect, test } from "vitest";
import { counterparts } from "./_counterparts.ts";
import { installModels, type Json } from "./_models.ts";
import { type PlannedResource, plannedResources } from "./_plans.ts";
import { registrySchema } from "./_registry.ts";
import { compile, type Judged, judge } from "./_schema-check.ts";
import { type Counterpart, inVendorShape } from "./_vendor-shape.ts";

/** Types that the registry has no resource for, and where else they are looked at. */
const without: Readonly<Record<string, string>> = {
  "aws:acm/certificateValidation:CertificateValidation": "waits, and makes nothing",
  "aws:amp/scraperLoggingConfiguration:ScraperLoggingConfiguration":
    "a property of the scraper there; judged as the call",
  "aws:backup/vaultPolicy:VaultPolicy": "a policy document, judged as one and as the call",
  "aws:ec2/defaultRouteTable:DefaultRouteTable": "takes over what the VPC came with",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "takes over what the VPC came with",
  "aws:ebs/defaultKmsKey:DefaultKmsKey": "a setting of the account",
  "aws:ebs/encryptionByDefault:EncryptionByDefault": "a setting of the account",
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": "a setting of the account",
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": "a setting of the account",
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": "a setting of the account",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": "a text within the repository there",
  "aws:ecr/repositoryPolicy:RepositoryPolicy": "a policy document, judged as one",
  "aws:guardduty/detectorFeature:DetectorFeature": "a property of the detector there",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "a property of the role there; judged as the call",
  "aws:kms/keyPolicy:KeyPolicy": "a policy document, judged as one and as the call",
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": "judged as the call",
  "aws:route53/queryLog:QueryLog": "a property of the zone there, which others own; judged as the call",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": "a setting of the account",
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": "a property of the bucket there",
  "aws:secretsmanager/secretVersion:SecretVersion": "a property of the secret there; judged as the call",
};

const missing = installModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)("resources and the schemas of the CloudFormation registry", () => {
  const compiled = new Map<string, { schema: Json; validate: ValidateFunction }>();
  let resources: readonly PlannedResource[];

  beforeAll(async () => {
    resources = await plannedResources();
  });

  test("every resource with a counterpart is one that the registry would take", () => {
    const compared = resources.flatMap((resource) => {
      const counterpart = counterparts[resource.type];
      return counterpart === undefined
        ? []
        : [{ resource, counterpart, judged: judgeOne(resource.inputs, counterpart) }];
    });
    const properties = compared.flatMap(({ resource, counterpart }) =>
      (counterpart.own ?? [])
        .filter((name) => resource.inputs[name] !== undefined)
        .map((name) => `${resource.type} ${name}`),
    );
    console.log(
      [
        `${compared.length} resources of ${new Set(compared.map(({ resource }) => resource.type)).size} types compared`,
        `${compared.reduce((sum, { judged }) => sum + judged.placeholders, 0)} findings about placeholders, not judged`,
        `${new Set(properties).size} properties that the registry does not have, ${properties.length} times:`,
        ...[...new Set(properties)].toSorted().map((name) => `  ${name}`),
        "no counterpart:",
        ...Object.entries(without).map(
          ([type, reason]) => `  ${resources.filter((one) => one.type === type).length} ${type}: ${reason}`,
        ),
      ].join("\n"),
    );
    expect(
      compared.flatMap(({ resource, judged }) =>
        judged.findings.map((text) => `${resource.run} ${resource.type} ${resource.name}: ${text}`),
      ),
    ).toEqual([]);
  });

  test("every type has a counterpart or a reason to have none", () => {
    const types = new Set(resources.map(({ type }) => type));
    expect([...types].filter((type) => counterparts[type] === undefined && without[type] === undefined)).toEqual([]);
    expect(Object.keys(without).filter((type) => !types.has(type))).toEqual([]);
  });

  test.each<{ what: string; type: string; change: Record<string, Json>; finding: string }>([
    {
      what: "a name that is not there",
      type: "aws:sqs/queue:Queue",
      change: { visibility: 30 },
      finding: "must NOT have additional properties Visibility",
    },
    {
      what: "an engine version that is not there",
      type: "aws:rds/instance:Instance",
      change: { engineVersion: "17.99" },
      finding: "/EngineVersion must be equal to one of the allowed values",
    },
    {
      what: "a class that the region has not",
      type: "aws:rds/instance:Instance",
      change: { instanceClass: "db.r7q.large" },
      finding: "/DBInstanceClass must be equal to one of the allowed values",
    },
    {
      what: "a document class that the region has not",
      type: "aws:docdb/clusterInstance:ClusterInstance",
      change: { instanceClass: "db.r7q.large" },
      finding: "/DBInstanceClass must be equal to one of the allowed values",
    },
    {
      what: "a member that is not there",
      type: "aws:eks/cluster:Cluster",
      change: { upgradePolicy: { supportType: "LONG" } },
      finding: "must be equal to one of the allowed values",
    },
    {
      what: "a number that is too large",
      type: "aws:kms/key:Key",
      change: { deletionWindowInDays: 31 },
      finding: "/PendingWindowInDays must be <= 30",
    },
    {
      what: "two sources of one rule",
      type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      change: { cidrIpv4: "10.0.0.0/8", referencedSecurityGroupId: "sg-0123456789abcdef0" },
      finding: "requiredXor",
    },
  ])("$what is found", ({ type, change, finding }) => {
    const resource = resources.find((one) => one.type === type);
    const counterpart = counterparts[type];
    if (resource === undefined || counterpart === undefined) throw new Error(`no plan holds ${type}`);
    expect(judgeOne({ ...resource.inputs, ...change }, counterpart).findings.join("\n")).toContain(finding);
  });

  function judgeOne(inputs: Record<string, Json>, counterpart: Counterpart): Judged {
    const region: string = inputs["region"] ?? "us-east-1";
    const key = `${region} ${counterpart.model}`;
    let entry = compiled.get(key);
    if (entry === undefined) {
      const schema = registrySchema(counterpart.model, region);
      if (schema === undefined) return { findings: [`${region} has no ${counterpart.model}`], placeholders: 0 };
      entry = { schema, validate: compile(schema) };
      compiled.set(key, entry);
    }
    return judge(entry.validate, inVendorShape(inputs, counterpart, entry.schema));
  }
});
