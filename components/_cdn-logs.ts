import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deliveryName } from "./_cdn-args.ts";
import { EDGE_REGION } from "./_edge-region.ts";
import { fromAccount, policyDocument } from "./_iam.ts";
import { type Tags, tagsFor } from "./_tags.ts";

interface AccessLogArgs {
  readonly accountId: string;
  readonly distributionArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  readonly retentionDays: number;
  readonly protect: boolean;
  readonly tags: Tags;
}

/**
 * What is kept of each request. Left out on purpose: the query (signatures of URLs, tokens of WebSockets), cookies, and
 * the Referer, which repeats another page's query.
 */
const RECORD_FIELDS = [
  "date",
  "time",
  "x-edge-location",
  "sc-bytes",
  "c-ip",
  "cs-method",
  "cs(Host)",
  "cs-uri-stem",
  "sc-status",
  "cs(User-Agent)",
  "x-edge-result-type",
  "x-edge-request-id",
  "x-host-header",
  "cs-protocol",
  "cs-bytes",
  "time-taken",
  "x-forwarded-for",
  "ssl-protocol",
  "ssl-cipher",
  "x-edge-response-result-type",
  "cs-protocol-version",
  "c-port",
  "time-to-first-byte",
  "x-edge-detailed-result-type",
  "sc-content-type",
  "sc-content-len",
  "asn",
  "c-country",
];

/** Standard logging, version 2, to an encrypted log group. The delivery can be made in us-east-1 only. */
export function createAccessLog(
  name: string,
  args: AccessLogArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.LogGroup {
  const { accountId, protect } = args;
  const region = EDGE_REGION;
  const tags = tagsFor("cdn", args.tags);
  const delivery = deliveryName(name, args.tags);
  const group = new aws.cloudwatch.LogGroup(
    `${name}-access`,
    {
      region,
      name: `/aws/vendedlogs/cloudfront/${delivery}`,
      kmsKeyId: args.keyArn,
      retentionInDays: args.retentionDays,
      deletionProtectionEnabled: protect,
      tags,
    },
    { ...opts, protect },
  );
  const policy = deliveryPolicy(`${name}-access`, { region, accountId, group }, opts);
  // Their names are fixed and unique in the account, so that a new one cannot be made beside the old one.
  const named = { ...opts, deleteBeforeReplace: true };
  const source = new aws.cloudwatch.LogDeliverySource(
    `${name}-access`,
    { region, name: delivery, logType: "ACCESS_LOGS", resourceArn: args.distributionArn, tags },
    named,
  );
  const destination = new aws.cloudwatch.LogDeliveryDestination(
    `${name}-access`,
    {
      region,
      name: delivery,
      outputFormat: "json",
      deliveryDestinationConfiguration: { destinationResourceArn: group.arn },
      tags,
    },
    named,
  );
  new aws.cloudwatch.LogDelivery(
    `${name}-access`,
    {
      region,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      recordFields: RECORD_FIELDS,
      tags,
    },
    { ...named, dependsOn: [policy] },
  );
  return group;
}

/**
 * Lets the delivery service write to one log group. It is attached to the group: an account takes only ten policies of
 * the other kind in a region, and every environment of every system delivers in us-east-1.
 */
export function deliveryPolicy(
  name: string,
  { region, accountId, group }: { region: string; accountId: string; group: aws.cloudwatch.LogGroup },
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.LogResourcePolicy {
  return new aws.cloudwatch.LogResourcePolicy(
    `${name}-delivery`,
    {
      region,
      resourceArn: group.arn,
      policyDocument: policyDocument([
        {
          sid: "DeliveryWrites",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: pulumi.interpolate`${group.arn}:*`,
          principals: { Service: "delivery.logs.amazonaws.com" },
          conditions: fromAccount(accountId, `arn:aws:logs:${region}:${accountId}:*`),
        },
      ]),
    },
    opts,
  );
}
