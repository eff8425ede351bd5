import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Connection } from "./_connections.ts";
import { type Tags, namedTags, tagsFor } from "./_tags.ts";

/** The two stores, by what they do when memory runs short. */
export type CacheStoreName = "state" | "cache";

const EVICTION: Readonly<Record<CacheStoreName, string>> = {
  // Writes fail and alarms ring, but no session, revocation, counter or job is lost.
  state: "noeviction",
  // Only keys with an expiry are dropped, those used longest ago first.
  cache: "volatile-lru",
};

/** Versions of Valkey that ElastiCache offers with cluster mode disabled, and their parameter group families. */
export const VALKEY_FAMILIES = {
  "7.2": "valkey7",
  "8.0": "valkey8",
  "8.1": "valkey8",
  "8.2": "valkey8",
  "9.0": "valkey9",
} as const;

export type ValkeyVersion = keyof typeof VALKEY_FAMILIES;

/** Capacity of one store. */
export interface CacheStoreArgs {
  /** ElastiCache node class, for example `cache.t4g.small`. */
  readonly nodeType: string;
  /** Primary and replicas together, spread over the zones. 2 to 6. @default 2 */
  readonly nodes?: number;
  /**
   * One node in one zone: when it fails or is patched, the store is away and everything since the last
   * snapshot is lost. For environments without users only.
   * @default false
   */
  readonly singleNodeWithoutFailover?: boolean;
  /** Days to keep daily snapshots, 1 to 35. @default 7 */
  readonly snapshotRetentionDays?: number;
}

/** A store as other components see it. */
export interface CacheStore {
  /** DNS name of the primary; it follows a failover. */
  readonly address: pulumi.Output<string>;
  /** DNS name that spreads connections over the replicas. */
  readonly readerAddress: pulumi.Output<string>;
  readonly port: number;
  readonly replicationGroupId: string;
  readonly arn: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  /** What a workload lists in `connects`. */
  readonly connection: Connection;
}

/** What both stores have in common. */
export interface CacheStoreSettings {
  readonly prefix: string;
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  readonly subnetGroupName: pulumi.Input<string>;
  readonly kmsKeyArn: pulumi.Input<string>;
  readonly logsKeyArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
  readonly engineVersion: ValkeyVersion;
  readonly port: number;
  readonly maintenanceWindow: string;
  readonly snapshotWindow: string;
  readonly applyImmediately: boolean;
  readonly notificationTopicArn: pulumi.Input<string> | undefined;
  /** Allows ElastiCache's log delivery to write; must exist before the group does. */
  readonly logPolicy: pulumi.Resource;
  readonly protect: boolean;
  readonly tags: Tags;
}

/** Makes one replication group with its parameter group, security group and log groups. */
export function createStore(
  name: string,
  store: CacheStoreName,
  args: CacheStoreArgs,
  userGroupId: pulumi.Input<string>,
  settings: CacheStoreSettings,
  parent: pulumi.Resource,
): CacheStore {
  const { region, tags, protect, port } = settings;
  const base = `${name}-${store}`;
  const replicationGroupId = `${settings.prefix}-${store}`;
  const failover = args.singleNodeWithoutFailover !== true;

  const securityGroup = new aws.ec2.SecurityGroup(
    base,
    {
      region,
      vpcId: settings.vpcId,
      description: `Cache ${replicationGroupId}`,
      tags: namedTags("caches", replicationGroupId, tags),
    },
    { parent },
  );
  const parameterGroup = new aws.elasticache.ParameterGroup(
    base,
    {
      region,
      family: VALKEY_FAMILIES[settings.engineVersion],
      description: `Cache ${replicationGroupId}`,
      parameters: [
        { name: "maxmemory-policy", value: EVICTION[store] },
        // Otherwise a user without named channels may use all of them.
        { name: "acl-pubsub-default", value: "resetchannels" },
      ],
      tags: tagsFor("caches", tags),
    },
    { parent },
  );
  const logGroups = (["slow-log", "engine-log"] as const).map((logType) => ({
    logType,
    group: new aws.cloudwatch.LogGroup(
      `${base}-${logType}`,
      {
        region,
        // Names under /aws/vendedlogs keep the account's log resource policy from growing past its limit.
        name: `/aws/vendedlogs/elasticache/${replicationGroupId}/${logType}`,
        kmsKeyId: settings.logsKeyArn,
        retentionInDays: settings.logRetentionDays,
        tags: tagsFor("caches", tags),
      },
      { parent, protect },
    ),
  }));
  // A final snapshot's name must be new each time a group of this id is deleted.
  const snapshotSuffix = new random.RandomId(`${base}-final-snapshot`, { byteLength: 4 }, { parent });

  const group = new aws.elasticache.ReplicationGroup(
    base,
    {
      region,
      replicationGroupId,
      description: `${EVICTION[store]} store of ${tags.system} ${tags.environment}`,
      engine: "valkey",
      engineVersion: settings.engineVersion,
      autoMinorVersionUpgrade: true,
      nodeType: args.nodeType,
      clusterMode: "disabled",
      numCacheClusters: failover ? (args.nodes ?? 2) : 1,
      automaticFailoverEnabled: failover,
      multiAzEnabled: failover,
      port,
      parameterGroupName: parameterGroup.name,
      subnetGroupName: settings.subnetGroupName,
      securityGroupIds: [securityGroup.id],
      atRestEncryptionEnabled: true,
      kmsKeyId: settings.kmsKeyArn,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      userGroupIds: [userGroupId],
      snapshotRetentionLimit: args.snapshotRetentionDays ?? 7,
      snapshotWindow: settings.snapshotWindow,
      finalSnapshotIdentifier: pulumi.interpolate`${replicationGroupId}-final-${snapshotSuffix.hex}`,
      maintenanceWindow: settings.maintenanceWindow,
      applyImmediately: settings.applyImmediately,
      logDeliveryConfigurations: logGroups.map(({ logType, group: { name: destination } }) => ({
        logType,
        logFormat: "json",
        destinationType: "cloudwatch-logs",
        destination,
      })),
      ...(settings.notificationTopicArn === undefined ? {} : { notificationTopicArn: settings.notificationTopicArn }),
      tags: tagsFor("caches", tags),
    },
    { parent, protect, dependsOn: [settings.logPolicy] },
  );
  return {
    address: group.primaryEndpointAddress,
    readerAddress: group.readerEndpointAddress,
    port,
    replicationGroupId,
    arn: group.arn,
    securityGroupId: securityGroup.id,
    connection: { name: `cache-${store}`, to: { kind: "securityGroup", id: securityGroup.id }, port },
  };
}
