import { describe, expect, test } from "vitest";
import { Database, type DatabaseArgs } from "../../components/database.ts";
import { MOCK_ACCOUNT, recordResources } from "../support/mocks.ts";

const tags = { system: "acme", environment: "test", owner: "team@acme.test", dataClass: "personal" };
const tagged = {
  system: "acme",
  environment: "test",
  owner: "team@acme.test",
  "data-class": "personal",
  component: "database",
  "managed-by": "rampart",
};
const key = (name: string, region = "eu-west-1") => `arn:aws:kms:${region}:${MOCK_ACCOUNT}:key/${name}`;
const args: DatabaseArgs = {
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  vpcId: "vpc-1",
  subnetIds: ["subnet-1", "subnet-2"],
  kmsKeyArn: key("data"),
  secretsKeyArn: key("secrets"),
  logsKeyArn: key("logs"),
  instanceClass: "db.m7g.large",
  allocatedStorageGib: 100,
  tags,
};
const set = (name: string, value: string, applyMethod = "immediate") => ({ name, value, applyMethod });
const outputs = { "random:index/randomId:RandomId": () => ({ hex: "0a1b2c3d" }) };

const record = (more: Partial<DatabaseArgs> = {}) =>
  recordResources(() => new Database("main", { ...args, ...more }), { outputs });

describe("Database", () => {
  test("makes an encrypted, private, monitored instance with a password of RDS's own", async () => {
    const recording = await record();
    const instance = recording.one("aws:rds/instance:Instance");
    expect(instance.inputs).toEqual({
      region: "eu-west-1",
      identifier: "main-0a1b2c3d",
      engine: "postgres",
      engineVersion: "17",
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      autoMinorVersionUpgrade: true,
      allowMajorVersionUpgrade: false,
      applyImmediately: false,
      parameterGroupName: expect.stringContaining("main-parameters"),
      instanceClass: "db.m7g.large",
      multiAz: true,
      storageType: "gp3",
      allocatedStorage: 100,
      storageEncrypted: true,
      kmsKeyId: key("data"),
      port: 5432,
      publiclyAccessible: false,
      networkType: "IPV4",
      dbSubnetGroupName: expect.stringContaining("main-subnets"),
      vpcSecurityGroupIds: [expect.stringMatching(/^sg-/)],
      caCertIdentifier: "rds-ca-rsa2048-g1",
      username: "rampart",
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: key("secrets"),
      iamDatabaseAuthenticationEnabled: true,
      backupRetentionPeriod: 35,
      backupWindow: "02:00-03:00",
      maintenanceWindow: "sun:03:30-sun:04:30",
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "main-0a1b2c3d-final",
      deletionProtection: true,
      enabledCloudwatchLogsExports: ["postgresql", "upgrade", "iam-db-auth-error"],
      monitoringInterval: 60,
      monitoringRoleArn: expect.stringContaining(":role/main-monitoring-role"),
      databaseInsightsMode: "standard",
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: key("data"),
      performanceInsightsRetentionPeriod: 7,
      tags: tagged,
    });
    expect(instance.opts.protect).toBe(true);
    expect(instance.opts.dependencies).toEqual(
      expect.arrayContaining([
        "main-monitoring-policy",
        "main-log-postgresql",
        "main-log-upgrade",
        "main-log-iam-db-auth-error",
      ]),
    );
  });

  test("sets the parameter group exactly", async () => {
    const group = (await record({ maxConnections: 300, auditClasses: ["ddl", "role"] })).one(
      "aws:rds/parameterGroup:ParameterGroup",
    );
    expect(group.inputs).toEqual({
      region: "eu-west-1",
      family: "postgres17",
      description: "Postgres 17 for main",
      parameters: [
        set("rds.force_ssl", "1"),
        set("ssl_min_protocol_version", "TLSv1.2"),
        set("password_encryption", "scram-sha-256"),
        set("rds.accepted_password_auth_method", "scram"),
        set("log_connections", "1"),
        set("log_disconnections", "1"),
        set("log_statement", "ddl"),
        set("log_min_duration_statement", "1000"),
        set("log_lock_waits", "1"),
        set("log_checkpoints", "1"),
        set("log_temp_files", "10240"),
        set("track_io_timing", "1"),
        set("shared_preload_libraries", "pg_stat_statements,pgaudit", "pending-reboot"),
        set("pgaudit.log", "ddl,role"),
        set("idle_in_transaction_session_timeout", "300000"),
        set("tcp_keepalives_idle", "60"),
        set("tcp_keepalives_interval", "10"),
        set("tcp_keepalives_count", "3"),
        set("max_connections", "300", "pending-reboot"),
      ],
      tags: tagged,
    });
  });

  test("makes log groups before RDS does, under the instance's own name", async () => {
    const groups = (await record({ iamAuthentication: false, logRetentionDays: 90 })).all(
      "aws:cloudwatch/logGroup:LogGroup",
    );
    expect(groups.map(({ inputs }) => inputs)).toEqual(
      ["postgresql", "upgrade"].map((type) => ({
        region: "eu-west-1",
        name: `/aws/rds/instance/main-0a1b2c3d/${type}`,
        kmsKeyId: key("logs"),
        retentionInDays: 90,
        deletionProtectionEnabled: true,
        tags: tagged,
      })),
    );
  });

  test("renews the suffix with whatever replaces the instance", async () => {
    expect((await record()).one("random:index/randomId:RandomId").inputs).toEqual({
      byteLength: 4,
      keepers: { kmsKeyArn: key("data"), masterUsername: "rampart" },
    });
  });

  test("lets only RDS monitoring of this instance use the role", async () => {
    const role = (await record()).one("aws:iam/role:Role");
    expect(JSON.parse(role.inputs.assumeRolePolicy).Statement).toEqual([
      {
        Sid: "AssumeByService",
        Effect: "Allow",
        Principal: { Service: "monitoring.rds.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: {
          StringEquals: { "aws:SourceAccount": MOCK_ACCOUNT },
          ArnLike: { "aws:SourceArn": `arn:aws:rds:eu-west-1:${MOCK_ACCOUNT}:db:main-0a1b2c3d` },
        },
      },
    ]);
  });

  test("opens its security group to nobody, then to whom is named", async () => {
    const closed = await record();
    expect(closed.one("aws:ec2/securityGroup:SecurityGroup").inputs).toEqual({
      region: "eu-west-1",
      vpcId: "vpc-1",
      description: "Postgres main",
      tags: { ...tagged, Name: "main-database" },
    });
    expect(closed.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")).toEqual([]);

    const opened = await recordResources(() => new Database("main", args).allowFrom("rotation", "sg-rotation"), {
      outputs,
    });
    const rule = opened.one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "main-from-rotation");
    expect(rule.inputs).toEqual({
      region: "eu-west-1",
      securityGroupId: expect.stringMatching(/^sg-/),
      referencedSecurityGroupId: "sg-rotation",
      ipProtocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      description: "From rotation",
      tags: tagged,
    });
    expect(rule.parent).toBe("main");
  });

  test("copies backups to the other region", async () => {
    const recording = await record({
      backupReplication: { region: "eu-central-1", kmsKeyArn: key("copy", "eu-central-1") },
    });
    expect(
      recording.one("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication").inputs,
    ).toEqual({
      region: "eu-central-1",
      sourceDbInstanceArn: `arn:aws:rds:eu-west-1:${MOCK_ACCOUNT}:db:main-0a1b2c3d`,
      kmsKeyId: key("copy", "eu-central-1"),
      retentionPeriod: 35,
    });
  });

  test("passes the knobs on, and each weakening only when it is asked for", async () => {
    const instance = (
      await record({
        engineVersion: "18",
        instanceClass: "db.t4g.medium",
        allocatedStorageGib: 400,
        maxAllocatedStorageGib: 1000,
        storageIops: 16_000,
        storageThroughputMibps: 1_000,
        multiAz: false,
        insights: "advanced",
        deletionProtection: false,
        protect: false,
      })
    ).one("aws:rds/instance:Instance");
    expect(instance.inputs).toMatchObject({
      engineVersion: "18",
      instanceClass: "db.t4g.medium",
      allocatedStorage: 400,
      maxAllocatedStorage: 1000,
      iops: 16_000,
      storageThroughput: 1_000,
      multiAz: false,
      databaseInsightsMode: "advanced",
      performanceInsightsRetentionPeriod: 465,
      deletionProtection: false,
    });
    expect(instance.opts.protect).toBe(false);
  });

  test("says what others need to know", async () => {
    const { result, resources } = await record();
    const component = resources.find(({ type }) => type === "rampart:data:Database");
    expect(component?.outputs).toMatchObject({
      port: 5432,
      identifier: "main-0a1b2c3d",
      instanceArn: `arn:aws:rds:eu-west-1:${MOCK_ACCOUNT}:db:main-0a1b2c3d`,
      masterSecretArn: expect.stringContaining("secret:rds!db-"),
      securityGroupId: expect.stringMatching(/^sg-/),
    });
    expect(result.connection).toMatchObject({ name: "database", to: { kind: "securityGroup" }, port: 5432 });
    expect(result.maxConnections).toBe(822);
  });

  test.each<[Partial<DatabaseArgs> & Record<string, unknown>, string]>([
    [{ engineVersion: "15" } as never, 'engineVersion is "15"; allowed are 16, 17, 18.'],
    [{ engineVersion: "17.4" } as never, 'engineVersion is "17.4"; allowed are 16, 17, 18.'],
    [{ instanceClass: "db.m1.small" }, 'instanceClass is "db.m1.small"; allowed are db.t3.micro,'],
    [{ allocatedStorageGib: 10 }, "allocatedStorageGib is 10; allowed are whole numbers from 20 to 65536."],
    [{ maxAllocatedStorageGib: 105 }, "maxAllocatedStorageGib is 105; allowed are whole numbers from 111 to 65536."],
    [{ storageIops: 12_000, storageThroughputMibps: 500 }, "need allocatedStorageGib of 400 or more, and it is 100;"],
    [
      { allocatedStorageGib: 400, storageIops: 12_000 },
      "storageIops and storageThroughputMibps go together; set both or neither.",
    ],
    [
      { allocatedStorageGib: 400, storageIops: 12_000, storageThroughputMibps: 3_001 },
      "storageThroughputMibps is 3001; allowed is at most a quarter of storageIops, 3000 here.",
    ],
    [{ masterUsername: "postgres" }, 'masterUsername is "postgres"; allowed are'],
    [{ masterUsername: "rds_me" }, 'masterUsername is "rds_me"; allowed are'],
    [{ backupRetentionDays: 0 }, "backupRetentionDays is 0; allowed are whole numbers from 1 to 35."],
    [
      { backupReplication: { region: "eu-west-1", kmsKeyArn: key("copy") } },
      'backupReplication.region is "eu-west-1", the database\'s own; name another region.',
    ],
    [{ logRetentionDays: 100 }, "logRetentionDays is 100, which CloudWatch Logs does not offer"],
    [{ monitoringIntervalSeconds: 0 }, "monitoringIntervalSeconds is 0; allowed are 1, 5, 10, 15, 30, 60."],
    [{ slowStatementMilliseconds: 0 }, "slowStatementMilliseconds is 0; allowed are whole numbers from 1 to"],
    [{ auditClasses: ["all", "ddl"] }, 'auditClasses has "all" beside other classes;'],
    [{ maxConnections: 5 }, "maxConnections is 5; allowed are whole numbers from 6 to"],
  ])("refuses %j", (more, message) => {
    expect(() => new Database("main", { ...args, ...more })).toThrow(`Database "main": `);
    expect(() => new Database("main", { ...args, ...more })).toThrow(message);
  });

  test("refuses a name that RDS would", () => {
    for (const name of ["Main", "main-", "a--b", "1st", "x".repeat(41)]) {
      expect(() => new Database(name, args)).toThrow("the name begins the identifier of the instance");
    }
  });
});
