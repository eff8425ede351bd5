import { beforeAll, describe, expect, test } from "vitest";
import { Backup, type BackupArgs, backupRoleArn } from "../../components/backup.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";

const tags = { system: "shop", environment: "prod", owner: "platform", dataClass: "personal" };
const tagged = {
  system: "shop",
  environment: "prod",
  owner: "platform",
  "data-class": "personal",
  component: "backup",
  "managed-by": "rampart",
};
const key = (region: string): string => `arn:aws:kms:${region}:${MOCK_ACCOUNT}:key/backup`;
const database = `arn:aws:rds:eu-central-1:${MOCK_ACCOUNT}:db:main`;
const bucket = "arn:aws:s3:::shop-media";
const MANAGED = "arn:aws:iam::aws:policy";
const deployer = `arn:aws:iam::${MOCK_ACCOUNT}:role/deployer`;

const databaseClass: BackupArgs["classes"][string] = {
  service: "rds",
  resourceArns: [database],
  schedule: "0 5 * * *",
  retentionDays: 35,
  copyRetentionDays: 90,
  pointInTimeRecovery: true,
  windows: { backupWindow: "02:00-03:00", maintenanceWindow: "sun:03:30-sun:04:30" },
  recoveryPointMinutes: 5,
  regionLossPointMinutes: 1_680,
};
const mediaClass: BackupArgs["classes"][string] = {
  service: "s3",
  resourceArns: [bucket],
  schedule: "0 6 * * *",
  retentionDays: 35,
  copyRetentionDays: 365,
};
const args: BackupArgs = {
  prefix: "shop-prod",
  region: "eu-central-1",
  accountId: MOCK_ACCOUNT,
  kmsKeyArn: key("eu-central-1"),
  copies: { region: "eu-west-1", kmsKeyArn: key("eu-west-1") },
  classes: { database: databaseClass, media: mediaClass },
  lock: { mode: "governance", minRetentionDays: 7 },
  vaultAdministratorArns: [deployer],
  restoreTest: { schedule: "0 5 1 * *", vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] },
  reports: { bucketName: "audit", keyPrefix: "backup" },
  tags,
};
const record = (extra: Partial<BackupArgs> = {}) => recordResources(() => new Backup("backup", { ...args, ...extra }));
const databases = (extra: object) => ({ classes: { database: { ...databaseClass, ...extra } } });
const media = (extra: object) => ({ classes: { ...args.classes, media: { ...mediaClass, ...extra } } });
const refuse = (extra: object) => record(extra);

let backup: Recording<Backup>;
beforeAll(async () => {
  backup = await record();
});

describe("the vaults", () => {
  test("are encrypted with their region's key and survive a destroy", () => {
    expect(backup.all("aws:backup/vault:Vault").map((it) => [it.name, it.inputs, it.opts.protect])).toEqual([
      [
        "backup",
        {
          region: "eu-central-1",
          name: "shop-prod-backup",
          kmsKeyArn: key("eu-central-1"),
          forceDestroy: false,
          tags: tagged,
        },
        true,
      ],
      [
        "backup-copy",
        {
          region: "eu-west-1",
          name: "shop-prod-backup-copy",
          kmsKeyArn: key("eu-west-1"),
          forceDestroy: false,
          tags: tagged,
        },
        true,
      ],
    ]);
  });

  test("are locked in governance mode, which changeableForDays would make permanent", () => {
    expect(backup.all("aws:backup/vaultLockConfiguration:VaultLockConfiguration").map((it) => it.inputs)).toEqual([
      { region: "eu-central-1", backupVaultName: "shop-prod-backup", minRetentionDays: 7 },
      { region: "eu-west-1", backupVaultName: "shop-prod-backup-copy", minRetentionDays: 7 },
    ]);
  });

  test("are locked for good only on request", async () => {
    const permanent = await record({
      lock: {
        mode: "compliance",
        minRetentionDays: 7,
        changeableForDays: 14,
        acknowledgePermanent: true,
        tier: "prod",
      },
    });
    expect(
      permanent
        .all("aws:backup/vaultLockConfiguration:VaultLockConfiguration")
        .map((it) => it.inputs.changeableForDays),
    ).toEqual([14, 14]);
  });

  test.each(["backup", "backup-copy"])("deny deletion, changes and other accounts (%s)", (name) => {
    const { inputs, opts } = backup.one("aws:backup/vaultPolicy:VaultPolicy", name);
    expect(opts.dependencies).toContain(name);
    expect(parsePolicy(inputs.policy).statements).toEqual([
      {
        Sid: "NobodyDeletesBackups",
        Effect: "Deny",
        Principal: "*",
        Action: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
        Resource: "*",
      },
      {
        Sid: "OnlyAdministratorsChangeTheVault",
        Effect: "Deny",
        Principal: "*",
        Action: [
          "backup:DeleteBackupVault",
          "backup:DeleteBackupVaultAccessPolicy",
          "backup:DeleteBackupVaultLockConfiguration",
          "backup:PutBackupVaultAccessPolicy",
          "backup:PutBackupVaultLockConfiguration",
        ],
        Resource: "*",
        Condition: { ArnNotLike: { "aws:PrincipalArn": [`arn:aws:iam::${MOCK_ACCOUNT}:root`, deployer] } },
      },
      {
        Sid: "NoForeignAccounts",
        Effect: "Deny",
        Principal: "*",
        Action: ["backup:CopyIntoBackupVault", "backup:StartCopyJob", "backup:StartRestoreJob"],
        Resource: "*",
        Condition: {
          StringNotEquals: { "aws:PrincipalAccount": MOCK_ACCOUNT },
          Bool: { "aws:PrincipalIsAWSService": "false" },
        },
      },
    ]);
  });

  test("let protection be lifted", async () => {
    expect((await record({ protect: false })).resources.filter((it) => it.opts.protect)).toEqual([]);
  });
});

describe("the role", () => {
  test("backs up and cannot restore", async () => {
    expect(backup.one("aws:iam/role:Role", "backup").inputs).toMatchObject({ name: "shop-prod-backup", tags: tagged });
    expect(parsePolicy(backup.one("aws:iam/role:Role", "backup").inputs.assumeRolePolicy).statements).toEqual([
      {
        Sid: "AssumeByService",
        Effect: "Allow",
        Principal: { Service: "backup.amazonaws.com" },
        Action: ["sts:AssumeRole"],
      },
    ]);
    const attached = backup.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    expect(attached.map((it) => [it.name, it.inputs.role, it.inputs.policyArn])).toEqual([
      ["backup-backups", "shop-prod-backup", `${MANAGED}/service-role/AWSBackupServiceRolePolicyForBackup`],
      ["backup-bucket-backups", "shop-prod-backup", `${MANAGED}/AWSBackupServiceRolePolicyForS3Backup`],
      [
        "backup-restore-test",
        "shop-prod-restore-test",
        `${MANAGED}/service-role/AWSBackupServiceRolePolicyForRestores`,
      ],
    ]);
    expect(await valueOf(backup.result.roleArn)).toBe(backupRoleArn(MOCK_ACCOUNT, "shop-prod"));
  });

  test("reads no bucket where none is backed up", async () => {
    const without = await record({ classes: { database: databaseClass } });
    expect(
      without.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment").filter((it) => /S3/.test(it.inputs.policyArn)),
    ).toEqual([]);
  });
});

describe("plans", () => {
  test("snapshot databases, without taking over their point-in-time recovery", () => {
    const { inputs } = backup.one("aws:backup/plan:Plan", "backup-database");
    expect(inputs).toEqual({
      region: "eu-central-1",
      name: "shop-prod-database",
      rules: [
        {
          ruleName: "snapshots",
          targetVaultName: "shop-prod-backup",
          schedule: "cron(0 5 * * ? *)",
          scheduleExpressionTimezone: "Etc/UTC",
          startWindow: 60,
          completionWindow: 1_440,
          enableContinuousBackup: false,
          lifecycle: { deleteAfter: 35 },
          copyActions: [
            {
              destinationVaultArn: `arn:aws:backup:eu-west-1:${MOCK_ACCOUNT}:vault/shop-prod-backup-copy`,
              lifecycle: { deleteAfter: 90 },
            },
          ],
          recoveryPointTags: tagged,
        },
      ],
      tags: tagged,
    });
  });

  test("snapshot clusters of DocumentDB, clear of their windows, with copies", async () => {
    const cluster = `arn:aws:rds:eu-central-1:${MOCK_ACCOUNT}:cluster:documents`;
    const documents = { ...databaseClass, service: "docdb" as const, resourceArns: [cluster] };
    const recording = await record({ classes: { ...args.classes, documents } });
    expect(recording.one("aws:backup/selection:Selection", "backup-documents").inputs.resources).toEqual([cluster]);
    const [rule] = recording.one("aws:backup/plan:Plan", "backup-documents").inputs.rules;
    expect(rule).toMatchObject({ enableContinuousBackup: false, lifecycle: { deleteAfter: 35 } });
    expect(rule.copyActions[0].lifecycle).toEqual({ deleteAfter: 90 });
    // Only databases of RDS are restored for practice.
    expect(
      recording.one("aws:backup/restoreTestingSelection:RestoreTestingSelection").inputs.protectedResourceArns,
    ).toEqual([database]);
    await expect(record({ classes: { documents: { ...documents, schedule: "30 2 * * *" } } })).rejects.toThrow(
      "can meet windows.backupWindow 02:00-03:00",
    );
  });

  test("back up buckets continuously unless they are kept for longer", async () => {
    expect(backup.one("aws:backup/plan:Plan", "backup-media").inputs.rules).toMatchObject([
      {
        ruleName: "continuous",
        enableContinuousBackup: true,
        completionWindow: 10_080,
        lifecycle: { deleteAfter: 35 },
        copyActions: [{ lifecycle: { deleteAfter: 365 } }],
      },
    ]);
    const long = await record({
      classes: { media: { ...mediaClass, continuous: false, retentionDays: 90 } },
      restoreTest: undefined as never,
    });
    expect(long.one("aws:backup/plan:Plan").inputs.rules).toMatchObject([
      { ruleName: "snapshots", enableContinuousBackup: false, lifecycle: { deleteAfter: 90 } },
    ]);
  });

  test("select by exact ARN, once the role may work", () => {
    const { inputs, opts } = backup.one("aws:backup/selection:Selection", "backup-database");
    expect(inputs).toEqual({
      region: "eu-central-1",
      name: "database",
      planId: "backup-database-id",
      iamRoleArn: `arn:aws:iam::${MOCK_ACCOUNT}:role/shop-prod-backup`,
      resources: [database],
    });
    expect(opts.dependencies).toEqual(expect.arrayContaining(["backup-backups", "backup-bucket-backups"]));
  });

  test("copy nothing where no copies are kept", async () => {
    const { copyRetentionDays: _, regionLossPointMinutes: __, ...here } = databaseClass;
    const { copies: ___, ...alone } = args;
    const single = await recordResources(() => new Backup("backup", { ...alone, classes: { database: here } }));
    expect(single.all("aws:backup/vault:Vault").map((it) => it.name)).toEqual(["backup"]);
    expect(single.one("aws:backup/plan:Plan").inputs.rules[0].copyActions).toBeUndefined();
    expect(single.result.copyVaultArn).toBeUndefined();
    expect(single.result.statements.database?.[1]).toEqual({
      failure: "region-loss",
      by: "nothing",
      lossMinutes: Infinity,
    });
  });
});

describe("the restore test", () => {
  test("restores the newest snapshot of our vault into the data tier, where nobody reaches it", () => {
    expect(backup.one("aws:backup/restoreTestingPlan:RestoreTestingPlan").inputs).toEqual({
      region: "eu-central-1",
      name: "shop_prod",
      scheduleExpression: "cron(0 5 1 * ? *)",
      scheduleExpressionTimezone: "Etc/UTC",
      startWindowHours: 8,
      recoveryPointSelection: {
        algorithm: "LATEST_WITHIN_WINDOW",
        includeVaults: [`arn:aws:backup:eu-central-1:${MOCK_ACCOUNT}:vault/shop-prod-backup`],
        recoveryPointTypes: ["SNAPSHOT"],
        selectionWindowDays: 30,
      },
      tags: tagged,
    });
    const group = backup.one("aws:ec2/securityGroup:SecurityGroup");
    expect(group.inputs.ingress).toBeUndefined();
    expect(group.inputs.egress).toBeUndefined();
    const { inputs } = backup.one("aws:backup/restoreTestingSelection:RestoreTestingSelection");
    expect(inputs).toMatchObject({
      name: "databases",
      restoreTestingPlanName: "shop_prod",
      protectedResourceType: "RDS",
      protectedResourceArns: [database],
      iamRoleArn: `arn:aws:iam::${MOCK_ACCOUNT}:role/shop-prod-restore-test`,
      validationWindowHours: 4,
    });
    expect(inputs.restoreMetadataOverrides.dbSubnetGroupName).toMatch(/^backup-restore-test-/);
    expect(JSON.parse(inputs.restoreMetadataOverrides.vpcSecurityGroupIds)).toEqual([expect.stringMatching(/^sg-/)]);
  });
});

test("lists the day's jobs under names that AWS Backup takes", () => {
  expect(
    backup
      .all("aws:backup/reportPlan:ReportPlan")
      .map((it) => [it.inputs.name, it.inputs.reportSetting.reportTemplate]),
  ).toEqual([
    ["shop_prod_backup_jobs", "BACKUP_JOB_REPORT"],
    ["shop_prod_copy_jobs", "COPY_JOB_REPORT"],
    ["shop_prod_restore_jobs", "RESTORE_JOB_REPORT"],
  ]);
});

test("tells alarms what a failed job looks like, and how often one should succeed", async () => {
  expect(backup.result.signals).toEqual({
    failedJobs: {
      source: ["aws.backup"],
      "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
      detail: { $or: [{ state: ["FAILED", "ABORTED", "EXPIRED"] }, { status: ["FAILED", "ABORTED"] }] },
    },
    intervalMinutes: 1_440,
  });
  const often = await record(media({ schedule: "0 */6 * * *" }));
  expect(often.result.signals.intervalMinutes).toBe(360);
});

test("states what is lost at most", () => {
  expect(backup.result.statements).toEqual({
    database: [
      { failure: "in-region", by: "point-in-time recovery", lossMinutes: 5 },
      { failure: "region-loss", by: "copy", lossMinutes: 1_680 },
    ],
    media: [
      { failure: "in-region", by: "point-in-time recovery", lossMinutes: 15 },
      { failure: "region-loss", by: "copy", lossMinutes: 1_680 },
    ],
  });
});

describe("refuses", () => {
  test.each([
    [{ prefix: "Shop" }, "prefix"],
    [{ accountId: "1" }, "twelve digits"],
    [{ copies: { region: "eu-central-1", kmsKeyArn: "k" } }, "is the home region"],
    [{ vaultAdministratorArns: [] }, "vaultAdministratorArns is empty"],
    [{ classes: {} }, "classes is empty"],
    [{ lock: { mode: "governance", minRetentionDays: 7, changeableForDays: 3 } }, "would make the lock permanent"],
    [{ lock: { mode: "governance", minRetentionDays: 0 } }, "lock.minRetentionDays is 0"],
    [
      {
        lock: {
          mode: "compliance",
          minRetentionDays: 7,
          changeableForDays: 3,
          acknowledgePermanent: true,
          tier: "nonprod",
        },
      },
      "outside production",
    ],
    [
      { lock: { mode: "compliance", minRetentionDays: 7, changeableForDays: 3, tier: "prod" } },
      "set acknowledgePermanent",
    ],
    [
      {
        lock: {
          mode: "compliance",
          minRetentionDays: 7,
          changeableForDays: 2,
          acknowledgePermanent: true,
          tier: "prod",
        },
      },
      "lock.changeableForDays is 2",
    ],
    [databases({ resourceArns: [] }), "lists 0 resources"],
    [databases({ schedule: "0 2 * * *" }), "windows.backupWindow 02:00-03:00"],
    [databases({ schedule: "0 3 * * *" }), "windows.maintenanceWindow sun:03:30-sun:04:30 or the hour before it"],
    [databases({ schedule: "0 5 * *" }), "has 4 fields"],
    [databases({ retentionDays: 6 }), "retentionDays is 6; allowed are 7 to"],
    [databases({ copyRetentionDays: 6 }), "copyRetentionDays is 6; allowed are 7 to"],
    [{ copies: undefined }, "there is no vault for copies"],
    [databases({ startWindowMinutes: 30 }), "startWindowMinutes is 30; allowed are 60"],
    [databases({ completionWindowMinutes: 100 }), "completionWindowMinutes is 100; allowed are 120"],
    [databases({ transferMinutes: 2_000 }), "transferMinutes is 2000"],
    [databases({ regionLossPointMinutes: 1_500 }), "regionLossPointMinutes promises 1500 minutes, but up to 1680"],
    [databases({ pointInTimeRecovery: false }), "recoveryPointMinutes promises 5 minutes, but up to 1680"],
    [media({ retentionDays: 36 }), "kept for 35 days at most"],
    [media({ schedule: "0 6 1 * *", retentionDays: 30 }), "would expire before the next"],
    [{ classes: { Media: mediaClass } }, "the name becomes that of the plan"],
    [{ classes: { media: mediaClass } }, "restoreTest has no database"],
    [databases({ resourceArns: Array.from({ length: 31 }, (_, index) => `${database}${index}`) }), "31 databases"],
    [{ restoreTest: { ...args.restoreTest, subnetIds: ["a"] } }, "fewer than two subnets"],
    [{ restoreTest: { ...args.restoreTest, validationHours: 169 } }, "validationHours is 169"],
    [{ restoreTest: { ...args.restoreTest, schedule: "monthly" } }, 'restoreTest.schedule is "monthly"'],
  ])("%j", async (extra, problem) => {
    await expect(refuse(extra)).rejects.toThrow(problem);
    await expect(refuse(extra)).rejects.toThrow(/^Backup "backup": /);
  });
});
