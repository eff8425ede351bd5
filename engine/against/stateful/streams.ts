import { ALWAYS, AWS, COMPUTED, NAMED, OFF, ON, type StatefulKinds } from "./kind.ts";

/** What waits for its readers. */
export const STREAMS: StatefulKinds = {
  // kafka/cluster.go
  "aws:msk/cluster:Cluster": {
    name: "MSK cluster",
    holds: "its topics and how far their readers are",
    replacing: {
      ...AWS,
      "brokerNodeGroupInfo.azDistribution": { default: "DEFAULT" },
      "brokerNodeGroupInfo.clientSubnets": ALWAYS,
      "brokerNodeGroupInfo.securityGroups": ALWAYS,
      clusterName: NAMED,
      "encryptionInfo.encryptionAtRestKmsKeyArn": COMPUTED,
      "encryptionInfo.encryptionInTransit.inCluster": ON,
      // An older one is replaced.
      kafkaVersion: { sometimes: true },
    },
  },
  // kafka/serverless_cluster.go
  "aws:msk/serverlessCluster:ServerlessCluster": {
    name: "MSK Serverless cluster",
    holds: "its topics and how far their readers are",
    replacing: { ...AWS, clientAuthentication: ALWAYS, clusterName: NAMED, vpcConfigs: ALWAYS },
  },
  // kinesis/stream.go
  "aws:kinesis/stream:Stream": {
    name: "Kinesis stream",
    holds: "its records",
    replacing: { ...AWS, name: NAMED },
  },
  // mq/broker.go
  "aws:mq/broker:Broker": {
    name: "Amazon MQ broker",
    holds: "its messages, its queues and its users",
    replacing: {
      ...AWS,
      brokerName: NAMED,
      dataReplicationPrimaryBrokerArn: ALWAYS,
      deploymentMode: { default: "SINGLE_INSTANCE" },
      "encryptionOptions.kmsKeyId": COMPUTED,
      "encryptionOptions.useAwsOwnedKey": { ...ON, ...COMPUTED },
      engineType: ALWAYS,
      // The block as a whole; what is in it changes in place.
      ldapServerMetadata: { sometimes: true },
      publiclyAccessible: OFF,
      subnetIds: COMPUTED,
    },
  },
  // sqs/queue.go
  "aws:sqs/queue:Queue": {
    name: "SQS queue",
    holds: "its messages",
    replacing: { ...AWS, fifoQueue: OFF, name: NAMED, namePrefix: COMPUTED },
  },
  // logs/group.go
  "aws:cloudwatch/logGroup:LogGroup": {
    name: "CloudWatch log group",
    holds: "its events",
    guard: { input: "deletionProtectionEnabled", value: true },
    replacing: { ...AWS, logGroupClass: COMPUTED, name: NAMED, namePrefix: COMPUTED },
  },
};
