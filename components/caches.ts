import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkCaches } from "./_caches-checks.ts";
import {
  type CacheStore,
  type CacheStoreArgs,
  type CacheStoreName,
  type CacheStoreSettings,
  type ValkeyVersion,
  createStore,
} from "./_caches-store.ts";
import {
  type CacheUser,
  type CacheUserArgs,
  type CacheUserSettings,
  createCacheUser,
  createDefaultUser,
  createUserSecret,
} from "./_caches-user.ts";
import { fromAccount, policyDocument } from "./_iam.ts";
import { type Tags, namedTags, tagsFor } from "./_tags.ts";

export type { CachePurpose } from "./_caches-access.ts";
export type { CacheStore, CacheStoreArgs, CacheStoreName, ValkeyVersion } from "./_caches-store.ts";
export type { CacheUser, CacheUserArgs } from "./_caches-user.ts";

/** What `Caches` are made of. */
export interface CachesArgs {
  /**
   * Start of every id and name in AWS, unique in the account and Region, for example `shop-prod`. 2 to 20
   * lower-case letters, digits and single hyphens. A change replaces everything.
   */
  readonly prefix: string;
  /** AWS Region of everything in it, for example `eu-west-1`. */
  readonly region: string;
  /** Twelve-digit id of the account. */
  readonly accountId: string;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of the data tier, in two zones at least unless every store has a single node. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Key of the data and snapshots. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Key of the users' secrets. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Key of the log groups; its policy must admit CloudWatch Logs of this Region. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days to keep slow and engine logs, one of the periods CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /** `state` never evicts (sessions, revocations, limits, queues); `cache` drops expiring keys when memory runs short. */
  readonly stores: { readonly state: CacheStoreArgs; readonly cache?: CacheStoreArgs };
  /** Consumers by user name. Lower-case letters, digits and single hyphens. */
  readonly users: Readonly<Record<string, CacheUserArgs>>;
  /**
   * Version of Valkey. AWS applies patches by itself and may raise the minor version in a maintenance
   * window; follow it here then, because ElastiCache never goes back.
   * @default "8.2"
   */
  readonly engineVersion?: ValkeyVersion;
  /** Port of every store, 1150 to 65535. @default 6380, which many clients take for Redis with TLS */
  readonly port?: number;
  /** Daily hour of the snapshots, UTC, at least 60 minutes. @default "01:00-02:00" */
  readonly snapshotWindow?: string;
  /** Weekly hour of patches, UTC, at least 60 minutes, apart from the snapshots. @default "sun:03:00-sun:04:00" */
  readonly maintenanceWindow?: string;
  /** Make changes at once, with a failover where one is needed, and not in the next maintenance window. @default false */
  readonly applyImmediately?: boolean;
  /** Topic for events of the groups, such as a failover. @default none */
  readonly notificationTopicArn?: pulumi.Input<string>;
  /** Days in which a deleted secret can be restored, 7 to 30. @default 30 */
  readonly secretRecoveryDays?: number;
  /** Refuse deletion of the stores, their logs and the users' secrets. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

/**
 * ElastiCache for Valkey with cluster mode disabled: a `state` store that never evicts and, if asked for, a
 * `cache` store that does. Each consumer has a user and a secret of its own.
 *
 * Guarantees: TLS is required; data, snapshots, secrets and logs are encrypted by the given keys; a user may
 * run only the commands of its purposes on its own keys and channels; the built-in user is off; two zones
 * with automatic failover unless a store says `singleNodeWithoutFailover`; what must not be evicted is
 * refused on `cache`. It cannot open a store to an address range: `allowFrom` takes security groups.
 *
 * Valkey has no append-only file here: after the loss of all nodes of a store its newest snapshot counts.
 *
 * ```ts
 * const caches = new Caches("caches", {
 *   stores: { state: { nodeType: "cache.m7g.large" } },
 *   users: { api: { store: "state", purposes: ["rate-limits"], keyPrefixes: ["rate:"] } },
 *   …
 * });
 * caches.allowFrom("api", apiSecurityGroupId, "state");
 * ```
 *
 * @throws If an argument is malformed, names a missing store, or contradicts another one.
 */
export class Caches extends pulumi.ComponentResource {
  readonly stores: { readonly state: CacheStore; readonly cache?: CacheStore };
  /** By user name; `Rotation` takes it as its `caches`. */
  readonly users: Readonly<Record<string, CacheUser>>;
  /** Secrets by user name, for workloads that bind to them. */
  readonly userSecrets: Readonly<Record<string, { readonly arn: pulumi.Output<string>; readonly name: string }>>;

  readonly #name: string;
  readonly #region: string;
  readonly #tags: Tags;

  constructor(name: string, args: CachesArgs, opts?: pulumi.ComponentResourceOptions) {
    checkCaches(`Caches "${name}"`, args);
    super("rampart:data:Caches", name, {}, opts);
    const { prefix, region, accountId, tags } = args;
    this.#name = name;
    this.#region = region;
    this.#tags = tags;
    const protect = args.protect ?? true;

    const subnetGroup = new aws.elasticache.SubnetGroup(
      name,
      { region, description: `Caches of ${prefix}`, subnetIds: [...args.subnetIds], tags: tagsFor("caches", tags) },
      { parent: this },
    );
    const logPolicy = createLogPolicy(name, args, this);

    const userSettings: CacheUserSettings = {
      prefix,
      region,
      accountId,
      secretsKeyArn: args.secretsKeyArn,
      secretRecoveryDays: args.secretRecoveryDays ?? 30,
      protect,
      tags,
    };
    const defaultUser = createDefaultUser(name, userSettings, this);
    const users = Object.entries(args.users).map(([user, userArgs]) => ({
      user,
      store: userArgs.store,
      created: createCacheUser(name, user, userArgs, userSettings, this),
    }));

    const storeSettings: CacheStoreSettings = {
      prefix,
      region,
      vpcId: args.vpcId,
      subnetGroupName: subnetGroup.name,
      kmsKeyArn: args.kmsKeyArn,
      logsKeyArn: args.logsKeyArn,
      logRetentionDays: args.logRetentionDays,
      engineVersion: args.engineVersion ?? "8.2",
      port: args.port ?? 6380,
      snapshotWindow: args.snapshotWindow ?? "01:00-02:00",
      maintenanceWindow: args.maintenanceWindow ?? "sun:03:00-sun:04:00",
      applyImmediately: args.applyImmediately ?? false,
      notificationTopicArn: args.notificationTopicArn,
      logPolicy,
      protect,
      tags,
    };
    const makeStore = (store: CacheStoreName, storeArgs: CacheStoreArgs): CacheStore => {
      const members = users.filter((it) => it.store === store).map((it) => it.created.user.userId);
      const group = new aws.elasticache.UserGroup(
        `${name}-${store}`,
        {
          region,
          engine: "valkey",
          userGroupId: `${prefix}-${store}`,
          userIds: [defaultUser.userId, ...members],
          tags: tagsFor("caches", tags),
        },
        { parent: this },
      );
      return createStore(name, store, storeArgs, group.userGroupId, storeSettings, this);
    };
    const state = makeStore("state", args.stores.state);
    const cache = args.stores.cache && makeStore("cache", args.stores.cache);
    this.stores = { state, ...(cache === undefined ? {} : { cache }) };

    const userEntries = users.map(({ user, store: storeName, created }): [string, CacheUser] => {
      const store = storeName === "cache" && cache !== undefined ? cache : state;
      const secret = createUserSecret(name, user, created, store, userSettings, this);
      return [
        user,
        {
          store: storeName,
          userId: `${prefix}-${user}`,
          userArn: created.user.arn,
          secretArn: secret.arn,
          secretName: secret.name,
          host: store.address,
          port: store.port,
          securityGroupId: store.securityGroupId,
        },
      ];
    });
    this.users = Object.fromEntries(userEntries);
    this.userSecrets = Object.fromEntries(
      userEntries.map(([user, { secretArn, secretName }]) => [user, { arn: secretArn, name: secretName }]),
    );
    this.registerOutputs({
      stateAddress: state.address,
      ...(cache === undefined ? {} : { cacheAddress: cache.address }),
      userSecretArns: Object.fromEntries(userEntries.map(([user, { secretArn }]) => [user, secretArn])),
    });
  }

  /**
   * Lets the members of a security group reach a store.
   *
   * @param client Who they are, unique for the store; part of the rule's name.
   * @throws If there is no such store.
   */
  allowFrom(client: string, securityGroupId: pulumi.Input<string>, storeName: CacheStoreName = "state"): void {
    const store = this.stores[storeName];
    if (store === undefined) {
      throw new Error(
        `Caches "${this.#name}": allowFrom("${client}") names the store "${storeName}", which stores does not have; ` +
          `add it or use ${Object.keys(this.stores).join(", ")}.`,
      );
    }
    const rule = `${this.#name}-${storeName}-from-${client}`;
    new aws.vpc.SecurityGroupIngressRule(
      rule,
      {
        region: this.#region,
        securityGroupId: store.securityGroupId,
        referencedSecurityGroupId: securityGroupId,
        description: `Cache clients of ${client}`,
        ipProtocol: "tcp",
        fromPort: store.port,
        toPort: store.port,
        tags: namedTags("caches", rule, this.#tags),
      },
      { parent: this },
    );
  }
}

/**
 * Lets the log delivery service of this account write to the groups of these stores. ElastiCache would
 * otherwise add such a policy on its own, out of sight of the program. One policy serves all stores, because
 * a Region holds ten at most.
 */
function createLogPolicy(name: string, args: CachesArgs, parent: pulumi.Resource): pulumi.Resource {
  const { prefix, region, accountId } = args;
  const logs = `arn:aws:logs:${region}:${accountId}`;
  return new aws.cloudwatch.LogResourcePolicy(
    `${name}-log-delivery`,
    {
      region,
      policyName: `${prefix}-elasticache-logs`,
      policyDocument: policyDocument([
        {
          sid: "DeliverCacheLogs",
          principals: { Service: "delivery.logs.amazonaws.com" },
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: `${logs}:log-group:/aws/vendedlogs/elasticache/${prefix}-*:log-stream:*`,
          conditions: fromAccount(accountId, `${logs}:*`),
        },
      ]),
    },
    { parent },
  );
}
