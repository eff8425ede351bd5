import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type KeyPolicyContext, type KeyPurpose, keyPolicy } from "./_key-policies.ts";
import { type Tags, namedTags } from "./_tags.ts";

/** What a set of `Keys` is made for. */
export interface KeysArgs {
  /** Twelve-digit id of the account. */
  readonly accountId: string;
  /** Home region, for example `eu-west-1`. */
  readonly region: string;
  /** System and environment name the aliases: `alias/<system>-<environment>-data`. */
  readonly system: string;
  readonly environment: string;
  /** Second region, where copies of backups are kept. @default none: no copy, no `backupCopy` key */
  readonly copyRegion?: string;
  /**
   * Distributions that serve objects under the content key, by exact ARN. Everything that takes `content.arn` waits
   * for the key's policy and thereby for these distributions; do not derive them from something that needs it.
   * @default none
   */
  readonly cloudFrontDistributionArns?: readonly pulumi.Input<string>[];
  /**
   * Roles that may use the data key by calling KMS themselves (envelope encryption in an application). They must
   * exist, or KMS refuses the policy. @default none: the key is used through AWS services only
   */
  readonly directUserRoleArns?: readonly pulumi.Input<string>[];
  /**
   * Purposes for which applications may get data keys under the data key. IAM decides which of them: the policy admits identities of the
   * account with the encryption context `purpose`, so that no role has to exist before the key. @default none
   */
  readonly dataKeyPurposes?: readonly string[];
  /**
   * Sessions of operators encrypt their channel under the data key. The policy admits identities of the account for data
   * keys that bear a session's id, so that it opens nothing else; IAM decides which of them. @default false
   */
  readonly operatorSessions?: boolean;
  /** Days between deletion of a key and the loss of what it encrypts, 7 to 30. @default 30 */
  readonly deletionWindowDays?: number;
  /** Days after which AWS makes new key material, 90 to 2560; old data stays readable. @default 365 */
  readonly rotationPeriodDays?: number;
  /** Refuse deletion: what a deleted key encrypted is lost. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

/** A key, to be passed on by ARN. Both values are known only once the key's policy is in force. */
export interface KeyReference {
  readonly arn: pulumi.Output<string>;
  readonly keyId: pulumi.Output<string>;
}

/**
 * The KMS keys of one platform: data, content, secrets, logs (home region and us-east-1, where CloudFront, its web ACL and
 * DNS log) and backup (home and copy region).
 *
 * Guarantees: rotation; time between deletion and loss; a policy of its own for each key, made from one
 * table (`_key-policies.ts`) that names for each user the condition; identities of the account use a key through
 * the AWS services it is meant for and only if IAM allows it, while those who administer it cannot decrypt with
 * it; the account's own administrators can always change the policy, so nobody is locked out.
 *
 * Cannot: keys of other accounts, multi-region keys, imported key material.
 *
 * ```ts
 * const keys = new Keys("shop", { accountId, region: "eu-west-1", system: "shop", environment: "staging", tags });
 * new Network("main", { logsKeyArn: keys.logs.arn, … });
 * ```
 */
export class Keys extends pulumi.ComponentResource {
  readonly data: KeyReference;
  /** Of uploads, served media and sites; waits for the distributions that its policy names. */
  readonly content: KeyReference;
  readonly secrets: KeyReference;
  readonly logs: KeyReference;
  /** The same as `logs` when us-east-1 is the home region. */
  readonly logsUsEast1: KeyReference;
  readonly backup: KeyReference;
  /** Undefined without a copy region. */
  readonly backupCopy: KeyReference | undefined;

  constructor(name: string, args: KeysArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(`Keys "${name}"`, args);
    super("rampart:aws:Keys", name, {}, opts);
    const { region, copyRegion, cloudFrontDistributionArns, directUserRoleArns, dataKeyPurposes, operatorSessions } =
      args;
    const make = (key: KeyPlan) => createKey(name, key, args, this);

    this.data = make({
      suffix: "data",
      purpose: "data",
      region,
      protects: "databases, caches, volumes, objects and queues",
      ...(directUserRoleArns && { directUserRoleArns }),
      ...(dataKeyPurposes && { dataKeyPurposes }),
      ...(operatorSessions && { operatorSessions }),
    });
    this.content = make({
      suffix: "content",
      purpose: "content",
      region,
      protects: "what is uploaded and served",
      ...(cloudFrontDistributionArns && { cloudFrontDistributionArns }),
    });
    this.secrets = make({ suffix: "secrets", purpose: "secrets", region, protects: "secrets" });
    this.logs = make({ suffix: "logs", purpose: "logs", region, protects: "log groups and alarm topics" });
    this.logsUsEast1 =
      region === EDGE_REGION
        ? this.logs
        : make({
            suffix: "logs-us-east-1",
            purpose: "logs",
            region: EDGE_REGION,
            protects: "log groups and alarm topics of the edge",
          });
    this.backup = make({ suffix: "backup", purpose: "backup", region, protects: "backups" });
    this.backupCopy =
      copyRegion === undefined
        ? undefined
        : make({ suffix: "backup-copy", purpose: "backup", region: copyRegion, protects: "copies of backups" });
    this.registerOutputs({
      data: this.data,
      content: this.content,
      secrets: this.secrets,
      logs: this.logs,
      logsUsEast1: this.logsUsEast1,
      backup: this.backup,
      backupCopy: this.backupCopy,
    });
  }
}

/** Where CloudFront, its web ACL and DNS query logging live. */
const EDGE_REGION = "us-east-1";

interface KeyPlan extends Omit<KeyPolicyContext, "accountId"> {
  readonly suffix: string;
  readonly purpose: KeyPurpose;
  /** What it protects, for the description. */
  readonly protects: string;
}

function createKey(name: string, plan: KeyPlan, args: KeysArgs, parent: pulumi.Resource): KeyReference {
  const { region, suffix } = plan;
  const aliasName = `${args.system}-${args.environment}-${suffix}`;
  const key = new aws.kms.Key(
    `${name}-${suffix}`,
    {
      region,
      description: `${args.system} ${args.environment}: ${plan.protects}`,
      keyUsage: "ENCRYPT_DECRYPT",
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      enableKeyRotation: true,
      rotationPeriodInDays: args.rotationPeriodDays ?? 365,
      deletionWindowInDays: args.deletionWindowDays ?? 30,
      multiRegion: false,
      tags: namedTags("keys", aliasName, args.tags),
    },
    { parent, protect: args.protect ?? true },
  );
  const policy = new aws.kms.KeyPolicy(
    `${name}-${suffix}`,
    {
      region,
      keyId: key.keyId,
      policy: keyPolicy(plan.purpose, { ...plan, accountId: args.accountId }),
      bypassPolicyLockoutSafetyCheck: false,
    },
    { parent },
  );
  new aws.kms.Alias(`${name}-${suffix}`, { region, name: `alias/${aliasName}`, targetKeyId: key.keyId }, { parent });
  // A log group or queue made under the key before its policy admits the service would be refused.
  const afterPolicy = (value: pulumi.Output<string>) => pulumi.all([value, policy.id]).apply(([known]) => known);
  return { arn: afterPolicy(key.arn), keyId: afterPolicy(key.keyId) };
}

function checkArgs(where: string, args: KeysArgs): void {
  if (!/^\d{12}$/.test(args.accountId)) {
    throw new Error(`${where}: accountId is "${args.accountId}"; give the twelve digits of the account.`);
  }
  for (const argument of ["system", "environment"] as const) {
    if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(args[argument])) {
      throw new Error(
        `${where}: ${argument} is "${args[argument]}"; it becomes part of an alias, so use lower-case letters, digits and inner hyphens.`,
      );
    }
  }
  if (args.copyRegion === args.region) {
    throw new Error(
      `${where}: copyRegion is the home region ${args.region}; name another region, or leave it out to keep no copy.`,
    );
  }
  checkDays(where, "deletionWindowDays", args.deletionWindowDays ?? 30, 7, 30);
  checkDays(where, "rotationPeriodDays", args.rotationPeriodDays ?? 365, 90, 2560);
  for (const argument of ["cloudFrontDistributionArns", "directUserRoleArns", "dataKeyPurposes"] as const) {
    if (args[argument]?.length === 0) {
      throw new Error(`${where}: ${argument} is an empty list, which KMS refuses in a policy; leave it out.`);
    }
  }
}

function checkDays(where: string, argument: string, days: number, least: number, most: number): void {
  if (Number.isInteger(days) && days >= least && days <= most) return;
  throw new Error(`${where}: ${argument} is ${days}; KMS takes whole days from ${least} to ${most}.`);
}
