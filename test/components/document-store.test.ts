import { describe, expect, test } from "vitest";
import { DOCUMENT_INSTANCE_CLASSES } from "../../components/_document-checks.ts";
import { DocumentStore, type DocumentStoreArgs } from "../../components/document-store.ts";
import { MOCK_ACCOUNT, recordResources } from "../support/mocks.ts";

const tags = { system: "acme", environment: "test", owner: "team@acme.test", dataClass: "sensitive" };
const tagged = {
  system: "acme",
  environment: "test",
  owner: "team@acme.test",
  "data-class": "sensitive",
  component: "document-store",
  "managed-by": "rampart",
};
const key = (name: string) => `arn:aws:kms:eu-west-1:${MOCK_ACCOUNT}:key/${name}`;
const args: DocumentStoreArgs = {
  region: "eu-west-1",
  vpcId: "vpc-1",
  subnetIds: ["subnet-1", "subnet-2"],
  availabilityZones: ["eu-west-1a", "eu-west-1b"],
  kmsKeyArn: key("data"),
  logsKeyArn: key("logs"),
  instanceClass: "db.r6g.large",
  tags,
};
const outputs = { "random:index/randomId:RandomId": () => ({ hex: "0a1b2c3d" }) };
const record = (more: Partial<DocumentStoreArgs> = {}) =>
  recordResources(() => new DocumentStore("documents", { ...args, ...more }), { outputs });

describe("DocumentStore", () => {
  test("makes an encrypted cluster with a password of DocumentDB's own", async () => {
    const cluster = (await record()).one("aws:docdb/cluster:Cluster");
    expect(cluster.inputs).toEqual({
      region: "eu-west-1",
      clusterIdentifier: "documents-0a1b2c3d",
      engine: "docdb",
      engineVersion: "8.0.0",
      allowMajorVersionUpgrade: false,
      applyImmediately: false,
      dbClusterParameterGroupName: expect.stringContaining("documents-parameters"),
      dbSubnetGroupName: expect.stringContaining("documents-subnets"),
      vpcSecurityGroupIds: [expect.stringMatching(/^sg-/)],
      networkType: "IPV4",
      port: 27017,
      storageType: "standard",
      storageEncrypted: true,
      kmsKeyId: key("data"),
      masterUsername: "rampart",
      manageMasterUserPassword: true,
      backupRetentionPeriod: 35,
      preferredBackupWindow: "02:00-03:00",
      preferredMaintenanceWindow: "sun:03:30-sun:04:30",
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "documents-0a1b2c3d-final",
      deletionProtection: true,
      enabledCloudwatchLogsExports: ["audit", "profiler"],
      tags: tagged,
    });
    expect(cluster.opts.protect).toBe(true);
    expect(cluster.opts.dependencies).toEqual(
      expect.arrayContaining(["documents-log-audit", "documents-log-profiler"]),
    );
  });

  test("refuses connections without TLS 1.2, and records logins and slow operations", async () => {
    const group = (await record({ engineVersion: "5.0", slowOperationMilliseconds: 500 })).one(
      "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
    );
    expect(group.inputs).toEqual({
      region: "eu-west-1",
      family: "docdb5.0",
      description: "DocumentDB 5.0 for documents",
      parameters: [
        { name: "tls", value: "tls1.2+", applyMethod: "pending-reboot" },
        { name: "audit_logs", value: "enabled", applyMethod: "immediate" },
        { name: "profiler", value: "enabled", applyMethod: "immediate" },
        { name: "profiler_threshold_ms", value: "500", applyMethod: "immediate" },
        { name: "profiler_sampling_rate", value: "1.0", applyMethod: "immediate" },
        { name: "ttl_monitor", value: "enabled", applyMethod: "immediate" },
      ],
      tags: tagged,
    });
  });

  test("puts the instances into the zones in turns", async () => {
    const instances = (await record({ instances: 3 })).all("aws:docdb/clusterInstance:ClusterInstance");
    expect(instances.map(({ inputs }) => [inputs.identifier, inputs.availabilityZone, inputs.promotionTier])).toEqual([
      ["documents-0a1b2c3d-1", "eu-west-1a", 0],
      ["documents-0a1b2c3d-2", "eu-west-1b", 1],
      ["documents-0a1b2c3d-3", "eu-west-1a", 2],
    ]);
    expect(instances[0]?.inputs).toEqual({
      region: "eu-west-1",
      clusterIdentifier: expect.any(String),
      identifier: "documents-0a1b2c3d-1",
      engine: "docdb",
      instanceClass: "db.r6g.large",
      availabilityZone: "eu-west-1a",
      promotionTier: 0,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      copyTagsToSnapshot: true,
      enablePerformanceInsights: true,
      performanceInsightsKmsKeyId: key("data"),
      preferredMaintenanceWindow: "sun:03:30-sun:04:30",
      applyImmediately: false,
      tags: tagged,
    });
  });

  test("makes log groups before DocumentDB does, under the cluster's own name", async () => {
    const groups = (await record({ logRetentionDays: 90 })).all("aws:cloudwatch/logGroup:LogGroup");
    expect(groups.map(({ inputs }) => inputs)).toEqual(
      ["audit", "profiler"].map((type) => ({
        region: "eu-west-1",
        name: `/aws/docdb/documents-0a1b2c3d/${type}`,
        kmsKeyId: key("logs"),
        retentionInDays: 90,
        deletionProtectionEnabled: true,
        tags: tagged,
      })),
    );
    expect(groups.map(({ opts }) => opts.protect)).toEqual([true, true]);
  });

  test("renews the suffix with whatever replaces the cluster", async () => {
    expect((await record()).one("random:index/randomId:RandomId").inputs).toEqual({
      byteLength: 4,
      keepers: { kmsKeyArn: key("data"), masterUsername: "rampart" },
    });
  });

  test("opens its security group to nobody, then to whom is named", async () => {
    const closed = await record();
    expect(closed.one("aws:ec2/securityGroup:SecurityGroup").inputs).toEqual({
      region: "eu-west-1",
      vpcId: "vpc-1",
      description: "DocumentDB documents",
      tags: { ...tagged, Name: "documents-document-store" },
    });
    expect(closed.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")).toEqual([]);

    const opened = await recordResources(() => new DocumentStore("documents", args).allowFrom("people", "sg-people"), {
      outputs,
    });
    expect(
      opened.one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "documents-from-people").inputs,
    ).toEqual({
      region: "eu-west-1",
      securityGroupId: expect.stringMatching(/^sg-/),
      referencedSecurityGroupId: "sg-people",
      ipProtocol: "tcp",
      fromPort: 27017,
      toPort: 27017,
      description: "From people",
      tags: tagged,
    });
  });

  test("passes each weakening on only when it is asked for", async () => {
    const cluster = (await record({ deletionProtection: false, protect: false, backupRetentionDays: 7 })).one(
      "aws:docdb/cluster:Cluster",
    );
    expect(cluster.inputs).toMatchObject({ deletionProtection: false, backupRetentionPeriod: 7 });
    expect(cluster.opts.protect).toBe(false);
  });

  test("says what others need to know", async () => {
    const { result, resources } = await record();
    expect(resources.find(({ type }) => type === "rampart:data:DocumentStore")?.outputs).toMatchObject({
      address: "documents-cluster.cluster-abc123.eu-west-1.docdb.amazonaws.com",
      port: 27017,
      identifier: "documents-0a1b2c3d",
      clusterArn: `arn:aws:rds:eu-west-1:${MOCK_ACCOUNT}:cluster:documents-0a1b2c3d`,
      masterSecretArn: expect.stringContaining("secret:rds!cluster-"),
      securityGroupId: expect.stringMatching(/^sg-/),
    });
    expect(result.connection).toMatchObject({ name: "document-store", to: { kind: "securityGroup" }, port: 27017 });
  });

  test.each<[Partial<DocumentStoreArgs> & Record<string, unknown>, string]>([
    [{ engineVersion: "4.0" } as never, 'engineVersion is "4.0"; allowed are 5.0, 8.0.'],
    [
      { instanceClass: "db.r6gd.xlarge" },
      `instanceClass is "db.r6gd.xlarge"; allowed are ${DOCUMENT_INSTANCE_CLASSES[0]}`,
    ],
    [{ instances: 0 }, "instances is 0; allowed are whole numbers from 1 to 16."],
    [{ availabilityZones: ["eu-west-1a"] }, "availabilityZones has 1; list at least two different zones of eu-west-1."],
    [
      { availabilityZones: ["eu-west-1a", "us-east-1a"] },
      'availabilityZones has "us-east-1a", which is not in eu-west-1;',
    ],
    [{ masterUsername: "admin" }, 'masterUsername is "admin"; allowed are'],
    [{ masterUsername: "ram_part" }, 'masterUsername is "ram_part"; allowed are'],
    [{ backupRetentionDays: 0 }, "backupRetentionDays is 0; allowed are whole numbers from 1 to 35."],
    [{ backupWindow: "03:00-04:00" }, 'backupWindow "03:00-04:00" and maintenanceWindow "sun:03:30-sun:04:30" overlap'],
    [{ logRetentionDays: 100 }, "logRetentionDays is 100, which CloudWatch Logs does not offer"],
    [{ slowOperationMilliseconds: 10 }, "slowOperationMilliseconds is 10; allowed are whole numbers from 50 to"],
  ])("refuses %j", (more, message) => {
    expect(() => new DocumentStore("documents", { ...args, ...more })).toThrow(`DocumentStore "documents": `);
    expect(() => new DocumentStore("documents", { ...args, ...more })).toThrow(message);
  });

  test("refuses a name that DocumentDB would", () => {
    for (const name of ["Main", "main-", "a--b", "1st", "x".repeat(41)]) {
      expect(() => new DocumentStore(name, args)).toThrow("the name begins the identifier of the cluster");
    }
  });
});
