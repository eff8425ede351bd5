import { ALWAYS, AWS, COMPUTED, DELETION_PROTECTION, NAMED, OFF, SOMETIMES, type StatefulKinds } from "./kind.ts";

/** Servers of databases. */
export const DATABASES: StatefulKinds = {
  // rds/instance.go
  "aws:rds/instance:Instance": {
    name: "RDS instance",
    holds: "its databases, and its automated backups unless they are kept",
    guard: DELETION_PROTECTION,
    replacing: {
      ...AWS,
      availabilityZone: COMPUTED,
      characterSetName: COMPUTED,
      customIamInstanceProfile: ALWAYS,
      dbName: COMPUTED,
      engine: COMPUTED,
      identifierPrefix: COMPUTED,
      kmsKeyId: COMPUTED,
      ncharCharacterSetName: COMPUTED,
      restoreToPointInTime: ALWAYS,
      "s3Import.bucketName": ALWAYS,
      snapshotIdentifier: COMPUTED,
      storageEncrypted: OFF,
      timezone: COMPUTED,
      username: COMPUTED,
    },
  },
  // rds/cluster.go
  "aws:rds/cluster:Cluster": {
    name: "RDS cluster",
    holds: "its databases, and its automated backups unless they are kept",
    guard: DELETION_PROTECTION,
    replacing: {
      ...AWS,
      availabilityZones: COMPUTED,
      clusterIdentifier: NAMED,
      clusterIdentifierPrefix: COMPUTED,
      databaseName: COMPUTED,
      dbSubnetGroupName: COMPUTED,
      dbSystemId: COMPUTED,
      engine: ALWAYS,
      engineMode: { default: "provisioned" },
      kmsKeyId: COMPUTED,
      masterUsername: COMPUTED,
      restoreToPointInTime: ALWAYS,
      "s3Import.bucketName": ALWAYS,
      snapshotIdentifier: { on: "given" },
      sourceRegion: ALWAYS,
      storageEncrypted: COMPUTED,
      // A Multi-AZ cluster is replaced, an Aurora cluster is not.
      storageType: SOMETIMES,
    },
  },
  // rds/global_cluster.go
  "aws:rds/globalCluster:GlobalCluster": {
    name: "RDS global cluster",
    holds: "what keeps its clusters alike: without it, each of them goes on alone",
    guard: DELETION_PROTECTION,
    replacing: {
      ...AWS,
      databaseName: COMPUTED,
      engine: COMPUTED,
      globalClusterIdentifier: ALWAYS,
      sourceDbClusterIdentifier: COMPUTED,
      storageEncrypted: COMPUTED,
    },
  },
  // docdb/cluster.go
  "aws:docdb/cluster:Cluster": {
    name: "DocumentDB cluster",
    holds: "its databases and its automated backups",
    guard: DELETION_PROTECTION,
    replacing: {
      ...AWS,
      availabilityZones: COMPUTED,
      clusterIdentifier: NAMED,
      clusterIdentifierPrefix: COMPUTED,
      dbSubnetGroupName: COMPUTED,
      engine: { default: "docdb" },
      kmsKeyId: COMPUTED,
      masterUsername: COMPUTED,
      port: { default: 27017 },
      restoreToPointInTime: ALWAYS,
      serverlessV2ScalingConfiguration: { on: "removed" },
      snapshotIdentifier: { on: "given" },
      storageEncrypted: OFF,
    },
  },
  // neptune/cluster.go
  "aws:neptune/cluster:Cluster": {
    name: "Neptune cluster",
    holds: "its graphs and its automated backups",
    guard: DELETION_PROTECTION,
    replacing: {
      ...AWS,
      availabilityZones: COMPUTED,
      clusterIdentifier: NAMED,
      clusterIdentifierPrefix: COMPUTED,
      engine: { default: "neptune" },
      kmsKeyArn: COMPUTED,
      neptuneSubnetGroupName: COMPUTED,
      port: { default: 8182 },
      snapshotIdentifier: { on: "given" },
      storageEncrypted: OFF,
    },
  },
  // redshift/cluster.go
  "aws:redshift/cluster:Cluster": {
    name: "Redshift cluster",
    holds: "its databases and its automated snapshots",
    replacing: {
      ...AWS,
      clusterIdentifier: ALWAYS,
      clusterSubnetGroupName: COMPUTED,
      masterUsername: ALWAYS,
      snapshotArn: ALWAYS,
      snapshotClusterIdentifier: ALWAYS,
      snapshotIdentifier: ALWAYS,
    },
  },
  // redshiftserverless/namespace.go
  "aws:redshiftserverless/namespace:Namespace": {
    name: "Redshift Serverless namespace",
    holds: "its databases and its recovery points",
    replacing: { ...AWS, dbName: { default: "dev" }, namespaceName: ALWAYS },
  },
};
