import type { WireObject } from "./wire.ts";

/** Types whose name the AWS provider makes up when the program gives none, and the input that holds it. */
export const autonames: Readonly<Record<string, string>> = {
  "aws:cloudwatch/eventRule:EventRule": "name",
  "aws:cloudwatch/logGroup:LogGroup": "name",
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": "name",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "name",
  "aws:ec2/securityGroup:SecurityGroup": "name",
  "aws:eks/cluster:Cluster": "name",
  "aws:elasticache/parameterGroup:ParameterGroup": "name",
  "aws:elasticache/replicationGroup:ReplicationGroup": "replicationGroupId",
  "aws:elasticache/subnetGroup:SubnetGroup": "name",
  "aws:iam/policy:Policy": "name",
  "aws:iam/role:Role": "name",
  "aws:iam/rolePolicy:RolePolicy": "name",
  "aws:kms/alias:Alias": "name",
  "aws:lambda/function:Function": "name",
  "aws:rds/instance:Instance": "identifier",
  "aws:rds/parameterGroup:ParameterGroup": "name",
  "aws:rds/subnetGroup:SubnetGroup": "name",
  "aws:s3/bucket:Bucket": "bucket",
  "aws:secretsmanager/secret:Secret": "name",
  "aws:sns/topic:Topic": "name",
  "aws:sqs/queue:Queue": "name",
};

const DESCRIBED = { description: "Managed by Pulumi" };

/** Defaults of the AWS provider's schema, which its Check writes into inputs that the program left out. */
export const defaults: Readonly<Record<string, WireObject>> = {
  "aws:cloudwatch/eventRule:EventRule": { eventBusName: "default", forceDestroy: false },
  "aws:cloudwatch/eventTarget:EventTarget": { eventBusName: "default", forceDestroy: false },
  "aws:cloudwatch/logGroup:LogGroup": { retentionInDays: 0, skipDestroy: false },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { actionsEnabled: true, treatMissingData: "missing" },
  "aws:ec2/flowLog:FlowLog": { logDestinationType: "cloud-watch-logs", maxAggregationInterval: 600 },
  "aws:ec2/natGateway:NatGateway": { connectivityType: "public" },
  "aws:ec2/securityGroup:SecurityGroup": { ...DESCRIBED, revokeRulesOnDelete: false },
  "aws:ec2/subnet:Subnet": {
    assignIpv6AddressOnCreation: false,
    enableDns64: false,
    enableResourceNameDnsARecordOnLaunch: false,
    enableResourceNameDnsAaaaRecordOnLaunch: false,
    ipv6Native: false,
    mapPublicIpOnLaunch: false,
  },
  "aws:ec2/vpc:Vpc": { enableDnsSupport: true, instanceTenancy: "default" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": { vpcEndpointType: "Gateway" },
  "aws:eks/accessEntry:AccessEntry": { type: "STANDARD" },
  "aws:eks/cluster:Cluster": { bootstrapSelfManagedAddons: true },
  "aws:elasticache/parameterGroup:ParameterGroup": DESCRIBED,
  "aws:elasticache/subnetGroup:SubnetGroup": DESCRIBED,
  "aws:iam/role:Role": { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
  "aws:kms/key:Key": {
    bypassPolicyLockoutSafetyCheck: false,
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    isEnabled: true,
    keyUsage: "ENCRYPT_DECRYPT",
  },
  "aws:kms/keyPolicy:KeyPolicy": { bypassPolicyLockoutSafetyCheck: false },
  "aws:lambda/function:Function": {
    memorySize: 128,
    packageType: "Zip",
    publish: false,
    reservedConcurrentExecutions: -1,
    skipDestroy: false,
    timeout: 3,
  },
  "aws:rds/instance:Instance": {
    autoMinorVersionUpgrade: true,
    copyTagsToSnapshot: false,
    deleteAutomatedBackups: true,
    monitoringInterval: 0,
    performanceInsightsEnabled: false,
    publiclyAccessible: false,
    skipFinalSnapshot: false,
  },
  "aws:rds/parameterGroup:ParameterGroup": { ...DESCRIBED, skipDestroy: false },
  "aws:rds/subnetGroup:SubnetGroup": DESCRIBED,
  "aws:s3/bucket:Bucket": { forceDestroy: false },
  "aws:secretsmanager/secret:Secret": { forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30 },
  "aws:secretsmanager/secretRotation:SecretRotation": { rotateImmediately: true },
};

/** Settings that the AWS provider fills in for itself. */
export const providerDefaults: WireObject = {
  skipCredentialsValidation: false,
  skipMetadataApiCheck: true,
  skipRegionValidation: true,
};
