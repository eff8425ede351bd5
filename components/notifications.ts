import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { pagingAlarmName, prometheusPagePrefix } from "./_alarm-names.ts";
import { type Conditions, type Statement, fromAccount, policyDocument } from "./_iam.ts";
import { type Tags, tagsFor } from "./_tags.ts";

/** What `Notifications` are made of. */
export interface NotificationsArgs {
  /** Start of every name in AWS, unique in the account, for example `shop-prod`. */
  readonly prefix: string;
  /** Home region. */
  readonly region: string;
  /** Twelve-digit id of the account. */
  readonly accountId: string;
  /** Key of the home region's topic; its policy must admit each of the publishers. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Key of the topic in us-east-1. */
  readonly usEast1KeyArn: pulumi.Input<string>;
  /** Who gets everything. Each address confirms by a link that AWS sends; until then it gets nothing. */
  readonly emails: readonly string[];
  /**
   * HTTPS endpoint of the on-call tool, which gets the paging alarms only. It has to confirm the subscription by
   * itself within five minutes, as on-call tools do. @default nobody is paged
   */
  readonly pagerEndpoint?: string;
  readonly tags: Tags;
}

const EDGE_REGION = "us-east-1";

/**
 * An encrypted topic in the home region and one in us-east-1 (the same where that is the home region) for alarms,
 * events and budgets, and who is told.
 *
 * Guarantees: only services publish, and only for this account where the service says for which it calls; nothing is
 * published without TLS; the pager hears of paging alarms alone.
 *
 * It comes before what it hears of, so that every part can be given its topic.
 *
 * @throws If there is no address, one is given twice, or the endpoint is not HTTPS.
 *
 * @example
 * const notifications = new Notifications("notifications", { prefix: "shop-prod", region, accountId,
 *   kmsKeyArn: keys.logs.arn, usEast1KeyArn: keys.logsUsEast1.arn, emails: ["on-call@example.com"], tags });
 */
export class Notifications extends pulumi.ComponentResource {
  /** Known only once the topics' policies are in force. */
  readonly topicArns: { readonly home: pulumi.Output<string>; readonly edge: pulumi.Output<string> };

  constructor(name: string, args: NotificationsArgs, opts?: pulumi.ComponentResourceOptions) {
    checkReceivers(`Notifications "${name}"`, args);
    super("rampart:aws:Notifications", name, {}, opts);
    const home = createTopic(name, args, { region: args.region, kmsKeyArn: args.kmsKeyArn }, this);
    const edge =
      args.region === EDGE_REGION
        ? home
        : createTopic(`${name}-us-east-1`, args, { region: EDGE_REGION, kmsKeyArn: args.usEast1KeyArn }, this);
    this.topicArns = { home, edge };
    this.registerOutputs({ topicArns: this.topicArns });
  }
}

function createTopic(
  name: string,
  args: NotificationsArgs,
  { region, kmsKeyArn }: { readonly region: string; readonly kmsKeyArn: pulumi.Input<string> },
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const { prefix, accountId } = args;
  const topic = new aws.sns.Topic(
    name,
    {
      region,
      name: `${prefix}-alarms`,
      displayName: `${prefix} alarms`,
      kmsMasterKeyId: kmsKeyArn,
      signatureVersion: 2,
      tags: tagsFor("notifications", args.tags),
    },
    { parent },
  );
  const policy = new aws.sns.TopicPolicy(
    name,
    { region, arn: topic.arn, policy: topicPolicy(topic.arn, accountId, region) },
    { parent },
  );
  for (const endpoint of args.emails) {
    new aws.sns.TopicSubscription(
      `${name}-${slugOf(endpoint)}`,
      { region, topic: topic.arn, protocol: "email", endpoint },
      { parent, dependsOn: [policy] },
    );
  }
  if (args.pagerEndpoint !== undefined) {
    new aws.sns.TopicSubscription(
      `${name}-pager`,
      {
        region,
        topic: topic.arn,
        protocol: "https",
        endpoint: args.pagerEndpoint,
        endpointAutoConfirms: true,
        confirmationTimeoutInMinutes: 5,
        // Alarms arrive as JSON with their name in it, and so does what pages in Prometheus.
        filterPolicyScope: "MessageBody",
        filterPolicy: JSON.stringify({
          AlarmName: [pagingAlarmName(prefix), { prefix: prometheusPagePrefix(prefix) }],
        }),
      },
      { parent, dependsOn: [policy] },
    );
  }
  return pulumi.all([topic.arn, policy.id]).apply(([arn]) => arn);
}

/** Who publishes; the keys admit the same services, in `_key-policies.ts`. */
function topicPolicy(topicArn: pulumi.Input<string>, accountId: string, region: string): pulumi.Output<string> {
  const publisher = (sid: string, service: string, conditions?: Conditions): Statement => ({
    sid,
    principals: { Service: service },
    actions: ["sns:Publish"],
    resources: topicArn,
    ...(conditions !== undefined && { conditions }),
  });
  return policyDocument([
    publisher(
      "Alarms",
      "cloudwatch.amazonaws.com",
      fromAccount(accountId, `arn:aws:cloudwatch:${region}:${accountId}:alarm:*`),
    ),
    // Without conditions: EventBridge documents that it supports none in the policy of a topic, and drops the event.
    publisher("Events", "events.amazonaws.com"),
    publisher("Budgets", "budgets.amazonaws.com", fromAccount(accountId, `arn:aws:budgets::${accountId}:*`)),
    {
      ...publisher(
        "Prometheus",
        "aps.amazonaws.com",
        fromAccount(accountId, `arn:aws:aps:${region}:${accountId}:workspace/*`),
      ),
      actions: ["sns:GetTopicAttributes", "sns:Publish"],
    },
    {
      sid: "OnlyByTls",
      effect: "Deny",
      principals: "*",
      actions: ["sns:Publish"],
      resources: topicArn,
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}

function slugOf(email: string): string {
  return email.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

function checkReceivers(where: string, { emails, pagerEndpoint }: NotificationsArgs): void {
  if (emails.length === 0) throw new Error(`${where}: emails is empty, so that nobody would be told; name an address.`);
  const slugs = emails.map(slugOf);
  const twice = emails.find((email, index) => slugs.indexOf(slugOf(email)) !== index);
  if (twice !== undefined) throw new Error(`${where}: emails lists "${twice}" twice; keep one.`);
  if (pagerEndpoint !== undefined && !pagerEndpoint.startsWith("https://")) {
    // The address may hold a key, so it is not printed.
    throw new Error(`${where}: pagerEndpoint does not begin with "https://"; alarms are not sent in clear text.`);
  }
}
