import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { VaultLockArgs } from "./_backup-args.ts";
import { policyDocument } from "./_iam.ts";
import { type Tags, tagsFor } from "./_tags.ts";

export interface BackupVaultArgs {
  readonly vaultName: string;
  readonly region: string;
  readonly accountId: string;
  readonly kmsKeyArn: pulumi.Input<string>;
  readonly lock: VaultLockArgs;
  readonly administratorArns: readonly pulumi.Input<string>[];
  readonly protect: boolean;
  readonly tags: Tags;
}

/** A vault whose backups nobody deletes before their time, with its lock and policy. */
export function createVault(name: string, args: BackupVaultArgs, parent: pulumi.Resource): aws.backup.Vault {
  const { region, vaultName, lock, protect } = args;
  const vault = new aws.backup.Vault(
    name,
    {
      region,
      name: vaultName,
      kmsKeyArn: args.kmsKeyArn,
      forceDestroy: false,
      tags: tagsFor("backup", args.tags),
    },
    { parent, protect },
  );
  const vaultLock = new aws.backup.VaultLockConfiguration(
    name,
    {
      region,
      backupVaultName: vault.name,
      minRetentionDays: lock.minRetentionDays,
      ...(lock.mode === "compliance" && { changeableForDays: lock.changeableForDays }),
    },
    { parent, protect },
  );
  new aws.backup.VaultPolicy(
    name,
    { region, backupVaultName: vault.name, policy: vaultPolicy(args) },
    // Last to come and first to go: it denies the lock and its removal to all but the administrators.
    { parent, dependsOn: [vaultLock] },
  );
  return vault;
}

/**
 * Denials only: what is allowed is IAM's. Vault policies take no wildcard in an action.
 *
 * The first knows no exception, not even for the root user. Expiry at the end of the retention is the service's own
 * work and not a call of `DeleteRecoveryPoint`, so it goes on.
 */
function vaultPolicy({ accountId, administratorArns }: BackupVaultArgs): pulumi.Output<string> {
  return policyDocument([
    {
      sid: "NobodyDeletesBackups",
      effect: "Deny",
      principals: "*",
      actions: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
      resources: "*",
    },
    {
      sid: "OnlyAdministratorsChangeTheVault",
      effect: "Deny",
      principals: "*",
      actions: [
        "backup:DeleteBackupVault",
        "backup:DeleteBackupVaultAccessPolicy",
        "backup:DeleteBackupVaultLockConfiguration",
        "backup:PutBackupVaultAccessPolicy",
        "backup:PutBackupVaultLockConfiguration",
      ],
      resources: "*",
      conditions: {
        ArnNotLike: { "aws:PrincipalArn": [`arn:aws:iam::${accountId}:root`, ...administratorArns] },
      },
    },
    {
      sid: "NoForeignAccounts",
      effect: "Deny",
      principals: "*",
      actions: ["backup:CopyIntoBackupVault", "backup:StartCopyJob", "backup:StartRestoreJob"],
      resources: "*",
      conditions: {
        StringNotEquals: { "aws:PrincipalAccount": accountId },
        // A service principal has no account, and acts for this one only.
        Bool: { "aws:PrincipalIsAWSService": "false" },
      },
    },
  ]);
}
