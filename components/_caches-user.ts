import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type CachePurpose, NO_ACCESS, accessString } from "./_caches-access.ts";
import type { CacheStore, CacheStoreName } from "./_caches-store.ts";
import { secretPolicy } from "./_secret-policy.ts";
import { type Tags, tagsFor } from "./_tags.ts";

/** One consumer of a store. */
export interface CacheUserArgs {
  /** Store the user lives in. Everything but purpose `cache` may bind only to `state`. */
  readonly store: CacheStoreName;
  /** What it uses the store for; each purpose grants its commands and no others. */
  readonly purposes: readonly CachePurpose[];
  /** Starts of the keys it may touch, for example `["rate:"]`. Two users that share keys name the same start. */
  readonly keyPrefixes: readonly string[];
  /** Starts of the pub/sub channels it may use, for example `["rq:pubsub:"]`. @default none, and no pub/sub command */
  readonly channelPrefixes?: readonly string[];
}

/** A user as other components see it; `Rotation` takes these as they are. */
export interface CacheUser {
  readonly store: CacheStoreName;
  readonly userId: string;
  readonly userArn: pulumi.Output<string>;
  /** Secret with `username`, `password`, `host`, `port` and `url` (`rediss://…/0`), all text. */
  readonly secretArn: pulumi.Output<string>;
  readonly secretName: string;
  readonly host: pulumi.Output<string>;
  readonly port: number;
  /** Group of the store. */
  readonly securityGroupId: pulumi.Output<string>;
}

export interface CacheUserSettings {
  readonly prefix: string;
  readonly region: string;
  readonly accountId: string;
  readonly secretsKeyArn: pulumi.Input<string>;
  readonly secretRecoveryDays: number;
  readonly protect: boolean;
  readonly tags: Tags;
}

/**
 * The user who takes the place of the built-in one, which may do everything: it is off and may do nothing.
 * ElastiCache wants it to have a password all the same; nobody is given it.
 */
export function createDefaultUser(
  name: string,
  settings: CacheUserSettings,
  parent: pulumi.Resource,
): aws.elasticache.User {
  return createUser(`${name}-default-off`, `${settings.prefix}-default-off`, "default", NO_ACCESS, settings, parent)
    .user;
}

/** A user with the access that its purposes need, and its first password. */
export function createCacheUser(
  name: string,
  user: string,
  args: CacheUserArgs,
  settings: CacheUserSettings,
  parent: pulumi.Resource,
): CreatedUser {
  const access = accessString({ channelPrefixes: [], ...args });
  return createUser(`${name}-${user}`, `${settings.prefix}-${user}`, user, access, settings, parent);
}

export interface CreatedUser {
  readonly user: aws.elasticache.User;
  readonly password: pulumi.Output<string>;
}

function createUser(
  base: string,
  userId: string,
  userName: string,
  access: string,
  { region, tags }: CacheUserSettings,
  parent: pulumi.Resource,
): CreatedUser {
  // Letters and digits only: they need no escaping in a URL, and ElastiCache refuses some punctuation.
  const password = new random.RandomPassword(`${base}-password`, { length: 48, special: false }, { parent });
  const user = new aws.elasticache.User(
    base,
    {
      region,
      userId,
      userName,
      engine: "valkey",
      accessString: access,
      // One of the two places; rotation puts the next password into the other one.
      authenticationMode: { type: "password", passwords: [password.result] },
      tags: tagsFor("caches", tags),
    },
    // Rotation owns the passwords from here on: an update from here would lock out every running client.
    { parent, ignoreChanges: ["authenticationMode"], additionalSecretOutputs: ["authenticationMode"] },
  );
  return { user, password: password.result };
}

/** The secret that tells a user's consumers how to connect. */
export function createUserSecret(
  name: string,
  user: string,
  { user: { userId }, password }: CreatedUser,
  { address, port }: CacheStore,
  settings: CacheUserSettings,
  parent: pulumi.Resource,
): { readonly arn: pulumi.Output<string>; readonly name: string } {
  const { region, accountId, tags } = settings;
  const base = `${name}-${user}`;
  const secretName = `${settings.prefix}/cache/${user}`;
  const secret = new aws.secretsmanager.Secret(
    base,
    {
      region,
      name: secretName,
      description: pulumi.interpolate`Login of the cache user ${userId}`,
      kmsKeyId: settings.secretsKeyArn,
      recoveryWindowInDays: settings.secretRecoveryDays,
      tags: { ...tagsFor("caches", tags), rotation: "automatic" },
    },
    { parent, protect: settings.protect },
  );
  const policy = new aws.secretsmanager.SecretPolicy(
    base,
    { region, secretArn: secret.arn, blockPublicPolicy: true, policy: secretPolicy(accountId) },
    { parent },
  );
  const version = new aws.secretsmanager.SecretVersion(
    base,
    {
      region,
      secretId: secret.id,
      secretString: pulumi.secret(
        // All texts: the driver that delivers single fields to pods refuses numbers.
        pulumi.jsonStringify({
          username: user,
          password,
          host: address,
          port: String(port),
          url: pulumi.interpolate`rediss://${user}:${password}@${address}:${port}/0`,
        }),
      ),
    },
    // Written once. From then on the value belongs to rotation, which also follows a changed address.
    { parent, retainOnDelete: true, ignoreChanges: ["secretString", "versionStages"] },
  );
  // Whoever reads the ARN waits for the value and the policy.
  return { arn: pulumi.all([secret.arn, policy.id, version.id]).apply(([arn]) => arn), name: secretName };
}
