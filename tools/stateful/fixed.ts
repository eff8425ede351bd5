/**
 * What each kind of stateful resource keeps for life: the provider replaces the resource when one of these inputs
 * changes, because AWS has no call that changes it. The types are those that production protects; one that is
 * missing here is an error of `npm run stateful`. Names are in every list, even where AWS can rename in place: what reads
 * the resource finds it by its name.
 */
export const FIXED: Readonly<Record<string, readonly string[]>> = {
  "aws:backup/vault:Vault": ["name", "kmsKeyArn"],
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": ["backupVaultName"],
  "aws:cloudwatch/logGroup:LogGroup": ["name", "logGroupClass"],
  "aws:docdb/cluster:Cluster": [
    "clusterIdentifier",
    "engine",
    "masterUsername",
    "storageEncrypted",
    "kmsKeyId",
    "dbSubnetGroupName",
  ],
  "aws:ec2/eip:Eip": ["domain"],
  "aws:ec2/vpc:Vpc": ["cidrBlock"],
  "aws:eks/cluster:Cluster": ["name", "roleArn"],
  "aws:elasticache/replicationGroup:ReplicationGroup": [
    "replicationGroupId",
    "atRestEncryptionEnabled",
    "kmsKeyId",
    "subnetGroupName",
    "port",
  ],
  "aws:kms/key:Key": ["customerMasterKeySpec", "keyUsage", "multiRegion"],
  "aws:lb/loadBalancer:LoadBalancer": ["name", "internal", "loadBalancerType"],
  "aws:rds/instance:Instance": ["identifier", "engine", "dbName", "username", "storageEncrypted", "kmsKeyId"],
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": [
    "sourceDbInstanceArn",
    "kmsKeyId",
    "retentionPeriod",
  ],
  "aws:s3/bucket:Bucket": ["bucket", "bucketPrefix", "objectLockEnabled"],
  "aws:secretsmanager/secret:Secret": ["name", "namePrefix"],
};

/** Of every resource of AWS: it stays in the region in which it was made. */
export const FIXED_EVERYWHERE = ["region"];

/** Resources of this provider are what they made up: any input that changes makes up something else. */
export const MADE_UP = "random:";
