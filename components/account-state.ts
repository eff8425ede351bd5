import * as pulumi from "@pulumi/pulumi";
import { createAccountBucket } from "./_account-bucket.ts";
import { administered, createAccountKey, usedThrough } from "./_account-key.ts";
import type { Statement } from "./_iam.ts";
import { childOptions } from "./_options.ts";
import type { Tags } from "./_tags.ts";

/** A stack whose state is kept, by the names in its settings. */
export interface StateOwner {
  readonly system: string;
  readonly environment: string;
}

/** What an `AccountState` is made of. */
export interface AccountStateArgs {
  readonly accountId: string;
  readonly region: string;
  /** The stacks of this account and region. */
  readonly stacks: readonly StateOwner[];
  /** Roles that deploy every stack, and so decrypt its secrets. They must exist, or KMS refuses the policy: wait for them by `dependsOn`. */
  readonly deployRoleArns: readonly pulumi.Input<string>[];
  /** Roles that decrypt the secrets of some stacks, such as those of a preview. @default none */
  readonly readers?: readonly { readonly roleArn: pulumi.Input<string>; readonly stacks: readonly StateOwner[] }[];
  /** Days for which no version of a state can be removed, 1 to 365. @default 30 */
  readonly lockDays?: number;
  /** Days for which replaced states are kept, no less than `lockDays`. @default 365 */
  readonly noncurrentDays?: number;
  /** Name of the bucket that takes its access logs. */
  readonly accessLogBucket: pulumi.Input<string>;
  readonly tags: Tags;
}

/** Alias of the key that encrypts secrets in states: what `secretsprovider` in a stack's configuration names. */
export const SECRETS_PROVIDER_ALIAS = "rampart-secrets-provider";

/** Names of buckets are shared by every customer of AWS, hence the account. */
export function stateBucketName(accountId: string, region: string): string {
  return `rampart-state-${accountId}-${region}`;
}

/** Folder of a stack's state in the bucket: the end of its backend's address. */
export function statePrefix({ system, environment }: StateOwner): string {
  return `${system}/${environment}`;
}

/**
 * Where the states of the account's stacks live, and the key that encrypts the secrets in them.
 *
 * Guarantees: a state is never lost, since each version outlives its replacement by `lockDays`, whoever deletes it; the
 * secrets in a state are decrypted by the roles named here only, each for its own stacks (the key asks for `system` and
 * `environment` as encryption context), and by no administrator of the account who has not first changed the key's policy.
 *
 * Object Lock does not stop the engine: it replaces and deletes objects, of which the versions stay, and never deletes a version.
 *
 * Cannot: keep its own first state, see the README of bootstrap; copies in another region.
 *
 * @throws If a number of days is out of range or there is no stack.
 */
export class AccountState extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: string;
  readonly secretsProviderKeyArn: pulumi.Output<string>;

  constructor(name: string, args: AccountStateArgs, opts?: pulumi.ComponentResourceOptions) {
    const { accountId, region, stacks, tags, lockDays = 30, noncurrentDays = 365 } = args;
    checkState(`AccountState "${name}"`, stacks, lockDays, noncurrentDays);
    super("rampart:aws:AccountState", name, {}, opts);
    const child = childOptions(this, opts);
    const common = { region, component: "account-state", tags };

    const stateKey = createAccountKey(
      `${name}-files`,
      {
        ...common,
        alias: "rampart-state",
        description: "States of the stacks",
        policy: administered(accountId, [usedThrough("StateFiles", "s3", { accountId, region })]),
      },
      child,
    );
    this.secretsProviderKeyArn = createAccountKey(
      `${name}-secrets-provider`,
      {
        ...common,
        alias: SECRETS_PROVIDER_ALIAS,
        description: "Secrets in the states of the stacks",
        policy: administered(accountId, secretsProviderUses(args)),
      },
      child,
    );
    const bucket = createAccountBucket(
      name,
      {
        region,
        bucketName: stateBucketName(accountId, region),
        kmsKeyArn: stateKey,
        lock: { mode: "GOVERNANCE", days: lockDays },
        noncurrentDays,
        accessLogBucket: args.accessLogBucket,
        statements: lockIsKept,
        component: common.component,
        tags,
      },
      this,
    );
    this.bucketName = bucket.name;
    this.bucketArn = bucket.arn;
    this.registerOutputs({
      bucketName: this.bucketName,
      bucketArn: this.bucketArn,
      secretsProviderKeyArn: this.secretsProviderKeyArn,
    });
  }
}

/** The lock that one may lift is lifted by nobody, and no version goes while there is none either. */
export function lockIsKept(bucketArn: string): Statement[] {
  return [
    {
      sid: "DenyLossOfVersions",
      effect: "Deny",
      actions: ["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
      resources: `${bucketArn}/*`,
      principals: "*",
    },
  ];
}

/** One statement a stack and kind of user: values of two keys in one condition would mix systems and environments. */
function secretsProviderUses({ stacks, deployRoleArns, readers = [] }: AccountStateArgs): Statement[] {
  const use = (
    owner: StateOwner,
    sid: string,
    roles: readonly pulumi.Input<string>[],
    actions: string[],
  ): Statement => ({
    sid: `${sid}${pascal(owner.system)}${pascal(owner.environment)}`,
    actions,
    resources: "*",
    principals: { AWS: [...roles] },
    conditions: {
      StringEquals: {
        "kms:EncryptionContext:system": owner.system,
        "kms:EncryptionContext:environment": owner.environment,
      },
    },
  });
  return stacks.flatMap((owner) => {
    const reading = readers
      .filter((reader) => reader.stacks.some((one) => statePrefix(one) === statePrefix(owner)))
      .map(({ roleArn }) => roleArn);
    return [
      use(owner, "Deploy", deployRoleArns, ["kms:Encrypt", "kms:Decrypt"]),
      ...(reading.length === 0 ? [] : [use(owner, "Read", reading, ["kms:Decrypt"])]),
    ];
  });
}

function pascal(name: string): string {
  return name
    .split("-")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}

function checkState(where: string, stacks: readonly StateOwner[], lockDays: number, noncurrentDays: number): void {
  if (stacks.length === 0) throw new Error(`${where}: stacks is empty; list those whose states it keeps.`);
  if (!Number.isInteger(lockDays) || lockDays < 1 || lockDays > 365) {
    throw new Error(`${where}: lockDays is ${lockDays}; give whole days from 1 to 365.`);
  }
  if (!Number.isInteger(noncurrentDays) || noncurrentDays < lockDays) {
    throw new Error(
      `${where}: noncurrentDays is ${noncurrentDays}, less than lockDays (${lockDays}), during which S3 removes nothing; give as many or more.`,
    );
  }
}
