import type { Json } from "./_models.ts";
import type { Counterpart } from "./_vendor-shape.ts";

/** Counterparts of stores, queues, keys and backups. */
export const data: Readonly<Record<string, Counterpart>> = {
  "aws:backup/plan:Plan": {
    model: "AWS::Backup::BackupPlan",
    below: "backupPlan",
    own: ["tags"],
    rename: {
      "backupPlan.name": "BackupPlanName",
      "backupPlan.rules": "BackupPlanRule",
      "backupPlan.rules.schedule": "ScheduleExpression",
      "backupPlan.rules.targetVaultName": "TargetBackupVault",
      "backupPlan.rules.startWindow": "StartWindowMinutes",
      "backupPlan.rules.completionWindow": "CompletionWindowMinutes",
      "backupPlan.rules.lifecycle.deleteAfter": "DeleteAfterDays",
      "backupPlan.rules.lifecycle.coldStorageAfter": "MoveToColdStorageAfterDays",
      "backupPlan.rules.copyActions.destinationVaultArn": "DestinationBackupVaultArn",
      "backupPlan.rules.copyActions.lifecycle.deleteAfter": "DeleteAfterDays",
    },
  },
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
    model: "AWS::Backup::RestoreTestingPlan",
    rename: { name: "RestoreTestingPlanName" },
  },
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": {
    model: "AWS::Backup::RestoreTestingSelection",
    rename: { name: "RestoreTestingSelectionName" },
  },
  "aws:backup/selection:Selection": {
    model: "AWS::Backup::BackupSelection",
    shape: ({ planId, name, ...rest }) => ({ backupPlanId: planId, backupSelection: { selectionName: name, ...rest } }),
  },
  "aws:backup/vault:Vault": {
    model: "AWS::Backup::BackupVault",
    own: ["forceDestroy"],
    rename: { name: "BackupVaultName", kmsKeyArn: "EncryptionKeyArn", tags: "BackupVaultTags" },
  },
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
    model: "AWS::Backup::BackupVault",
    shape: ({ backupVaultName, ...lock }) => ({ backupVaultName, lockConfiguration: lock }),
  },
  "aws:docdb/cluster:Cluster": {
    model: "AWS::DocDB::DBCluster",
    own: ["allowMajorVersionUpgrade", "applyImmediately", "engine", "finalSnapshotIdentifier", "skipFinalSnapshot"],
    rename: { enabledCloudwatchLogsExports: "EnableCloudwatchLogsExports" },
    shape: ({ clusterIdentifier, ...rest }) => ({ dbClusterIdentifier: clusterIdentifier, ...rest }),
  },
  "aws:docdb/clusterInstance:ClusterInstance": {
    model: "AWS::DocDB::DBInstance",
    own: ["applyImmediately", "copyTagsToSnapshot", "engine", "performanceInsightsKmsKeyId", "promotionTier"],
    rename: {
      caCertIdentifier: "CACertificateIdentifier",
      clusterIdentifier: "DBClusterIdentifier",
      identifier: "DBInstanceIdentifier",
      instanceClass: "DBInstanceClass",
    },
  },
  "aws:docdb/clusterParameterGroup:ClusterParameterGroup": {
    model: "AWS::DocDB::DBClusterParameterGroup",
    shape: ({ parameters, ...rest }) => ({ ...rest, parameters: byName(parameters) }),
  },
  "aws:docdb/subnetGroup:SubnetGroup": {
    model: "AWS::DocDB::DBSubnetGroup",
    rename: { description: "DBSubnetGroupDescription", name: "DBSubnetGroupName" },
  },
  "aws:elasticache/parameterGroup:ParameterGroup": {
    model: "AWS::ElastiCache::ParameterGroup",
    rename: { family: "CacheParameterGroupFamily", name: "CacheParameterGroupName" },
    shape: ({ parameters, ...rest }) => ({ ...rest, properties: byName(parameters) }),
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    model: "AWS::ElastiCache::ReplicationGroup",
    own: ["applyImmediately", "finalSnapshotIdentifier"],
    rename: {
      description: "ReplicationGroupDescription",
      maintenanceWindow: "PreferredMaintenanceWindow",
      nodeType: "CacheNodeType",
      parameterGroupName: "CacheParameterGroupName",
      subnetGroupName: "CacheSubnetGroupName",
    },
    shape: ({ logDeliveryConfigurations: logs = [], ...rest }) => ({
      ...rest,
      logDeliveryConfigurations: logs.map(({ destination, ...log }: Json) => ({
        ...log,
        destinationDetails: { cloudWatchLogsDetails: { logGroup: destination } },
      })),
    }),
  },
  "aws:elasticache/subnetGroup:SubnetGroup": {
    model: "AWS::ElastiCache::SubnetGroup",
    rename: { name: "CacheSubnetGroupName" },
  },
  "aws:elasticache/user:User": { model: "AWS::ElastiCache::User" },
  "aws:elasticache/userGroup:UserGroup": { model: "AWS::ElastiCache::UserGroup" },
  "aws:guardduty/malwareProtectionPlan:MalwareProtectionPlan": {
    model: "AWS::GuardDuty::MalwareProtectionPlan",
    rename: { "actions.taggings": "Tagging" },
  },
  "aws:kms/alias:Alias": { model: "AWS::KMS::Alias", rename: { name: "AliasName" } },
  "aws:kms/key:Key": {
    model: "AWS::KMS::Key",
    rename: {
      customerMasterKeySpec: "KeySpec",
      deletionWindowInDays: "PendingWindowInDays",
      isEnabled: "Enabled",
      policy: "KeyPolicy",
    },
  },
  "aws:rds/instance:Instance": {
    model: "AWS::RDS::DBInstance",
    own: ["finalSnapshotIdentifier", "skipFinalSnapshot"],
    rename: {
      backupWindow: "PreferredBackupWindow",
      caCertIdentifier: "CACertificateIdentifier",
      enabledCloudwatchLogsExports: "EnableCloudwatchLogsExports",
      iamDatabaseAuthenticationEnabled: "EnableIAMDatabaseAuthentication",
      identifier: "DBInstanceIdentifier",
      instanceClass: "DBInstanceClass",
      maintenanceWindow: "PreferredMaintenanceWindow",
      masterUserSecretKmsKeyId: "MasterUserSecret.KmsKeyId",
      parameterGroupName: "DBParameterGroupName",
      performanceInsightsEnabled: "EnablePerformanceInsights",
      username: "MasterUsername",
      vpcSecurityGroupIds: "VPCSecurityGroups",
    },
  },
  "aws:rds/parameterGroup:ParameterGroup": {
    model: "AWS::RDS::DBParameterGroup",
    own: ["skipDestroy"],
    rename: { name: "DBParameterGroupName" },
    shape: ({ parameters, ...rest }) => ({ ...rest, parameters: byName(parameters) }),
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    model: "AWS::RDS::DBSubnetGroup",
    rename: { description: "DBSubnetGroupDescription", name: "DBSubnetGroupName" },
  },
  "aws:secretsmanager/secret:Secret": {
    model: "AWS::SecretsManager::Secret",
    own: ["recoveryWindowInDays", "forceOverwriteReplicaSecret"],
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": {
    model: "AWS::SecretsManager::ResourcePolicy",
    rename: { policy: "ResourcePolicy", secretArn: "SecretId" },
  },
  "aws:secretsmanager/secretRotation:SecretRotation": {
    model: "AWS::SecretsManager::RotationSchedule",
    rename: { rotateImmediately: "RotateImmediatelyOnUpdate" },
  },
  "aws:sqs/queue:Queue": {
    model: "AWS::SQS::Queue",
    rename: {
      name: "QueueName",
      messageRetentionSeconds: "MessageRetentionPeriod",
      receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
      visibilityTimeoutSeconds: "VisibilityTimeout",
    },
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    model: "AWS::SQS::QueuePolicy",
    shape: ({ queueUrl, policy }) => ({ queues: [queueUrl], policyDocument: policy }),
  },
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": { model: "AWS::SQS::Queue", own: ["queueUrl"] },
};

function byName(parameters: readonly Json[] = []): Json {
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
}
