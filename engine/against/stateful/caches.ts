import { ALWAYS, AWS, COMPUTED, NAMED, OFF, ON, SOMETIMES, type StatefulKinds } from "./kind.ts";

/** What is in memory. */
export const CACHES: StatefulKinds = {
  // elasticache/replication_group.go
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    name: "ElastiCache replication group",
    holds: "what is in the cache, and its automatic snapshots",
    replacing: {
      ...AWS,
      atRestEncryptionEnabled: COMPUTED,
      dataTieringEnabled: COMPUTED,
      // A downgrade is replaced, and so is a change from Valkey to Redis.
      engine: SOMETIMES,
      engineVersion: SOMETIMES,
      globalReplicationGroupId: COMPUTED,
      kmsKeyId: ALWAYS,
      networkType: COMPUTED,
      nodeGroupConfigurations: SOMETIMES,
      port: { default: 6379 },
      replicationGroupId: NAMED,
      snapshotArns: ALWAYS,
      snapshotName: ALWAYS,
      subnetGroupName: COMPUTED,
      // Engines before 7.0.5 are replaced.
      transitEncryptionEnabled: SOMETIMES,
    },
  },
  // elasticache/cluster.go
  "aws:elasticache/cluster:Cluster": {
    name: "ElastiCache cluster",
    holds: "what is in the cache, and its automatic snapshots",
    replacing: {
      ...AWS,
      availabilityZone: COMPUTED,
      clusterId: NAMED,
      engine: COMPUTED,
      networkType: COMPUTED,
      // Memcached is replaced, Redis is not.
      nodeType: SOMETIMES,
      port: COMPUTED,
      snapshotArns: ALWAYS,
      snapshotName: ALWAYS,
      subnetGroupName: COMPUTED,
    },
  },
  // elasticache/serverless_cache.go
  "aws:elasticache/serverlessCache:ServerlessCache": {
    name: "ElastiCache serverless cache",
    holds: "what is in the cache, and its automatic snapshots",
    replacing: {
      ...AWS,
      // Redis becomes Valkey in place; the way back is a replacement.
      engine: { sometimes: true },
      kmsKeyId: ALWAYS,
      majorEngineVersion: SOMETIMES,
      name: NAMED,
      snapshotArnsToRestores: ALWAYS,
      subnetIds: COMPUTED,
    },
  },
  // memorydb/cluster.go
  "aws:memorydb/cluster:Cluster": {
    name: "MemoryDB cluster",
    holds: "its data and its automatic snapshots",
    replacing: {
      ...AWS,
      autoMinorVersionUpgrade: ON,
      dataTiering: OFF,
      kmsKeyArn: ALWAYS,
      multiRegionClusterName: ALWAYS,
      name: NAMED,
      namePrefix: COMPUTED,
      networkType: COMPUTED,
      port: COMPUTED,
      snapshotArns: ALWAYS,
      snapshotName: ALWAYS,
      subnetGroupName: COMPUTED,
      tlsEnabled: ON,
    },
  },
};
