import type { Value } from "../../policies/value.ts";

/** A kind of resource that holds what nothing can make again. */
export interface StatefulKind {
  /** As people call it. */
  readonly name: string;
  /** What goes with it. */
  readonly holds: string;
  /** Properties that the provider cannot change in place, by dotted path below the inputs; lists count as their items. */
  readonly replacing: Readonly<Record<string, Replacing>>;
  /** Input that makes AWS refuse the deletion while it is true. */
  readonly guard?: string;
}

/** When a property replaces. By itself: whenever its value is another one. */
export interface Replacing {
  /** What the provider takes where it is left out; writing that down changes nothing. */
  readonly default?: Value;
  /**
   * The cloud chooses where it is left out: taking it out of the program keeps what is there, and writing it down may
   * write down what is there already.
   */
  readonly computed?: true;
  /** Pulumi makes a name up where it is left out, so that taking it out of the program may replace, too. */
  readonly named?: true;
  /**
   * `given`: all but taking it out; `removed`: only that; `disabled`: only from true to anything else; `existing`: only
   * where it had a value.
   */
  readonly on?: "given" | "removed" | "disabled" | "existing";
  /** Not always, even then: the provider asks the cloud, or it depends on the engine. */
  readonly sometimes?: true;
}

const ALWAYS: Replacing = {};
const COMPUTED: Replacing = { computed: true };
const NAMED: Replacing = { computed: true, named: true };
const OFF: Replacing = { default: false };

/** Every AWS resource is made anew in the region that it names. */
const AWS = { region: COMPUTED } as const;

/**
 * Which properties replace a resource that holds data. Source: `ForceNew`, `CustomizeDiff` and `RequiresReplace` in the
 * schemas of hashicorp/terraform-provider-aws (internal/service/<service>), on which @pulumi/aws 7 is built, and
 * `forceNewProperties` of pulumi/pulumi-kubernetes (provider/pkg/provider/diff.go). What is not listed is called a change:
 * so are names that AWS changes in place, such as `identifier` of an RDS instance.
 */
export const STATEFUL: Readonly<Record<string, StatefulKind>> = {
  // rds/instance.go
  "aws:rds/instance:Instance": {
    name: "RDS instance",
    holds: "its databases, and its automated backups unless they are kept",
    guard: "deletionProtection",
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
    guard: "deletionProtection",
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
      storageType: { computed: true, sometimes: true },
    },
  },
  // docdb/cluster.go
  "aws:docdb/cluster:Cluster": {
    name: "DocumentDB cluster",
    holds: "its databases and its automated backups",
    guard: "deletionProtection",
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
  // dynamodb/table.go
  "aws:dynamodb/table:Table": {
    name: "DynamoDB table",
    holds: "its items, and its point-in-time recovery",
    guard: "deletionProtectionEnabled",
    replacing: {
      ...AWS,
      hashKey: COMPUTED,
      importTable: ALWAYS,
      localSecondaryIndexes: ALWAYS,
      name: NAMED,
      rangeKey: ALWAYS,
      restoreDateTime: ALWAYS,
      restoreSourceName: ALWAYS,
      restoreSourceTableArn: ALWAYS,
      restoreToLatestTime: ALWAYS,
    },
  },
  // s3/bucket.go
  "aws:s3/bucket:Bucket": {
    name: "S3 bucket",
    holds: "its objects and their versions",
    replacing: { ...AWS, bucket: NAMED, bucketPrefix: COMPUTED, objectLockEnabled: COMPUTED },
  },
  // kms/key.go
  "aws:kms/key:Key": {
    name: "KMS key",
    holds: "all that is encrypted by it, once its waiting time is over",
    replacing: {
      ...AWS,
      customKeyStoreId: ALWAYS,
      customerMasterKeySpec: { default: "SYMMETRIC_DEFAULT" },
      keyUsage: { default: "ENCRYPT_DECRYPT" },
      multiRegion: COMPUTED,
      xksKeyId: ALWAYS,
    },
  },
  // elasticache/replication_group.go
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    name: "ElastiCache replication group",
    holds: "what is in the cache, and its automatic snapshots",
    replacing: {
      ...AWS,
      atRestEncryptionEnabled: COMPUTED,
      dataTieringEnabled: COMPUTED,
      // A downgrade is replaced, and so is a change from Valkey to Redis.
      engine: { computed: true, sometimes: true },
      engineVersion: { computed: true, sometimes: true },
      globalReplicationGroupId: COMPUTED,
      kmsKeyId: ALWAYS,
      networkType: COMPUTED,
      nodeGroupConfigurations: { computed: true, sometimes: true },
      port: { default: 6379 },
      replicationGroupId: NAMED,
      snapshotArns: ALWAYS,
      snapshotName: ALWAYS,
      subnetGroupName: COMPUTED,
      // Engines before 7.0.5 are replaced.
      transitEncryptionEnabled: { computed: true, sometimes: true },
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
      nodeType: { computed: true, sometimes: true },
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
      majorEngineVersion: { computed: true, sometimes: true },
      name: NAMED,
      snapshotArnsToRestores: ALWAYS,
      subnetIds: COMPUTED,
    },
  },
  // efs/file_system.go
  "aws:efs/fileSystem:FileSystem": {
    name: "EFS file system",
    holds: "its files",
    replacing: {
      ...AWS,
      availabilityZoneName: COMPUTED,
      creationToken: COMPUTED,
      encrypted: COMPUTED,
      kmsKeyId: COMPUTED,
      performanceMode: COMPUTED,
    },
  },
  // ec2/ebs_volume.go
  "aws:ebs/volume:Volume": {
    name: "EBS volume",
    holds: "its blocks",
    replacing: {
      ...AWS,
      availabilityZone: ALWAYS,
      encrypted: COMPUTED,
      kmsKeyId: COMPUTED,
      multiAttachEnabled: OFF,
      outpostArn: ALWAYS,
      snapshotId: COMPUTED,
    },
  },
  // eks/cluster.go
  "aws:eks/cluster:Cluster": {
    name: "EKS cluster",
    holds: "every object in it, and the volumes that go with their claims",
    guard: "deletionProtection",
    replacing: {
      ...AWS,
      "accessConfig.bootstrapClusterCreatorAdminPermissions": { default: true, sometimes: true },
      bootstrapSelfManagedAddons: { default: true },
      "computeConfig.nodeRoleArn": { on: "existing" },
      encryptionConfig: { on: "removed" },
      "kubernetesNetworkConfig.ipFamily": COMPUTED,
      "kubernetesNetworkConfig.serviceIpv4Cidr": COMPUTED,
      name: NAMED,
      "outpostConfig.controlPlaneInstanceType": ALWAYS,
      roleArn: ALWAYS,
    },
  },
  // secretsmanager/secret.go
  "aws:secretsmanager/secret:Secret": {
    name: "Secrets Manager secret",
    holds: "its values, once its recovery window is over",
    replacing: { ...AWS, name: NAMED, namePrefix: COMPUTED },
  },
  // opensearch/domain.go
  "aws:opensearch/domain:Domain": {
    name: "OpenSearch domain",
    holds: "its indices and its automated snapshots",
    replacing: {
      ...AWS,
      // From some engine versions on it can be switched on in place, and never off.
      "advancedSecurityOptions.enabled": { on: "disabled" },
      domainName: NAMED,
      "encryptAtRest.enabled": { on: "disabled" },
      "encryptAtRest.kmsKeyId": COMPUTED,
      // Where AWS lists no way from the one to the other.
      engineVersion: { computed: true, sometimes: true },
      "nodeToNodeEncryption.enabled": { on: "disabled" },
      vpcOptions: { sometimes: true },
    },
  },
  // pulumi-kubernetes, provider/pkg/provider/diff.go
  "kubernetes:apps/v1:StatefulSet": {
    name: "StatefulSet",
    holds: "its pods; the claims of its templates stay unless its retention policy deletes them",
    replacing: {
      "metadata.name": NAMED,
      "metadata.namespace": ALWAYS,
      "spec.podManagementPolicy": { default: "OrderedReady" },
      "spec.revisionHistoryLimit": { default: 10 },
      "spec.selector": ALWAYS,
      "spec.serviceName": ALWAYS,
      "spec.volumeClaimTemplates": ALWAYS,
    },
  },
  "kubernetes:core/v1:PersistentVolumeClaim": {
    name: "PersistentVolumeClaim",
    holds: "its volume, unless the reclaim policy retains it",
    replacing: {
      "metadata.name": NAMED,
      "metadata.namespace": ALWAYS,
      "spec.accessModes": ALWAYS,
      "spec.selector": ALWAYS,
      "spec.storageClassName": COMPUTED,
      "spec.volumeName": COMPUTED,
    },
  },
  "kubernetes:core/v1:PersistentVolume": {
    name: "PersistentVolume",
    holds: "what it points to, unless the reclaim policy retains it",
    replacing: {
      "metadata.name": NAMED,
      "spec.awsElasticBlockStore": ALWAYS,
      "spec.csi": ALWAYS,
      "spec.hostPath": ALWAYS,
      "spec.local": ALWAYS,
      "spec.nfs": ALWAYS,
    },
  },
};
