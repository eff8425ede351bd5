import type { Json } from "./_models.ts";
import type { Counterpart } from "./_vendor-shape.ts";

const bucket = (below: string, rest: Omit<Counterpart, "model"> = {}): Counterpart => ({
  model: "AWS::S3::Bucket",
  own: ["bucket"],
  below,
  ...rest,
});
const port = { securityGroupId: "GroupId", cidrIpv4: "CidrIp", cidrIpv6: "CidrIpv6" };

/** The provider's types with a counterpart in the CloudFormation registry, and what is called otherwise there. */
export const counterparts: Readonly<Record<string, Counterpart>> = {
  "aws:acm/certificate:Certificate": {
    model: "AWS::CertificateManager::Certificate",
    shape: ({ options, ...rest }) => ({ ...rest, ...options }),
  },
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
  "aws:budgets/budget:Budget": {
    model: "AWS::Budgets::Budget",
    own: ["budget.accountId"],
    shape: ({ tags, name, limitAmount, limitUnit, notifications, ...rest }) => ({
      budget: { budgetName: name, budgetLimit: { amount: limitAmount, unit: limitUnit }, ...rest },
      resourceTags: tags,
      notificationsWithSubscribers: notifications.map(
        ({ subscriberSnsTopicArns: topics = [], subscriberEmailAddresses: mail = [], ...notification }: Json) => ({
          notification,
          subscribers: [
            ...topics.map((address: string) => ({ subscriptionType: "SNS", address })),
            ...mail.map((address: string) => ({ subscriptionType: "EMAIL", address })),
          ],
        }),
      ),
    }),
  },
  "aws:cloudfront/cachePolicy:CachePolicy": {
    model: "AWS::CloudFront::CachePolicy",
    below: "cachePolicyConfig",
    shape: (inputs) => ({ name: "generated", ...inputs }),
  },
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": {
    model: "AWS::CloudFront::OriginRequestPolicy",
    below: "originRequestPolicyConfig",
    shape: ({ headersConfig, ...rest }) => ({
      name: "generated",
      ...rest,
      headersConfig: { ...headersConfig, ...(headersConfig.headers && { headers: headersConfig.headers.items }) },
    }),
  },
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
    model: "AWS::CloudFront::ResponseHeadersPolicy",
    below: "responseHeadersPolicyConfig",
    shape: (inputs) => ({ name: "generated", ...inputs }),
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": {
    model: "AWS::CloudFront::OriginAccessControl",
    below: "originAccessControlConfig",
    shape: (inputs) => ({ name: "generated", ...inputs }),
  },
  "aws:cloudfront/monitoringSubscription:MonitoringSubscription": { model: "AWS::CloudFront::MonitoringSubscription" },
  "aws:cloudfront/vpcOrigin:VpcOrigin": {
    model: "AWS::CloudFront::VpcOrigin",
    shape: ({ vpcOriginEndpointConfig: { originSslProtocols, ...config }, ...rest }) => ({
      ...rest,
      vpcOriginEndpointConfig: { ...config, originSslProtocols: originSslProtocols.items },
    }),
  },
  "aws:cloudfront/function:Function": {
    model: "AWS::CloudFront::Function",
    shape: ({ code, comment, runtime, publish, ...rest }) => ({
      name: "generated",
      ...rest,
      autoPublish: publish,
      functionCode: code,
      functionConfig: { comment, runtime },
    }),
  },
  "aws:cloudfront/distribution:Distribution": {
    model: "AWS::CloudFront::Distribution",
    own: ["distributionConfig.waitForDeployment"],
    shape: ({ tags, orderedCacheBehaviors, isIpv6Enabled, ...config }) => ({
      tags,
      distributionConfig: {
        ...config,
        ipv6Enabled: isIpv6Enabled,
        ...(orderedCacheBehaviors && { cacheBehaviors: orderedCacheBehaviors }),
      },
    }),
    rename: {
      "distributionConfig.origins.originId": "Id",
      "distributionConfig.origins.customHeaders": "OriginCustomHeaders",
      "distributionConfig.origins.customHeaders.name": "HeaderName",
      "distributionConfig.origins.customHeaders.value": "HeaderValue",
    },
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": { model: "AWS::CloudWatch::CompositeAlarm" },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    model: "AWS::CloudWatch::Alarm",
    rename: { name: "AlarmName" },
    shape: ({ dimensions, metricQueries, ...rest }) => ({
      ...rest,
      ...(dimensions && { dimensions: named(dimensions) }),
      ...(metricQueries && {
        metrics: metricQueries.map(({ metric, ...query }: Json) => ({
          ...query,
          ...(metric && {
            metricStat: {
              metric: {
                namespace: metric.namespace,
                metricName: metric.metricName,
                ...(metric.dimensions && { dimensions: named(metric.dimensions) }),
              },
              period: metric.period,
              stat: metric.stat,
            },
          }),
        })),
      }),
    }),
  },
  "aws:cloudwatch/eventRule:EventRule": { model: "AWS::Events::Rule" },
  "aws:cloudwatch/eventTarget:EventTarget": {
    model: "AWS::Events::Rule",
    shape: ({ rule, targetId, inputTransformer, ...target }) => ({
      name: rule,
      targets: [
        {
          id: targetId ?? "generated",
          ...target,
          ...(inputTransformer && {
            inputTransformer: {
              inputPathsMap: inputTransformer.inputPaths ?? {},
              inputTemplate: inputTransformer.inputTemplate,
            },
          }),
        },
      ],
    }),
  },
  "aws:cloudwatch/logDelivery:LogDelivery": { model: "AWS::Logs::Delivery" },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
    model: "AWS::Logs::DeliveryDestination",
    shape: ({ deliveryDestinationConfiguration, ...rest }) => ({ ...rest, ...deliveryDestinationConfiguration }),
  },
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": { model: "AWS::Logs::DeliverySource" },
  "aws:cloudwatch/logGroup:LogGroup": {
    model: "AWS::Logs::LogGroup",
    own: ["skipDestroy"],
    rename: { name: "LogGroupName" },
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    model: "AWS::Logs::MetricFilter",
    shape: ({
      name,
      pattern,
      metricTransformation: { name: metricName, namespace, value, dimensions, ...rest },
      ...own
    }) => ({
      ...own,
      filterName: name,
      filterPattern: pattern,
      metricTransformations: [
        {
          metricName,
          metricNamespace: namespace,
          metricValue: value,
          ...(dimensions && { dimensions: Object.entries(dimensions).map(([key, item]) => ({ key, value: item })) }),
          ...rest,
        },
      ],
    }),
  },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": {
    model: "AWS::Logs::ResourcePolicy",
    own: ["resourceArn"],
    shape: ({ policyName = "generated", ...rest }) => ({ policyName, ...rest }),
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
  "aws:ec2/eip:Eip": { model: "AWS::EC2::EIP" },
  "aws:ec2/flowLog:FlowLog": {
    model: "AWS::EC2::FlowLog",
    rename: { iamRoleArn: "DeliverLogsPermissionArn" },
    shape: ({ vpcId, ...rest }) => ({ ...rest, resourceId: vpcId, resourceType: "VPC" }),
  },
  "aws:ec2/internetGateway:InternetGateway": { model: "AWS::EC2::InternetGateway", own: ["vpcId"] },
  "aws:ec2/natGateway:NatGateway": { model: "AWS::EC2::NatGateway" },
  "aws:ec2/networkAcl:NetworkAcl": { model: "AWS::EC2::NetworkAcl", own: ["egress", "ingress", "subnetIds"] },
  "aws:ec2/route:Route": { model: "AWS::EC2::Route" },
  "aws:ec2/routeTable:RouteTable": { model: "AWS::EC2::RouteTable" },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { model: "AWS::EC2::SubnetRouteTableAssociation" },
  "aws:ec2/securityGroup:SecurityGroup": {
    model: "AWS::EC2::SecurityGroup",
    own: ["revokeRulesOnDelete"],
    rename: { description: "GroupDescription", name: "GroupName" },
  },
  "aws:ec2/subnet:Subnet": { model: "AWS::EC2::Subnet" },
  "aws:ec2/vpc:Vpc": { model: "AWS::EC2::VPC" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": { model: "AWS::EC2::VPCEndpoint", rename: { policy: "PolicyDocument" } },
  "aws:eks/accessEntry:AccessEntry": { model: "AWS::EKS::AccessEntry" },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    model: "AWS::EKS::AccessEntry",
    shape: ({ clusterName, principalArn, ...policy }) => ({ clusterName, principalArn, accessPolicies: [policy] }),
  },
  "aws:eks/addon:Addon": {
    model: "AWS::EKS::Addon",
    own: ["resolveConflictsOnUpdate"],
    rename: { resolveConflictsOnCreate: "ResolveConflicts" },
  },
  "aws:eks/cluster:Cluster": {
    model: "AWS::EKS::Cluster",
    rename: { vpcConfig: "ResourcesVpcConfig" },
    shape: ({ enabledClusterLogTypes: types, ...rest }) => ({
      ...rest,
      logging: { clusterLogging: { enabledTypes: types.map((type: string) => ({ type })) } },
    }),
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": { model: "AWS::EKS::PodIdentityAssociation" },
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
  "aws:iam/role:Role": {
    model: "AWS::IAM::Role",
    own: ["forceDetachPolicies"],
    rename: { assumeRolePolicy: "AssumeRolePolicyDocument", name: "RoleName" },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    model: "AWS::IAM::RolePolicy",
    rename: { name: "PolicyName", policy: "PolicyDocument", role: "RoleName" },
    shape: ({ name = "generated", ...rest }) => ({ name, ...rest }),
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
  "aws:lambda/function:Function": {
    model: "AWS::Lambda::Function",
    own: ["skipDestroy"],
    rename: { name: "FunctionName" },
    shape: (inputs) => ({ ...inputs, code: { s3Bucket: "given", s3Key: "as-an-archive" } }),
  },
  "aws:lambda/permission:Permission": {
    model: "AWS::Lambda::Permission",
    own: ["statementId"],
    rename: { function: "FunctionName" },
  },
  "aws:lb/listener:Listener": {
    model: "AWS::ElasticLoadBalancingV2::Listener",
    own: [
      "routingHttpResponseServerEnabled",
      "routingHttpResponseStrictTransportSecurityHeaderValue",
      "routingHttpResponseXContentTypeOptionsHeaderValue",
    ],
    rename: { "defaultActions.fixedResponse": "FixedResponseConfig" },
    shape: ({ certificateArn, ...rest }) => ({
      ...rest,
      ...(certificateArn && { certificates: [{ certificateArn }] }),
    }),
  },
  "aws:lb/listenerRule:ListenerRule": {
    model: "AWS::ElasticLoadBalancingV2::ListenerRule",
    shape: ({ conditions, ...rest }) => ({
      ...rest,
      conditions: conditions.flatMap((condition: Json) =>
        Object.entries(condition).map(([field, config]) => ({
          field: field === "hostHeader" ? "host-header" : "path-pattern",
          [`${field}Config`]: config,
        })),
      ),
    }),
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    model: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    own: [
      "accessLogs",
      "connectionLogs",
      "desyncMitigationMode",
      "dropInvalidHeaderFields",
      "enableDeletionProtection",
      "enableHttp2",
      "enableWafFailOpen",
      "enableXffClientPort",
      "idleTimeout",
      "preserveHostHeader",
      "xffHeaderProcessingMode",
      "clientKeepAlive",
      "enableTlsVersionAndCipherSuiteHeaders",
    ],
    rename: { loadBalancerType: "Type" },
    shape: ({ internal, ...rest }) => ({ ...rest, scheme: internal === true ? "internal" : "internet-facing" }),
  },
  "aws:lb/targetGroup:TargetGroup": {
    model: "AWS::ElasticLoadBalancingV2::TargetGroup",
    own: ["namePrefix", "deregistrationDelay", "loadBalancingAlgorithmType", "slowStart", "stickiness"],
    shape: ({ healthCheck: check, ...rest }) => ({
      ...rest,
      healthCheckEnabled: check.enabled,
      healthCheckIntervalSeconds: check.interval,
      healthCheckPath: check.path,
      healthCheckPort: check.port,
      healthCheckProtocol: check.protocol,
      healthCheckTimeoutSeconds: check.timeout,
      healthyThresholdCount: check.healthyThreshold,
      unhealthyThresholdCount: check.unhealthyThreshold,
      matcher: { httpCode: check.matcher },
    }),
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
  "aws:route53/record:Record": {
    model: "AWS::Route53::RecordSet",
    own: ["allowOverwrite"],
    rename: {
      zoneId: "HostedZoneId",
      records: "ResourceRecords",
      aliases: "AliasTarget",
      "aliases.name": "DNSName",
      "aliases.zoneId": "HostedZoneId",
    },
  },
  "aws:s3/bucket:Bucket": { model: "AWS::S3::Bucket", own: ["forceDestroy"], rename: { bucket: "BucketName" } },
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": bucket("corsConfiguration", {
    rename: { "corsConfiguration.corsRules.maxAgeSeconds": "MaxAge" },
  }),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucket("lifecycleConfiguration", {
    shape: ({ rules, ...rest }) => ({
      ...rest,
      rules: rules.map(({ filter, expiration, ...rule }: Json) => ({
        ...rule,
        ...(filter?.prefix !== undefined && { prefix: filter.prefix }),
        ...(filter?.tag && { tagFilters: [filter.tag] }),
        ...(expiration?.days !== undefined && { expirationInDays: expiration.days }),
        ...(expiration?.expiredObjectDeleteMarker !== undefined && {
          expiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker,
        }),
      })),
    }),
  }),
  "aws:s3/bucketLogging:BucketLogging": bucket("loggingConfiguration", {
    rename: {
      "loggingConfiguration.targetBucket": "DestinationBucketName",
      "loggingConfiguration.targetPrefix": "LogFilePrefix",
    },
  }),
  "aws:s3/bucketNotification:BucketNotification": bucket("notificationConfiguration", {
    shape: ({ eventbridge }) => ({ eventBridgeConfiguration: { eventBridgeEnabled: eventbridge } }),
  }),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucket("ownershipControls", {
    rename: { "ownershipControls.rule": "Rules" },
  }),
  "aws:s3/bucketPolicy:BucketPolicy": { model: "AWS::S3::BucketPolicy", rename: { policy: "PolicyDocument" } },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucket("publicAccessBlockConfiguration"),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucket("bucketEncryption", {
    rename: {
      "bucketEncryption.rules": "ServerSideEncryptionConfiguration",
      "bucketEncryption.rules.applyServerSideEncryptionByDefault": "ServerSideEncryptionByDefault",
      "bucketEncryption.rules.applyServerSideEncryptionByDefault.kmsMasterKeyId": "KMSMasterKeyID",
      "bucketEncryption.rules.blockedEncryptionTypes": "BlockedEncryptionTypes.EncryptionType",
    },
  }),
  "aws:s3/bucketVersioning:BucketVersioning": {
    model: "AWS::S3::Bucket",
    rename: { bucket: "BucketName" },
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
  "aws:sns/topic:Topic": { model: "AWS::SNS::Topic", rename: { name: "TopicName" } },
  "aws:sns/topicPolicy:TopicPolicy": {
    model: "AWS::SNS::TopicPolicy",
    shape: ({ arn, policy }) => ({ topics: [arn], policyDocument: policy }),
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    model: "AWS::SNS::Subscription",
    own: ["confirmationTimeoutInMinutes", "endpointAutoConfirms"],
    rename: { topic: "TopicArn" },
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
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    model: "AWS::EC2::SecurityGroupEgress",
    own: ["tags"],
    rename: {
      ...port,
      prefixListId: "DestinationPrefixListId",
      referencedSecurityGroupId: "DestinationSecurityGroupId",
    },
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    model: "AWS::EC2::SecurityGroupIngress",
    own: ["tags"],
    rename: { ...port, prefixListId: "SourcePrefixListId", referencedSecurityGroupId: "SourceSecurityGroupId" },
  },
  "aws:wafv2/webAcl:WebAcl": {
    model: "AWS::WAFv2::WebACL",
    shape: ({ associationConfig, ...rest }) => ({
      ...rest,
      ...(associationConfig && {
        associationConfig: { requestBody: { CLOUDFRONT: associationConfig.requestBodies[0].cloudfront } },
      }),
    }),
  },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": { model: "AWS::WAFv2::LoggingConfiguration" },
};

function named(values: Record<string, Json>): Json {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function byName(parameters: readonly Json[] = []): Json {
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
}
