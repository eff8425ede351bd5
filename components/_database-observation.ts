import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assumeRolePolicy, fromAccount } from "./_iam.ts";
import { type Tags, tagsFor } from "./_tags.ts";

export interface DatabaseObservationArgs {
  readonly region: string;
  readonly accountId: string;
  /** Name that the instance will have. */
  readonly identifier: pulumi.Output<string>;
  readonly logTypes: readonly string[];
  readonly logsKeyArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
  readonly protect: boolean;
  readonly tags: Tags;
}

export interface DatabaseObservation {
  readonly monitoringRoleArn: pulumi.Output<string>;
  /** What the instance waits for. */
  readonly ready: pulumi.Resource[];
}

/** Where a database's logs and operating-system metrics go: encrypted log groups, and a role for RDS's monitoring of it alone. */
export function observeDatabase(
  name: string,
  args: DatabaseObservationArgs,
  opts: pulumi.CustomResourceOptions,
): DatabaseObservation {
  const { region, accountId, identifier, protect, tags } = args;
  const monitoringRole = new aws.iam.Role(
    `${name}-monitoring-role`,
    {
      description: `Enhanced monitoring of ${name}`,
      assumeRolePolicy: assumeRolePolicy(
        "monitoring.rds.amazonaws.com",
        fromAccount(accountId, pulumi.interpolate`arn:aws:rds:${region}:${accountId}:db:${identifier}`),
      ),
      tags: tagsFor("database", tags),
    },
    opts,
  );
  const monitoringPolicy = new aws.iam.RolePolicyAttachment(
    `${name}-monitoring-policy`,
    {
      role: monitoringRole.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    },
    opts,
  );

  const logGroups = args.logTypes.map(
    (type) =>
      // Before the instance: RDS makes groups that nobody encrypts and that never expire.
      new aws.cloudwatch.LogGroup(
        `${name}-log-${type}`,
        {
          region,
          name: pulumi.interpolate`/aws/rds/instance/${identifier}/${type}`,
          kmsKeyId: args.logsKeyArn,
          retentionInDays: args.logRetentionDays,
          deletionProtectionEnabled: protect,
          tags: tagsFor("database", tags),
        },
        { ...opts, protect },
      ),
  );
  return { monitoringRoleArn: monitoringRole.arn, ready: [monitoringPolicy, ...logGroups] };
}
