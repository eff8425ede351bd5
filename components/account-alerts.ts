import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAccountKey } from "./_account-key.ts";
import { fromAccount, policyDocument } from "./_iam.ts";
import { keyPolicy } from "./_key-policies.ts";
import { type Tags, tagsFor } from "./_tags.ts";

/** What `AccountAlerts` are made of. */
export interface AccountAlertsArgs {
  readonly accountId: string;
  readonly region: string;
  /** Who is told. Each address confirms by a link that AWS sends; until then it gets nothing. */
  readonly emails: readonly string[];
  readonly tags: Tags;
}

const TOPIC = "rampart-account";

/**
 * The topic that tells the account's owners, one in each region, and the key of the region's account-wide logs.
 *
 * Guarantees: encrypted; only alarms of this account and event rules publish, and only over TLS.
 *
 * @throws If there is no address, or one is given twice.
 */
export class AccountAlerts extends pulumi.ComponentResource {
  /** Known once the topic's policy is in force. */
  readonly topicArn: pulumi.Output<string>;
  /** Of log groups and topics of the region; known once its policy is in force. */
  readonly logsKeyArn: pulumi.Output<string>;

  constructor(name: string, args: AccountAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    const { accountId, region, emails, tags } = args;
    const where = `AccountAlerts "${name}"`;
    if (emails.length === 0)
      throw new Error(`${where}: emails is empty, so that nobody would be told; name an address.`);
    const twice = emails.find((email, index) => emails.indexOf(email) !== index);
    if (twice !== undefined) throw new Error(`${where}: emails lists "${twice}" twice; keep one.`);
    super("rampart:aws:AccountAlerts", name, {}, opts);
    const child = { parent: this };

    this.logsKeyArn = createAccountKey(
      `${name}-logs`,
      {
        region,
        alias: "rampart-account-logs",
        description: "Log groups and topics of the account",
        policy: keyPolicy("logs", { accountId, region }),
        component: "account-alerts",
        tags,
      },
      { parent: this },
    );
    // Written out, so that the policy can be judged before the topic exists.
    const resources = `arn:aws:sns:${region}:${accountId}:${TOPIC}`;
    const topic = new aws.sns.Topic(
      name,
      {
        region,
        name: TOPIC,
        displayName: "Account",
        kmsMasterKeyId: this.logsKeyArn,
        signatureVersion: 2,
        tags: tagsFor("account-alerts", tags),
      },
      child,
    );
    const policy = new aws.sns.TopicPolicy(
      name,
      {
        region,
        arn: topic.arn,
        policy: policyDocument([
          {
            sid: "Alarms",
            principals: { Service: "cloudwatch.amazonaws.com" },
            actions: ["sns:Publish"],
            resources,
            conditions: fromAccount(accountId, `arn:aws:cloudwatch:${region}:${accountId}:alarm:*`),
          },
          {
            // Without conditions: EventBridge documents that it supports none in the policy of a topic, and drops the event.
            sid: "Events",
            principals: { Service: "events.amazonaws.com" },
            actions: ["sns:Publish"],
            resources,
          },
          {
            sid: "OnlyByTls",
            effect: "Deny",
            principals: "*",
            actions: ["sns:Publish"],
            resources,
            conditions: { Bool: { "aws:SecureTransport": "false" } },
          },
        ]),
      },
      child,
    );
    for (const endpoint of emails) {
      new aws.sns.TopicSubscription(
        `${name}-${endpoint.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`,
        { region, topic: topic.arn, protocol: "email", endpoint },
        { parent: this, dependsOn: [policy] },
      );
    }
    this.topicArn = pulumi.all([topic.arn, policy.id]).apply(([arn]) => arn);
    this.registerOutputs({ topicArn: this.topicArn, logsKeyArn: this.logsKeyArn });
  }
}
