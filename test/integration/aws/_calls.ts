import { counterparts } from "./_counterparts.ts";
import type { Counterpart } from "./_vendor-shape.ts";

/** As in the registry but for the call that makes it and for what is said here. */
const asRegistered = (type: string, model: string, rest: Omit<Counterpart, "model"> = {}): Counterpart => {
  const { rename, own, shape, below } = counterparts[type] ?? {};
  return {
    model,
    ...(below !== undefined && { below }),
    ...(shape !== undefined && { shape }),
    ...rest,
    rename: { ...rename, ...rest.rename },
    own: [...(own ?? []), ...(rest.own ?? [])],
  };
};

/** The call that makes each resource of the main services, where the provider's inputs are its members. */
export const calls: Readonly<Record<string, Counterpart>> = {
  "aws:amp/scraperLoggingConfiguration:ScraperLoggingConfiguration": {
    model: "amp UpdateScraperLoggingConfiguration",
    shape: ({ scraperComponents, ...rest }) => ({
      ...rest,
      scraperComponents: scraperComponents.map((type: string) => ({ type })),
    }),
  },
  "aws:rds/instance:Instance": asRegistered("aws:rds/instance:Instance", "rds CreateDBInstance", {
    own: ["allowMajorVersionUpgrade", "applyImmediately", "deleteAutomatedBackups"],
    rename: {
      masterUserSecretKmsKeyId: "MasterUserSecretKmsKeyId",
      performanceInsightsKmsKeyId: "PerformanceInsightsKMSKeyId",
      vpcSecurityGroupIds: "VpcSecurityGroupIds",
    },
  }),
  "aws:rds/subnetGroup:SubnetGroup": asRegistered("aws:rds/subnetGroup:SubnetGroup", "rds CreateDBSubnetGroup", {
    shape: (inputs) => ({ name: "generated", ...inputs }),
  }),
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": {
    model: "rds StartDBInstanceAutomatedBackupsReplication",
    rename: { retentionPeriod: "BackupRetentionPeriod" },
  },
  "aws:docdb/cluster:Cluster": {
    model: "docdb CreateDBCluster",
    own: ["allowMajorVersionUpgrade", "applyImmediately", "finalSnapshotIdentifier", "skipFinalSnapshot"],
    rename: {
      clusterIdentifier: "DBClusterIdentifier",
      enabledCloudwatchLogsExports: "EnableCloudwatchLogsExports",
    },
  },
  "aws:docdb/clusterInstance:ClusterInstance": {
    model: "docdb CreateDBInstance",
    own: ["applyImmediately"],
    rename: counterparts["aws:docdb/clusterInstance:ClusterInstance"]?.rename ?? {},
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": asRegistered(
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "elasticache CreateReplicationGroup",
  ),
  "aws:elasticache/user:User": { model: "elasticache CreateUser" },
  "aws:elasticache/userGroup:UserGroup": { model: "elasticache CreateUserGroup" },
  "aws:elasticache/subnetGroup:SubnetGroup": {
    model: "elasticache CreateCacheSubnetGroup",
    rename: { name: "CacheSubnetGroupName", description: "CacheSubnetGroupDescription" },
    shape: (inputs) => ({ name: "generated", ...inputs }),
  },
  "aws:eks/cluster:Cluster": asRegistered("aws:eks/cluster:Cluster", "eks CreateCluster", {
    rename: { vpcConfig: "resourcesVpcConfig" },
    shape: ({ enabledClusterLogTypes: types, ...rest }) => ({
      ...rest,
      logging: { clusterLogging: [{ types, enabled: true }] },
    }),
  }),
  "aws:eks/addon:Addon": {
    model: "eks CreateAddon",
    own: ["resolveConflictsOnUpdate"],
    rename: { resolveConflictsOnCreate: "resolveConflicts" },
  },
  "aws:eks/accessEntry:AccessEntry": { model: "eks CreateAccessEntry" },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": { model: "eks AssociateAccessPolicy" },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": { model: "eks CreatePodIdentityAssociation" },
  "aws:kms/key:Key": {
    model: "kms CreateKey",
    own: ["deletionWindowInDays", "enableKeyRotation", "rotationPeriodInDays", "isEnabled", "tags"],
    rename: { customerMasterKeySpec: "KeySpec" },
  },
  "aws:kms/alias:Alias": { model: "kms CreateAlias", rename: { name: "AliasName" } },
  "aws:kms/keyPolicy:KeyPolicy": { model: "kms PutKeyPolicy" },
  "aws:secretsmanager/secret:Secret": {
    model: "secretsmanager CreateSecret",
    own: ["recoveryWindowInDays"],
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": {
    model: "secretsmanager PutResourcePolicy",
    rename: { policy: "ResourcePolicy", secretArn: "SecretId" },
  },
  "aws:secretsmanager/secretRotation:SecretRotation": {
    model: "secretsmanager RotateSecret",
    rename: { rotateImmediately: "RotateImmediately" },
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    model: "secretsmanager PutSecretValue",
    own: ["secretStringWo", "secretStringWoVersion"],
  },
  "aws:lambda/function:Function": asRegistered("aws:lambda/function:Function", "lambda CreateFunction", {
    own: ["reservedConcurrentExecutions"],
  }),
  "aws:lambda/permission:Permission": {
    model: "lambda AddPermission",
    rename: { function: "FunctionName" },
    shape: (inputs) => ({ statementId: "generated", ...inputs }),
  },
  "aws:backup/vault:Vault": asRegistered("aws:backup/vault:Vault", "backup CreateBackupVault"),
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": { model: "backup PutBackupVaultLockConfiguration" },
  "aws:backup/vaultPolicy:VaultPolicy": { model: "backup PutBackupVaultAccessPolicy" },
  "aws:backup/plan:Plan": asRegistered("aws:backup/plan:Plan", "backup CreateBackupPlan", {
    rename: {
      "backupPlan.rules": "Rules",
      "backupPlan.rules.targetVaultName": "TargetBackupVaultName",
    },
  }),
  "aws:backup/selection:Selection": asRegistered("aws:backup/selection:Selection", "backup CreateBackupSelection"),
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
    model: "backup CreateRestoreTestingPlan",
    below: "restoreTestingPlan",
    own: ["tags"],
    rename: { "restoreTestingPlan.name": "RestoreTestingPlanName" },
  },
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": {
    model: "backup CreateRestoreTestingSelection",
    shape: ({ restoreTestingPlanName, name, ...rest }) => ({
      restoreTestingPlanName,
      restoreTestingSelection: { restoreTestingSelectionName: name, ...rest },
    }),
  },
  "aws:cloudfront/monitoringSubscription:MonitoringSubscription": {
    model: "cloudfront CreateMonitoringSubscription",
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": asRegistered(
    "aws:cloudfront/originAccessControl:OriginAccessControl",
    "cloudfront CreateOriginAccessControl",
  ),
  "aws:cloudfront/cachePolicy:CachePolicy": asRegistered(
    "aws:cloudfront/cachePolicy:CachePolicy",
    "cloudfront CreateCachePolicy",
  ),
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": asRegistered(
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
    "cloudfront CreateOriginRequestPolicy",
  ),
  "aws:wafv2/webAcl:WebAcl": asRegistered("aws:wafv2/webAcl:WebAcl", "wafv2 CreateWebACL", {
    shape: ({ associationConfig, name = "generated", ...rest }) => ({
      name,
      ...rest,
      ...(associationConfig && {
        associationConfig: { requestBody: { CLOUDFRONT: associationConfig.requestBodies[0].cloudfront } },
      }),
    }),
  }),
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    model: "wafv2 PutLoggingConfiguration",
    below: "loggingConfiguration",
  },
  "aws:lb/loadBalancer:LoadBalancer": asRegistered("aws:lb/loadBalancer:LoadBalancer", "elbv2 CreateLoadBalancer", {
    shape: ({ internal, ...rest }) => ({
      name: "generated",
      ...rest,
      scheme: internal === true ? "internal" : "internet-facing",
    }),
  }),
  "aws:lb/targetGroup:TargetGroup": asRegistered("aws:lb/targetGroup:TargetGroup", "elbv2 CreateTargetGroup", {
    shape: (inputs) => ({ name: "generated", ...counterparts["aws:lb/targetGroup:TargetGroup"]?.shape?.(inputs) }),
  }),
  "aws:lb/listener:Listener": asRegistered("aws:lb/listener:Listener", "elbv2 CreateListener"),
  "aws:lb/listenerRule:ListenerRule": asRegistered("aws:lb/listenerRule:ListenerRule", "elbv2 CreateRule"),
  "aws:iam/role:Role": {
    model: "iam CreateRole",
    rename: { assumeRolePolicy: "AssumeRolePolicyDocument", name: "RoleName" },
    shape: (inputs) => ({ name: "generated", ...inputs }),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    model: "iam AttachRolePolicy",
    rename: { role: "RoleName" },
  },
  "aws:route53/queryLog:QueryLog": {
    model: "route53 CreateQueryLoggingConfig",
    rename: { zoneId: "HostedZoneId", cloudwatchLogGroupArn: "CloudWatchLogsLogGroupArn" },
  },
};
