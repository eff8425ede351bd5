import * as pulumi from "@pulumi/pulumi";
import { createAccessLogBucket } from "./_access-log-bucket.ts";
import type { Tags } from "./_tags.ts";

/** What `AccountAccessLogs` are made of. */
export interface AccountAccessLogsArgs {
  readonly accountId: string;
  readonly region: string;
  /** How long they are kept. @default 400 */
  readonly retentionDays?: number;
  readonly tags: Tags;
}

/** Where the account's own buckets, of states and of the trail, log who came. As the `access` bucket of an `Audit`. */
export class AccountAccessLogs extends pulumi.ComponentResource {
  /** Known once its policy admits the writers. */
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: AccountAccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    const { accountId, region, retentionDays = 400, tags } = args;
    if (!Number.isInteger(retentionDays) || retentionDays < 1) {
      throw new Error(`AccountAccessLogs "${name}": retentionDays is ${retentionDays}; give whole days, 1 or more.`);
    }
    super("rampart:aws:AccountAccessLogs", name, {}, opts);
    const { name: bucketName } = createAccessLogBucket(
      name,
      {
        region,
        accountId,
        bucketName: `rampart-access-${accountId}-${region}`,
        retentionDays,
        protect: true,
        component: "account-access-logs",
        tags,
      },
      { parent: this },
    );
    this.bucketName = bucketName;
    this.registerOutputs({ bucketName });
  }
}
