import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Statement, policyDocument } from "./_iam.ts";
import { ADMINISTER } from "./_key-policies.ts";
import { type Tags, namedTags } from "./_tags.ts";

interface AccountKeyArgs {
  readonly region: string;
  /** Without `alias/`. */
  readonly alias: string;
  readonly description: string;
  readonly policy: pulumi.Input<string>;
  readonly component: string;
  readonly tags: Tags;
}

/** What an identity or service does with a key, without grants. */
const KEY_USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"] as const;

/**
 * A key of the account with an alias and a policy of its own.
 *
 * @returns Its ARN, known once the policy is in force.
 */
export function createAccountKey(
  name: string,
  args: AccountKeyArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { region, alias } = args;
  const key = new aws.kms.Key(
    name,
    {
      region,
      description: args.description,
      keyUsage: "ENCRYPT_DECRYPT",
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: 30,
      multiRegion: false,
      tags: namedTags(args.component, alias, args.tags),
    },
    { ...opts, protect: true },
  );
  const policy = new aws.kms.KeyPolicy(
    name,
    {
      region,
      keyId: key.keyId,
      policy: args.policy,
      bypassPolicyLockoutSafetyCheck: false,
    },
    opts,
  );
  new aws.kms.Alias(name, { region, name: `alias/${alias}`, targetKeyId: key.keyId }, opts);
  return pulumi.all([key.arn, policy.id]).apply(([arn]) => arn);
}

/**
 * A policy that adds administration, without use: whoever IAM lets administer keys may change it, so that nobody is locked out,
 * and cannot use the key before having done so, which rings an alarm.
 */
export function administered(accountId: string, uses: readonly Statement[]): pulumi.Output<string> {
  return policyDocument([
    {
      sid: "Administration",
      actions: ADMINISTER,
      resources: "*",
      principals: { AWS: `arn:aws:iam::${accountId}:root` },
    },
    ...uses,
  ]);
}

interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** Identities of the account that IAM allows it, through one service on their behalf. */
export function usedThrough(sid: string, service: string, { accountId, region }: Place): Statement {
  return {
    sid,
    actions: [...KEY_USE, "kms:CreateGrant", "kms:ListGrants", "kms:RetireGrant", "kms:RevokeGrant"],
    resources: "*",
    principals: { AWS: `arn:aws:iam::${accountId}:root` },
    conditions: {
      StringEquals: { "kms:CallerAccount": accountId, "kms:ViaService": `${service}.${region}.amazonaws.com` },
    },
  };
}
