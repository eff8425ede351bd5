import type * as pulumi from "@pulumi/pulumi";

/** One line of a panel. */
export interface DashboardMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  readonly stat: "Average" | "Maximum" | "Minimum" | "Sum" | "p99";
  readonly label: string;
}

export type PanelUnit = "bytes" | "count" | "hours" | "milliseconds" | "percent" | "seconds";

/** One chart. */
export interface Panel {
  readonly title: string;
  /** Where the metrics are: the edge reports in us-east-1 alone. */
  readonly region: "edge" | "home";
  readonly unit: PanelUnit;
  readonly metrics: readonly DashboardMetric[];
  /** Horizontal lines, such as the threshold of an alarm. @default none */
  readonly lines?: readonly { readonly label: string; readonly value: number }[];
}

/** One dashboard. */
export interface Board {
  /** Ends the dashboard's name. */
  readonly key: "antivirus" | "caches" | "database" | "edge" | "platform";
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** What there is to show; a part that is left out has no panel. */
export interface DashboardFacts {
  /** Namespace of the metrics of security events. */
  readonly securityNamespace: string;
  readonly clusterName: pulumi.Input<string>;
  /** Kubernetes namespace of the applications. */
  readonly namespace: string;
  readonly natGatewayIds: readonly pulumi.Input<string>[];
  /** Log group into which the logs of pods are shipped. */
  readonly applicationLogGroupName: pulumi.Input<string>;
  /** Whether reads of secrets are looked for in the account's trail. */
  readonly watchesSecretReads: boolean;
  /** The load balancer, and the target group of each service by name, as CloudWatch has them. */
  readonly ingress?: {
    readonly loadBalancer: pulumi.Input<string>;
    readonly targetGroups: Readonly<Record<string, pulumi.Input<string>>>;
  };
  readonly database?: {
    readonly identifier: pulumi.Input<string>;
    /** @default no line */
    readonly maxConnections?: number;
  };
  /** Kubernetes name of the pooler's pods. */
  readonly pooler?: string;
  readonly documents?: {
    readonly identifier: pulumi.Input<string>;
    readonly instanceIdentifiers: readonly pulumi.Input<string>[];
  };
  /** Nodes of the stores, by what they are called in charts. */
  readonly cacheNodes: Readonly<Record<string, pulumi.Input<string>>>;
  /** Distributions by name, and the web ACL before them. */
  readonly edge?: {
    readonly distributionIds: Readonly<Record<string, pulumi.Input<string>>>;
    readonly webAcl: pulumi.Input<string>;
    /** Rules of the web ACL that have a line of their own, by the name in its metrics. */
    readonly rules: readonly string[];
  };
  readonly uploads?: {
    readonly queueName: pulumi.Input<string>;
    readonly deadLetterQueueName: pulumi.Input<string>;
    /** Kubernetes names of what scans: the worker, and clamd where that is the engine. */
    readonly pods: readonly string[];
  };
}

type Line = readonly [name: string, stat: DashboardMetric["stat"], label: string];

/** Lines of one namespace with the same dimensions. */
function lines(
  namespace: string,
  dimensions: DashboardMetric["dimensions"],
  ...wanted: readonly Line[]
): DashboardMetric[] {
  return wanted.map(([name, stat, label]) => ({ namespace, name, dimensions, stat, label }));
}

/** The same line for each of several things, labelled by what they are called. */
function each(
  namespace: string,
  dimension: string,
  things: Readonly<Record<string, pulumi.Input<string>>>,
  [name, stat]: readonly [name: string, stat: DashboardMetric["stat"]],
  more: DashboardMetric["dimensions"] = {},
): DashboardMetric[] {
  return Object.entries(things).map(([label, id]) => ({
    namespace,
    name,
    dimensions: { [dimension]: id, ...more },
    stat,
    label,
  }));
}

function home(title: string, unit: PanelUnit, metrics: readonly DashboardMetric[], marks: Panel["lines"] = []): Panel {
  return { title, region: "home", unit, metrics, ...(marks.length > 0 && { lines: marks }) };
}

function edge(title: string, unit: PanelUnit, metrics: readonly DashboardMetric[]): Panel {
  return { title, region: "edge", unit, metrics };
}

/** Things of a list as a record, called by their number. */
function numbered<T>(what: string, things: readonly T[]): Record<string, T> {
  return Object.fromEntries(things.map((thing, index) => [`${what} ${index + 1}`, thing]));
}

function platformBoard(facts: DashboardFacts): Board {
  const ofCluster = { ClusterName: facts.clusterName };
  const ofPods = { ...ofCluster, Namespace: facts.namespace };
  const nat = numbered("gateway", facts.natGatewayIds);
  return {
    key: "platform",
    title: "Platform",
    panels: [
      ...(facts.ingress === undefined ? [] : ingressPanels(facts.ingress)),
      home(
        "Pods: share of the nodes that they use",
        "percent",
        lines(
          "ContainerInsights",
          ofPods,
          ["pod_cpu_utilization", "Average", "processor"],
          ["pod_memory_utilization", "Average", "memory"],
        ),
      ),
      home(
        "Pods: running",
        "count",
        lines("ContainerInsights", ofPods, ["namespace_number_of_running_pods", "Average", "running"]),
      ),
      home(
        "Nodes: use",
        "percent",
        lines(
          "ContainerInsights",
          ofCluster,
          ["node_cpu_utilization", "Maximum", "processor"],
          ["node_memory_utilization", "Maximum", "memory"],
          ["node_filesystem_utilization", "Maximum", "disk"],
        ),
      ),
      home(
        "Nodes",
        "count",
        lines(
          "ContainerInsights",
          ofCluster,
          ["cluster_node_count", "Maximum", "nodes"],
          ["cluster_failed_node_count", "Maximum", "failed"],
        ),
      ),
      home(
        "Kubernetes API: requests",
        "count",
        lines(
          "AWS/EKS",
          ofCluster,
          ["apiserver_request_total", "Sum", "requests"],
          ["apiserver_request_total_4XX", "Sum", "4xx"],
          ["apiserver_request_total_5XX", "Sum", "5xx"],
        ),
      ),
      home(
        "Pods without a node",
        "count",
        lines(
          "AWS/EKS",
          ofCluster,
          ["scheduler_pending_pods", "Maximum", "pending"],
          ["scheduler_pending_pods_UNSCHEDULABLE", "Maximum", "unschedulable"],
        ),
      ),
      home(
        "NAT: connections",
        "count",
        each("AWS/NATGateway", "NatGatewayId", nat, ["ActiveConnectionCount", "Maximum"]),
      ),
      home("NAT: no port left", "count", each("AWS/NATGateway", "NatGatewayId", nat, ["ErrorPortAllocation", "Sum"])),
      home(
        "NAT: bytes to the internet",
        "bytes",
        each("AWS/NATGateway", "NatGatewayId", nat, ["BytesOutToDestination", "Sum"]),
      ),
      home(
        "Logs of pods",
        "count",
        lines("AWS/Logs", { LogGroupName: facts.applicationLogGroupName }, ["IncomingLogEvents", "Sum", "lines"]),
      ),
    ],
  };
}

function ingressPanels({ loadBalancer, targetGroups }: NonNullable<DashboardFacts["ingress"]>): Panel[] {
  const balancer = { LoadBalancer: loadBalancer };
  const ofServices = (line: readonly [string, DashboardMetric["stat"]]): DashboardMetric[] =>
    each("AWS/ApplicationELB", "TargetGroup", targetGroups, line, balancer);
  return [
    home("Requests", "count", ofServices(["RequestCount", "Sum"])),
    home("Answers, 99th percentile", "seconds", ofServices(["TargetResponseTime", "p99"])),
    home("Answers with 5xx", "count", [
      ...ofServices(["HTTPCode_Target_5XX_Count", "Sum"]),
      ...lines("AWS/ApplicationELB", balancer, ["HTTPCode_ELB_5XX_Count", "Sum", "load balancer"]),
    ]),
    home("Answers with 4xx", "count", ofServices(["HTTPCode_Target_4XX_Count", "Sum"])),
    home("Healthy pods", "count", ofServices(["HealthyHostCount", "Minimum"])),
  ];
}

/** Processor, memory and restarts of pods by their Kubernetes names. */
function podPanels(what: string, pods: readonly string[], { clusterName, namespace }: DashboardFacts): Panel[] {
  const of = (name: string, stat: DashboardMetric["stat"]): DashboardMetric[] =>
    pods.map((pod) => ({
      namespace: "ContainerInsights",
      name,
      dimensions: { ClusterName: clusterName, Namespace: namespace, PodName: pod },
      stat,
      label: pod,
    }));
  return [
    home(`${what}: processor, of its limit`, "percent", of("pod_cpu_utilization_over_pod_limit", "Maximum")),
    home(`${what}: memory, of its limit`, "percent", of("pod_memory_utilization_over_pod_limit", "Maximum")),
    home(`${what}: restarts`, "count", of("pod_number_of_container_restarts", "Maximum")),
  ];
}

function databaseBoard(facts: DashboardFacts): Board {
  const { database, documents, pooler } = facts;
  return {
    key: "database",
    title: "Database and pooler",
    panels: [
      ...(database === undefined ? [] : postgresPanels(database)),
      ...(pooler === undefined ? [] : podPanels("Pooler", [pooler], facts)),
      ...(documents === undefined ? [] : documentPanels(documents)),
    ],
  };
}

function postgresPanels({ identifier, maxConnections }: NonNullable<DashboardFacts["database"]>): Panel[] {
  const of = (...wanted: readonly Line[]): DashboardMetric[] =>
    lines("AWS/RDS", { DBInstanceIdentifier: identifier }, ...wanted);
  return [
    home(
      "Postgres: connections",
      "count",
      of(["DatabaseConnections", "Maximum", "connections"]),
      maxConnections === undefined ? [] : [{ label: "max_connections", value: maxConnections }],
    ),
    home("Postgres: processor", "percent", of(["CPUUtilization", "Average", "processor"])),
    home("Postgres: sessions that run or wait", "count", of(["DBLoad", "Average", "sessions"])),
    home(
      "Postgres: latency of storage",
      "seconds",
      of(["ReadLatency", "Average", "read"], ["WriteLatency", "Average", "write"]),
    ),
    home(
      "Postgres: operations of storage",
      "count",
      of(["ReadIOPS", "Average", "read"], ["WriteIOPS", "Average", "write"], ["DiskQueueDepth", "Average", "waiting"]),
    ),
    home(
      "Postgres: free storage",
      "bytes",
      of(["FreeStorageSpace", "Minimum", "free"], ["TransactionLogsDiskUsage", "Maximum", "transaction logs"]),
    ),
    home("Postgres: free memory", "bytes", of(["FreeableMemory", "Minimum", "can be freed"])),
    home("Postgres: transaction ids in use", "count", of(["MaximumUsedTransactionIDs", "Maximum", "in use"])),
  ];
}

function documentPanels({ identifier, instanceIdentifiers }: NonNullable<DashboardFacts["documents"]>): Panel[] {
  const instances = numbered("instance", instanceIdentifiers);
  const of = (line: readonly [string, DashboardMetric["stat"]]): DashboardMetric[] =>
    each("AWS/DocDB", "DBInstanceIdentifier", instances, line);
  const ofCluster = (...wanted: readonly Line[]): DashboardMetric[] =>
    lines("AWS/DocDB", { DBClusterIdentifier: identifier }, ...wanted);
  return [
    home("Documents: processor", "percent", of(["CPUUtilization", "Average"])),
    home("Documents: connections", "count", of(["DatabaseConnections", "Maximum"])),
    home("Documents: free memory", "bytes", of(["FreeableMemory", "Minimum"])),
    home("Documents: storage", "bytes", ofCluster(["VolumeBytesUsed", "Maximum", "used"])),
    home(
      "Documents: readers behind the writer",
      "milliseconds",
      ofCluster(["DBClusterReplicaLagMaximum", "Maximum", "behind"]),
    ),
  ];
}

function cachesBoard({ cacheNodes }: DashboardFacts): Board {
  const of = (name: string, stat: DashboardMetric["stat"]): DashboardMetric[] =>
    each("AWS/ElastiCache", "CacheClusterId", cacheNodes, [name, stat]);
  return {
    key: "caches",
    title: "Caches",
    panels: [
      home("Memory", "percent", of("DatabaseMemoryUsagePercentage", "Maximum")),
      home("Processor of the engine", "percent", of("EngineCPUUtilization", "Average")),
      home("Connections", "count", of("CurrConnections", "Maximum")),
      home("New connections", "count", of("NewConnections", "Sum")),
      home("Keys dropped for want of memory", "count", of("Evictions", "Sum")),
      home("Share of reads that found their key", "percent", of("CacheHitRate", "Average")),
      home("Replicas behind their primary", "seconds", of("ReplicationLag", "Maximum")),
      home("Failed logins", "count", of("AuthenticationFailures", "Sum")),
    ],
  };
}

function edgeBoard(facts: DashboardFacts): Board {
  const event = (key: string, label: string): DashboardMetric[] =>
    lines(facts.securityNamespace, {}, [key, "Sum", label]);
  return {
    key: "edge",
    title: "Edge and security events",
    panels: [
      ...(facts.edge === undefined ? [] : edgePanels(facts.edge)),
      home("Logins and one-time passwords", "count", [
        ...event("login-failures", "failed"),
        ...event("otp-locked", "locked out"),
        ...event("otp-sent", "codes sent"),
      ]),
      home("Turned away by applications", "count", [...event("access-denied", "403"), ...event("limited", "429")]),
      home("Sessions and rights", "count", [
        ...event("token-reuse", "tokens used twice"),
        ...event("rights-changed", "rights or credentials changed"),
      ]),
      home("Kubernetes API", "count", [
        ...event("kubernetes-secrets", "Secrets read"),
        ...event("kubernetes-shell", "shells"),
        ...event("kubernetes-denied", "refused"),
        ...event("kubernetes-anonymous", "without a name"),
      ]),
      ...(facts.watchesSecretReads
        ? [home("Secrets read by somebody else", "count", event("secret-reads", "reads"))]
        : []),
      ...(facts.edge === undefined ? [] : [edge("Answers with 429", "count", event("edge-limited", "429"))]),
    ],
  };
}

function edgePanels({ distributionIds, webAcl, rules }: NonNullable<DashboardFacts["edge"]>): Panel[] {
  const of = (name: string, stat: DashboardMetric["stat"]): DashboardMetric[] =>
    each("AWS/CloudFront", "DistributionId", distributionIds, [name, stat], { Region: "Global" });
  const ofRule = (rule: string, ...wanted: readonly Line[]): DashboardMetric[] =>
    lines("AWS/WAFV2", { WebACL: webAcl, Rule: rule }, ...wanted);
  return [
    edge("Requests", "count", of("Requests", "Sum")),
    edge("Share of 5xx", "percent", of("5xxErrorRate", "Average")),
    edge("Latency of the origin, 99th percentile", "milliseconds", of("OriginLatency", "p99")),
    edge("Share of 401", "percent", of("401ErrorRate", "Average")),
    edge("Share of 403", "percent", of("403ErrorRate", "Average")),
    edge("Share answered from the cache", "percent", of("CacheHitRate", "Average")),
    edge(
      "Web ACL",
      "count",
      ofRule("ALL", ["AllowedRequests", "Sum", "let through"], ["BlockedRequests", "Sum", "blocked"]),
    ),
    edge(
      "Web ACL: blocked, by rule",
      "count",
      rules.flatMap((rule) => ofRule(rule, ["BlockedRequests", "Sum", rule])),
    ),
  ];
}

function antivirusBoard(facts: DashboardFacts): Board[] {
  if (facts.uploads === undefined) return [];
  const { queueName, deadLetterQueueName, pods } = facts.uploads;
  const event = (key: string, label: string, stat: DashboardMetric["stat"] = "Sum"): DashboardMetric[] =>
    lines(facts.securityNamespace, {}, [key, stat, label]);
  const ofQueue = (queue: pulumi.Input<string>, ...wanted: readonly Line[]): DashboardMetric[] =>
    lines("AWS/SQS", { QueueName: queue }, ...wanted);
  return [
    {
      key: "antivirus",
      title: "Antivirus",
      panels: [
        home("Uploads scanned", "count", [
          ...event("scanned", "scanned"),
          ...event("malware", "malware"),
          ...event("unscannable", "not scannable"),
          ...event("scan-failures", "failed, tried again"),
        ]),
        home("Duration of a scan", "milliseconds", [
          ...event("scan-duration", "average", "Average"),
          ...event("scan-duration", "99th percentile", "p99"),
        ]),
        home("Age of the signatures", "hours", event("signature-age-hours", "age", "Maximum")),
        home("Waiting", "count", [
          ...ofQueue(queueName, ["ApproximateNumberOfMessagesVisible", "Maximum", "uploads"]),
          ...ofQueue(deadLetterQueueName, ["ApproximateNumberOfMessagesVisible", "Maximum", "dead letters"]),
        ]),
        home(
          "Oldest upload that waits",
          "seconds",
          ofQueue(queueName, ["ApproximateAgeOfOldestMessage", "Maximum", "age"]),
          [{ label: "alarm", value: 900 }],
        ),
        home(
          "Uploads arriving and done",
          "count",
          ofQueue(queueName, ["NumberOfMessagesSent", "Sum", "arriving"], ["NumberOfMessagesDeleted", "Sum", "done"]),
        ),
        ...podPanels("Scanner", pods, facts),
      ],
    },
  ];
}

/** Every dashboard, from one table for CloudWatch and Grafana alike. One without a panel is left out. */
export function boards(facts: DashboardFacts): Board[] {
  return [platformBoard(facts), databaseBoard(facts), cachesBoard(facts), edgeBoard(facts), ...antivirusBoard(facts)]
    .map((board) => ({ ...board, panels: board.panels.filter(({ metrics }) => metrics.length > 0) }))
    .filter(({ panels }) => panels.length > 0);
}
