import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BackupArgs, RestoreTestArgs } from "./_backup-args.ts";
import { awsCron, parseSchedule } from "./_backup-schedule.ts";
import { assumeRolePolicy } from "./_iam.ts";
import { namedTags, tagsFor } from "./_tags.ts";

/**
 * Restores the newest backup of each database into the data tier, behind a security group that admits nobody, and
 * deletes it after the validation hours. Without subnets and a group of its own it would go to the default VPC,
 * which accounts should not have.
 */
export function createRestoreTest(
  name: string,
  args: BackupArgs,
  test: RestoreTestArgs,
  vault: aws.backup.Vault,
  databaseArns: readonly pulumi.Input<string>[],
  parent: pulumi.Resource,
): void {
  const { prefix, region, tags } = args;
  // Names of restore tests take underscores and no hyphens.
  const testName = prefix.replaceAll("-", "_");

  const subnetGroup = new aws.rds.SubnetGroup(
    `${name}-restore-test`,
    {
      region,
      subnetIds: [...test.subnetIds],
      description: `Restore tests of ${prefix}`,
      tags: tagsFor("backup", tags),
    },
    { parent },
  );
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-restore-test`,
    {
      region,
      vpcId: test.vpcId,
      description: `Restore tests of ${prefix}`,
      tags: namedTags("backup", `${prefix}-restore-test`, tags),
    },
    { parent },
  );
  const role = new aws.iam.Role(
    `${name}-restore-test`,
    {
      name: `${prefix}-restore-test`,
      description: `Restore tests of ${prefix}`,
      assumeRolePolicy: assumeRolePolicy("backup.amazonaws.com"),
      tags: tagsFor("backup", tags),
    },
    { parent },
  );
  const policy = new aws.iam.RolePolicyAttachment(
    `${name}-restore-test`,
    {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
    },
    { parent },
  );
  const plan = new aws.backup.RestoreTestingPlan(
    `${name}-restore-test`,
    {
      region,
      name: testName,
      scheduleExpression: awsCron(parseSchedule(`Backup "${name}": restoreTest.schedule`, test.schedule)),
      scheduleExpressionTimezone: "Etc/UTC",
      startWindowHours: 8,
      recoveryPointSelection: {
        algorithm: "LATEST_WITHIN_WINDOW",
        includeVaults: [vault.arn],
        recoveryPointTypes: ["SNAPSHOT"],
        selectionWindowDays: 30,
      },
      tags: tagsFor("backup", tags),
    },
    { parent },
  );
  new aws.backup.RestoreTestingSelection(
    `${name}-restore-test`,
    {
      region,
      name: "databases",
      restoreTestingPlanName: plan.name,
      protectedResourceType: "RDS",
      protectedResourceArns: [...databaseArns],
      iamRoleArn: role.arn,
      restoreMetadataOverrides: {
        dbSubnetGroupName: subnetGroup.name,
        vpcSecurityGroupIds: pulumi.jsonStringify([securityGroup.id]),
      },
      validationWindowHours: test.validationHours ?? 4,
    },
    { parent, dependsOn: [policy] },
  );
}
