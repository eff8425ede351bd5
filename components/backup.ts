import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BackupArgs, BackupClassArgs, BackupSignals } from "./_backup-args.ts";
import { checkBackup, protectionOf, resolveClass } from "./_backup-checks.ts";
import { type RecoveryStatement, recoveryStatements } from "./_backup-promises.ts";
import { createRestoreTest } from "./_backup-restore-test.ts";
import { awsCron, parseSchedule } from "./_backup-schedule.ts";
import { createVault } from "./_backup-vault.ts";
import { assumeRolePolicy } from "./_iam.ts";
import { tagsFor } from "./_tags.ts";

export type { BackupArgs, BackupSignals } from "./_backup-args.ts";
export type { RecoveryStatement } from "./_backup-promises.ts";

/**
 * Backups that outlive what they are made of: a locked vault, copies in a locked vault of another region, a plan for
 * each class of data, and a database restored now and then to see that it works.
 *
 * Guarantees: keys of our own; nobody deletes or shortens a backup, and only named roles change a vault; a role that
 * only backs up and another that only restores; schedules that keep clear of the databases' windows; what is promised
 * to be lost at most follows from the schedule, or the program is refused.
 *
 * Cannot: copy to other accounts, move to cold storage, test restores of buckets. ElastiCache makes snapshots of its own.
 *
 * @throws If an argument is malformed, AWS Backup would refuse it, or a promise is not kept.
 *
 * @example
 * new Backup("backup", { prefix: "shop-prod", region, accountId, kmsKeyArn: keys.backup.arn,
 *   copies: { region: "eu-west-1", kmsKeyArn: keys.backupCopy.arn },
 *   lock: { mode: "governance", minRetentionDays: 7 }, vaultAdministratorArns: [deployerRoleArn],
 *   classes: { database: { service: "rds", resourceArns: [database.instanceArn], schedule: "0 5 * * *", … } }, tags });
 */
export class Backup extends pulumi.ComponentResource {
  readonly vaultName: pulumi.Output<string>;
  readonly vaultArn: pulumi.Output<string>;
  /** Undefined without copies. */
  readonly copyVaultArn: pulumi.Output<string> | undefined;
  /** What reads the resources; see `backupRoleArn` for policies that must exist before it. */
  readonly roleArn: pulumi.Output<string>;
  /** By class: what is lost at most, as the schedules have it. */
  readonly statements: Readonly<Record<string, readonly RecoveryStatement[]>>;
  readonly signals: BackupSignals;

  constructor(name: string, args: BackupArgs, opts?: pulumi.ComponentResourceOptions) {
    const where = `Backup "${name}"`;
    checkBackup(where, args);
    super("rampart:aws:Backup", name, {}, opts);
    const { prefix, region, accountId, copies, lock, tags } = args;
    const classes = Object.entries(args.classes);
    const common = {
      accountId,
      lock,
      administratorArns: args.vaultAdministratorArns,
      protect: args.protect ?? true,
      tags,
    };

    const vault = createVault(
      name,
      { ...common, vaultName: `${prefix}-backup`, region, kmsKeyArn: args.kmsKeyArn },
      this,
    );
    const copyVault =
      copies && createVault(`${name}-copy`, { ...common, vaultName: `${prefix}-backup-copy`, ...copies }, this);

    const role = new aws.iam.Role(
      name,
      {
        name: backupRoleName(prefix),
        description: `Backups of ${prefix}`,
        // Without source conditions: AWS Backup documents none for its roles, and only roles of the account can be passed to it.
        assumeRolePolicy: assumeRolePolicy("backup.amazonaws.com"),
        tags: tagsFor("backup", tags),
      },
      { parent: this },
    );
    const policies = backupPolicies(classes.map(([, { service }]) => service)).map(
      ([suffix, policyArn]) =>
        new aws.iam.RolePolicyAttachment(`${name}-${suffix}`, { role: role.name, policyArn }, { parent: this }),
    );

    for (const [key, backup] of classes) {
      const plan = new aws.backup.Plan(
        `${name}-${key}`,
        {
          region,
          name: `${prefix}-${key}`,
          rules: [planRule(`${where}: classes.${key}`, backup, vault, copyVault, tagsFor("backup", tags))],
          tags: tagsFor("backup", tags),
        },
        { parent: this },
      );
      new aws.backup.Selection(
        `${name}-${key}`,
        { region, name: key, planId: plan.id, iamRoleArn: role.arn, resources: [...backup.resourceArns] },
        // A job that starts before the role may work fails.
        { parent: this, dependsOn: policies },
      );
    }
    if (args.restoreTest !== undefined) {
      const databases = classes.flatMap(([, { service, resourceArns }]) => (service === "rds" ? resourceArns : []));
      createRestoreTest(name, args, args.restoreTest, vault, databases, this);
    }
    if (args.reports !== undefined) createReports(name, args, args.reports, this);

    this.vaultName = vault.name;
    this.vaultArn = vault.arn;
    this.copyVaultArn = copyVault?.arn;
    this.roleArn = role.arn;
    this.statements = Object.fromEntries(
      classes.map(([key, backup]) => [key, recoveryStatements(protectionOf(`${where}: classes.${key}`, backup))]),
    );
    this.signals = {
      failedJobs: {
        source: ["aws.backup"],
        "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
        // Restores say `status` where the others say `state`.
        detail: { $or: [{ state: ["FAILED", "ABORTED", "EXPIRED"] }, { status: ["FAILED", "ABORTED"] }] },
      },
      intervalMinutes: Math.min(
        ...classes.map(([key, backup]) => protectionOf(`${where}: classes.${key}`, backup).intervalMinutes),
      ),
    };
    this.registerOutputs({
      vaultName: this.vaultName,
      vaultArn: this.vaultArn,
      copyVaultArn: this.copyVaultArn,
      roleArn: this.roleArn,
    });
  }
}

/** The ARN of the role before it is made, for bucket policies that must let it read. */
export function backupRoleArn(accountId: string, prefix: string): string {
  return `arn:aws:iam::${accountId}:role/${backupRoleName(prefix)}`;
}

function backupRoleName(prefix: string): string {
  return `${prefix}-backup`;
}

/** AWS's own policies, because AWS Backup's needs grow with each service; none of them restores. */
function backupPolicies(services: readonly BackupClassArgs["service"][]): [suffix: string, arn: string][] {
  return [
    ["backups", "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"],
    ...(services.includes("s3")
      ? [["bucket-backups", "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup"] as [string, string]]
      : []),
  ];
}

function planRule(
  where: string,
  backup: BackupClassArgs,
  vault: aws.backup.Vault,
  copyVault: aws.backup.Vault | undefined,
  recoveryPointTags: Record<string, string>,
): aws.types.input.backup.PlanRule {
  const { retentionDays, copyRetentionDays } = backup;
  const { startWindowMinutes, completionWindowMinutes, continuous } = resolveClass(backup);
  return {
    ruleName: continuous ? "continuous" : "snapshots",
    targetVaultName: vault.name,
    schedule: awsCron(parseSchedule(`${where}.schedule`, backup.schedule)),
    scheduleExpressionTimezone: "Etc/UTC",
    startWindow: startWindowMinutes,
    completionWindow: completionWindowMinutes,
    enableContinuousBackup: continuous,
    lifecycle: { deleteAfter: retentionDays },
    // The copy of a continuous backup is a snapshot, made at each run of the schedule.
    ...(copyRetentionDays !== undefined &&
      copyVault !== undefined && {
        copyActions: [{ destinationVaultArn: copyVault.arn, lifecycle: { deleteAfter: copyRetentionDays } }],
      }),
    recoveryPointTags,
  };
}

function createReports(
  name: string,
  { prefix, region, tags }: BackupArgs,
  reports: NonNullable<BackupArgs["reports"]>,
  parent: pulumi.Resource,
): void {
  for (const kind of ["backup", "copy", "restore"] as const) {
    new aws.backup.ReportPlan(
      `${name}-${kind}-report`,
      {
        region,
        // Names of reports take underscores and no hyphens.
        name: `${prefix}_${kind}_jobs`.replaceAll("-", "_"),
        description: `Every ${kind} job of the day`,
        reportDeliveryChannel: { formats: ["JSON"], s3BucketName: reports.bucketName, s3KeyPrefix: reports.keyPrefix },
        reportSetting: { reportTemplate: `${kind.toUpperCase()}_JOB_REPORT` },
        tags: tagsFor("backup", tags),
      },
      { parent },
    );
  }
}
