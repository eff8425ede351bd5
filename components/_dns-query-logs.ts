import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { fromAccount, policyDocument } from "./_iam.ts";
import { hostSlug } from "./_dns-names.ts";
import type { DnsZone } from "./dns.ts";
import { type Tags, tagsFor } from "./_tags.ts";

interface QueryLogsArgs {
  readonly accountId: string;
  readonly zones: readonly DnsZone[];
  readonly logsKeyArn: pulumi.Input<string>;
  readonly retentionDays: number;
  readonly protect: boolean;
  readonly tags: Tags;
}

/** Route 53 writes query logs to this region only, whatever the zone serves. */
const region = "us-east-1";

/** A log of the queries of each zone. One policy serves all: a region takes no more than ten. */
export function createQueryLogs(name: string, args: QueryLogsArgs, parent: pulumi.Resource): void {
  const { accountId, zones, tags } = args;
  if (zones.length === 0) return;
  const groups = zones.map(
    (zone) =>
      new aws.cloudwatch.LogGroup(
        `${name}-queries-${hostSlug(zone.name)}`,
        {
          region,
          name: `/aws/route53/${zone.name}`,
          kmsKeyId: args.logsKeyArn,
          retentionInDays: args.retentionDays,
          deletionProtectionEnabled: args.protect,
          tags: tagsFor("dns", tags),
        },
        { parent, protect: args.protect },
      ),
  );
  const policy = new aws.cloudwatch.LogResourcePolicy(
    `${name}-queries`,
    {
      region,
      policyName: `rampart-${tags.system}-${tags.environment}-dns-queries`,
      policyDocument: policyDocument([
        {
          sid: "Route53Writes",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: zones.map(
            ({ name: zone }) => `arn:aws:logs:${region}:${accountId}:log-group:/aws/route53/${zone}:*`,
          ),
          principals: { Service: "route53.amazonaws.com" },
          conditions: fromAccount(
            accountId,
            zones.map(({ hostedZoneId }) => `arn:aws:route53:::hostedzone/${hostedZoneId}`),
          ),
        },
      ]),
    },
    { parent },
  );
  zones.forEach((zone, index) => {
    const group = groups[index] as aws.cloudwatch.LogGroup;
    new aws.route53.QueryLog(
      `${name}-queries-${hostSlug(zone.name)}`,
      { zoneId: zone.hostedZoneId, cloudwatchLogGroupArn: group.arn },
      // Route 53 tries to write when it is told to log.
      { parent, dependsOn: [policy] },
    );
  });
}
