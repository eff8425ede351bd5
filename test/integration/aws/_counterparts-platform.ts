import type { Json } from "./_models.ts";
import type { Counterpart } from "./_vendor-shape.ts";

/** Counterparts of what runs, and what watches it. */
export const platform: Readonly<Record<string, Counterpart>> = {
  "aws:amp/alertManagerDefinition:AlertManagerDefinition": {
    model: "AWS::APS::Workspace",
    shape: ({ definition }) => ({ alertManagerDefinition: definition }),
  },
  "aws:amp/ruleGroupNamespace:RuleGroupNamespace": {
    model: "AWS::APS::RuleGroupsNamespace",
    shape: ({ workspaceId, ...rest }) => ({
      ...rest,
      workspace: `arn:aws:aps:eu-west-1:111122223333:workspace/${workspaceId}`,
    }),
  },
  "aws:amp/scraper:Scraper": {
    model: "AWS::APS::Scraper",
    shape: ({ source, destination, scrapeConfiguration, ...rest }) => ({
      ...rest,
      scrapeConfiguration: { configurationBlob: scrapeConfiguration },
      source: { eksConfiguration: source.eks },
      destination: { ampConfiguration: destination.amp },
    }),
  },
  "aws:amp/workspace:Workspace": { model: "AWS::APS::Workspace" },
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
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": { model: "AWS::CloudWatch::CompositeAlarm" },
  "aws:cloudwatch/dashboard:Dashboard": { model: "AWS::CloudWatch::Dashboard" },
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
  "aws:ecs/cluster:Cluster": {
    model: "AWS::ECS::Cluster",
    rename: { name: "ClusterName", settings: "ClusterSettings" },
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    model: "AWS::ECS::TaskDefinition",
    shape: ({ containerDefinitions, ...rest }) => ({
      ...rest,
      containerDefinitions: JSON.parse(containerDefinitions).map(({ logConfiguration, ...container }: Json) => ({
        ...container,
        logConfiguration,
      })),
    }),
  },
  "aws:iam/policy:Policy": {
    model: "AWS::IAM::ManagedPolicy",
    own: ["tags"],
    rename: { name: "ManagedPolicyName", policy: "PolicyDocument" },
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
};

function named(values: Record<string, Json>): Json {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
