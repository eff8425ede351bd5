import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { administered, createAccountKey } from "./_account-key.ts";
import { checkLogRetention } from "./_log-retention.ts";
import { type Tags, tagsFor } from "./_tags.ts";

/** What `AccountDefaults` are made of. */
export interface AccountDefaultsArgs {
  readonly accountId: string;
  readonly region: string;
  /**
   * Whether this is the region in which what belongs to the whole account is kept: the block on public buckets and the password
   * policy. True in one region of an account.
   */
  readonly isHome: boolean;
  /** Rules for passwords of IAM users, of which there should be none. @default false: the account's own stay */
  readonly passwordPolicy?: boolean;
  /**
   * Which kinds of resource AWS Backup may back up in this region, by its names, for example `{ RDS: true }`. AWS keeps a value for every
   * kind it knows: those that are left out stay as they are, and show as a difference when the state is refreshed.
   * @default none: the region's settings stay
   */
  readonly backupResourceTypes?: Readonly<Record<string, boolean>>;
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days for which the operating systems of databases are remembered. @default 30 */
  readonly databaseMetricsRetentionDays?: number;
  readonly tags: Tags;
}

/**
 * What a region does where nobody says otherwise: volumes are encrypted under the account's key, snapshots and images are not
 * public, instances ask for session tokens, and, once in the account, buckets are not public.
 *
 * Guarantees: it holds for what comes after it. Volumes that exist stay as they are.
 *
 * Cannot: adopt the log group `RDSOSMetrics` where a database made it before; import it then.
 *
 * @throws If the retention is none that CloudWatch Logs offers, or the password policy is asked for outside the home region.
 */
export class AccountDefaults extends pulumi.ComponentResource {
  readonly volumeKeyArn: pulumi.Output<string>;

  constructor(name: string, args: AccountDefaultsArgs, opts?: pulumi.ComponentResourceOptions) {
    const { accountId, region, isHome, passwordPolicy = false, backupResourceTypes, tags } = args;
    const where = `AccountDefaults "${name}"`;
    const retentionInDays = args.databaseMetricsRetentionDays ?? 30;
    checkLogRetention(where, "databaseMetricsRetentionDays", retentionInDays);
    if (passwordPolicy && !isHome) {
      throw new Error(`${where}: passwordPolicy belongs to the account; ask for it in the home region only.`);
    }
    super("rampart:aws:AccountDefaults", name, {}, opts);
    const child = { parent: this };

    this.volumeKeyArn = createVolumeKey(name, args, this);
    const volumes = new aws.ebs.DefaultKmsKey(`${name}-volumes`, { region, keyArn: this.volumeKeyArn }, child);
    new aws.ebs.EncryptionByDefault(
      `${name}-volumes`,
      { region, enabled: true },
      { parent: this, dependsOn: [volumes] },
    );
    new aws.ebs.SnapshotBlockPublicAccess(`${name}-snapshots`, { region, state: "block-all-sharing" }, child);
    new aws.ec2.ImageBlockPublicAccess(`${name}-images`, { region, state: "block-new-sharing" }, child);
    new aws.ec2.InstanceMetadataDefaults(`${name}-metadata`, { region, httpTokens: "required" }, child);
    new aws.cloudwatch.LogGroup(
      `${name}-database-metrics`,
      {
        region,
        // Enhanced monitoring of every database of the region writes here, under a name that nobody can choose.
        name: "RDSOSMetrics",
        kmsKeyId: args.logsKeyArn,
        retentionInDays,
        tags: tagsFor("account-defaults", tags),
      },
      child,
    );
    if (backupResourceTypes !== undefined) {
      new aws.backup.RegionSettings(
        `${name}-backup`,
        {
          region,
          resourceTypeOptInPreference: { ...backupResourceTypes },
        },
        child,
      );
    }
    if (isHome) {
      new aws.s3.AccountPublicAccessBlock(
        `${name}-buckets`,
        {
          accountId,
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
        child,
      );
    }
    if (passwordPolicy) {
      new aws.iam.AccountPasswordPolicy(
        `${name}-passwords`,
        {
          minimumPasswordLength: 14,
          requireLowercaseCharacters: true,
          requireUppercaseCharacters: true,
          requireNumbers: true,
          requireSymbols: true,
          passwordReusePrevention: 24,
          maxPasswordAge: 90,
          allowUsersToChangePassword: true,
        },
        child,
      );
    }
    this.registerOutputs({ volumeKeyArn: this.volumeKeyArn });
  }
}

/** Who makes a volume needs no right of its own to the key, as with the key that AWS manages: the roles of clusters are AWS's. */
function createVolumeKey(
  name: string,
  { accountId, region, tags }: AccountDefaultsArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const principals = { AWS: "*" };
  const via = { "kms:CallerAccount": accountId, "kms:ViaService": `ec2.${region}.amazonaws.com` };
  return createAccountKey(
    `${name}-volumes`,
    {
      region,
      alias: "rampart-volumes",
      description: "Volumes whose maker names no key",
      policy: administered(accountId, [
        {
          sid: "Volumes",
          actions: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
          resources: "*",
          principals,
          conditions: { StringEquals: via },
        },
        {
          sid: "VolumeGrants",
          actions: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
          resources: "*",
          principals,
          // Only a service may be the grantee, so that no identity lends itself the key.
          conditions: { StringEquals: via, Bool: { "kms:GrantIsForAWSResource": "true" } },
        },
      ]),
      component: "account-defaults",
      tags,
    },
    { parent },
  );
}
