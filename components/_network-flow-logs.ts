import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assumeRolePolicy, fromAccount, policyDocument } from "./_iam.ts";
import { type Tags, namedTags, tagsFor } from "./_tags.ts";

interface FlowLogsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly region: string;
  readonly accountId: string;
  readonly logsKeyArn: pulumi.Input<string>;
  readonly retentionDays: number;
  readonly protect: boolean;
  readonly tags: Tags;
}

/** Flow records of all traffic of a VPC, to an encrypted log group that only the flow-log service may write. */
export function createFlowLogs(name: string, args: FlowLogsArgs, parent: pulumi.Resource): aws.cloudwatch.LogGroup {
  const { region, accountId, tags } = args;
  const group = new aws.cloudwatch.LogGroup(
    `${name}-flow-logs`,
    {
      region,
      name: `/rampart/${tags.system}/${tags.environment}/${name}/flow-logs`,
      kmsKeyId: args.logsKeyArn,
      retentionInDays: args.retentionDays,
      deletionProtectionEnabled: args.protect,
      tags: tagsFor("network", tags),
    },
    { parent, protect: args.protect },
  );
  const role = new aws.iam.Role(
    `${name}-flow-logs-role`,
    {
      description: "Lets VPC flow logs of this account write to their log group.",
      assumeRolePolicy: assumeRolePolicy(
        "vpc-flow-logs.amazonaws.com",
        fromAccount(accountId, `arn:aws:ec2:${region}:${accountId}:vpc-flow-log/*`),
      ),
      tags: tagsFor("network", tags),
    },
    { parent },
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-flow-logs-policy`,
    {
      role: role.name,
      policy: policyDocument([
        {
          sid: "WriteRecords",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          resources: [group.arn, pulumi.interpolate`${group.arn}:*`],
        },
        {
          // The service looks the group up by prefix, an action that cannot be limited to one group.
          sid: "FindGroup",
          actions: ["logs:DescribeLogGroups"],
          resources: `arn:aws:logs:${region}:${accountId}:log-group:*`,
        },
      ]),
    },
    { parent },
  );
  new aws.ec2.FlowLog(
    `${name}-flow-log`,
    {
      region,
      vpcId: args.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 60,
      tags: namedTags("network", `${name}-flow-log`, tags),
    },
    { parent, dependsOn: [policy] },
  );
  return group;
}
