/**
 * The metrics that dashboards and alarms may name: by namespace, then by dimensions, joined by commas in order of name. Taken by
 * hand from each service's page on its CloudWatch metrics; a name that is not here is a typing error until the page says otherwise.
 */
export const METRICS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
  "AWS/ApplicationELB": {
    LoadBalancer: ["HTTPCode_ELB_5XX_Count", "RejectedConnectionCount", "RequestCount"],
    "LoadBalancer,TargetGroup": [
      "HTTPCode_Target_4XX_Count",
      "HTTPCode_Target_5XX_Count",
      "HealthyHostCount",
      "RequestCount",
      "TargetResponseTime",
      "UnHealthyHostCount",
    ],
  },
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
  "AWS/CloudFront": {
    "DistributionId,Region": [
      "401ErrorRate",
      "403ErrorRate",
      "5xxErrorRate",
      "CacheHitRate",
      "OriginLatency",
      "Requests",
    ],
  },
  // https://docs.aws.amazon.com/documentdb/latest/developerguide/cloud_watch.html
  "AWS/DocDB": {
    DBClusterIdentifier: ["DBClusterReplicaLagMaximum", "VolumeBytesUsed"],
    DBInstanceIdentifier: ["CPUUtilization", "DatabaseConnections", "FreeableMemory"],
  },
  // https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html
  "AWS/EKS": {
    ClusterName: [
      "apiserver_request_total",
      "apiserver_request_total_4XX",
      "apiserver_request_total_5XX",
      "scheduler_pending_pods",
      "scheduler_pending_pods_UNSCHEDULABLE",
    ],
  },
  // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html and CacheMetrics.HostLevel.html
  "AWS/ElastiCache": {
    CacheClusterId: [
      "AuthenticationFailures",
      "CacheHitRate",
      "CurrConnections",
      "DatabaseMemoryUsagePercentage",
      "EngineCPUUtilization",
      "Evictions",
      "NewConnections",
      "ReplicationLag",
    ],
  },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
  "AWS/Logs": { LogGroupName: ["IncomingBytes", "IncomingLogEvents"] },
  // https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
  "AWS/NATGateway": {
    NatGatewayId: ["ActiveConnectionCount", "BytesOutToDestination", "ErrorPortAllocation", "PacketsDropCount"],
  },
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html; DBLoad comes of Performance Insights
  "AWS/RDS": {
    DBInstanceIdentifier: [
      "CPUUtilization",
      "DBLoad",
      "DatabaseConnections",
      "DiskQueueDepth",
      "FreeStorageSpace",
      "FreeableMemory",
      "MaximumUsedTransactionIDs",
      "ReadIOPS",
      "ReadLatency",
      "TransactionLogsDiskUsage",
      "WriteIOPS",
      "WriteLatency",
    ],
  },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  "AWS/SQS": {
    QueueName: [
      "ApproximateAgeOfOldestMessage",
      "ApproximateNumberOfMessagesVisible",
      "NumberOfMessagesDeleted",
      "NumberOfMessagesSent",
    ],
  },
  // https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html; of CloudFront's web ACLs without a region
  "AWS/WAFV2": { "Rule,WebACL": ["AllowedRequests", "BlockedRequests"] },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-enhanced-EKS.html
  ContainerInsights: {
    ClusterName: [
      "cluster_failed_node_count",
      "cluster_node_count",
      "node_cpu_utilization",
      "node_filesystem_utilization",
      "node_memory_utilization",
    ],
    "ClusterName,Namespace": ["namespace_number_of_running_pods", "pod_cpu_utilization", "pod_memory_utilization"],
    "ClusterName,Namespace,PodName": [
      "pod_cpu_utilization_over_pod_limit",
      "pod_memory_utilization_over_pod_limit",
      "pod_number_of_container_restarts",
    ],
  },
};

/** Namespaces whose metrics are in us-east-1 alone, wherever the platform is. */
export const EDGE_NAMESPACES: ReadonlySet<string> = new Set(["AWS/CloudFront", "AWS/WAFV2"]);
