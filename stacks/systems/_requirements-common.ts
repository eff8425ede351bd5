import {
  ask,
  command,
  fileHas,
  header,
  planned,
  type Requirement,
  resource,
  resourceHas,
  resourceIs,
  runbook,
} from "./_requirements-types.ts";

/** What of a system the common answers need to know. */
interface Shape {
  /** The workload in the request path. */
  readonly web: string;
  /** A user of the state store. */
  readonly cacheUser: string;
  readonly hstsPreload: boolean;
}

const POD = "spec.template.spec";

/** What every system gets in the same way. Systems add what only they ask. */
export function commonRequirements({ web, cacheUser, hstsPreload }: Shape): Requirement[] {
  const deployment = ["kubernetes:apps/v1:Deployment", `${web}-deployment`] as const;
  const store = ["aws:elasticache/replicationGroup:ReplicationGroup", "caches-state"] as const;
  return [
    ask(
      "Isolation, named egress",
      "Stores are reached by the pods that use them and by nobody else; nothing leaves that is not named",
      resource(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        `${web}-pods-into-state`,
        "referencedSecurityGroupId",
      ),
      resourceIs("kubernetes:networking.k8s.io/v1:NetworkPolicy", "namespace-default-deny", "spec.policyTypes", [
        "Ingress",
        "Egress",
      ]),
      resourceIs("aws:ec2/flowLog:FlowLog", "network-flow-log", "trafficType", "ALL"),
    ),
    ask(
      "Encryption keys",
      "Data, secrets, logs and backups are encrypted by keys of the system's own, with new material every year",
      ...["data", "secrets", "logs", "backup"].map((key) =>
        resourceIs("aws:kms/key:Key", `keys-${key}`, "enableKeyRotation", true),
      ),
    ),
    ask(
      "Managed, rotated secrets",
      "Credentials live in Secrets Manager; logins rotate every 90 days (P), keys by runbook",
      resourceIs(
        "aws:secretsmanager/secretRotation:SecretRotation",
        `rotation-cache-${cacheUser}`,
        "rotationRules.automaticallyAfterDays",
        90,
      ),
      runbook("rotate-signing-key"),
      runbook("rotate-supplied-credential"),
      runbook("credential-leak"),
    ),
    ask(
      "Redis state/limits",
      "Counters, sessions and revocations in a store that evicts nothing and survives a node; TLS and a user of its own for each consumer",
      resourceIs(...store, "multiAzEnabled", true),
      resourceIs(...store, "transitEncryptionMode", "required"),
      resourceHas("aws:elasticache/parameterGroup:ParameterGroup", "caches-state", "parameters", '"noeviction"'),
      resourceHas("aws:elasticache/user:User", `caches-${cacheUser}`, "accessString", "-@all"),
    ),
    ask(
      "Hardened pods",
      "Non-root, read-only root, no capabilities, images by digest, in a namespace that enforces it",
      resourceIs(...deployment, `${POD}.containers[0].securityContext.readOnlyRootFilesystem`, true),
      resourceIs(...deployment, `${POD}.containers[0].securityContext.capabilities.drop`, ["ALL"]),
      resourceIs(...deployment, `${POD}.securityContext.runAsNonRoot`, true),
      resourceHas(...deployment, `${POD}.containers[0].image`, "@sha256:"),
      resourceIs(
        "kubernetes:core/v1:Namespace",
        "namespace-namespace",
        'metadata.labels["pod-security.kubernetes.io/enforce"]',
        "restricted",
      ),
    ),
    ask(
      "TLS, HSTS, redirect",
      "https everywhere with TLS 1.2 at least, a redirect from http, and one year of HSTS with subdomains",
      resourceIs(
        "aws:cloudfront/distribution:Distribution",
        "api",
        "viewerCertificate.minimumProtocolVersion",
        "TLSv1.2_2025",
      ),
      resourceIs(
        "aws:cloudfront/distribution:Distribution",
        "api",
        "defaultCacheBehavior.viewerProtocolPolicy",
        "redirect-to-https",
      ),
      resourceIs(
        "aws:lb/listener:Listener",
        "ingress-https",
        "sslPolicy",
        "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      ),
      header("securityHeadersConfig.strictTransportSecurity", {
        accessControlMaxAgeSec: 31_536_000,
        includeSubdomains: true,
        override: true,
        preload: hstsPreload,
      }),
    ),
    ask(
      "Headers/CSP",
      "X-Content-Type-Options, X-Frame-Options: DENY and Referrer-Policy on every reply",
      header("securityHeadersConfig.contentTypeOptions.override", true),
      header("securityHeadersConfig.frameOptions.frameOption", "DENY"),
      header("securityHeadersConfig.referrerPolicy.referrerPolicy", "strict-origin-when-cross-origin"),
    ),
    ask(
      "CORS/trusted hosts",
      "Hosts that are not listed get 404; probes send a listed host and say that the request came by https",
      resourceIs("aws:lb/listener:Listener", "ingress-https", "defaultActions[0].fixedResponse.statusCode", "404"),
      resourceHas(...deployment, `${POD}.containers[0].readinessProbe.httpGet.httpHeaders`, "X-Forwarded-Proto"),
    ),
    ask(
      "Throttling",
      "A wall against floods before the application, which counts exactly",
      resourceIs(
        "aws:wafv2/webAcl:WebAcl",
        "web-acl",
        'rules["rate-login"].action.block.customResponse.responseCode',
        429,
      ),
      resource("aws:wafv2/webAcl:WebAcl", "web-acl", 'rules["rate-everything"].statement.rateBasedStatement.limit'),
    ),
    ask(
      "Audit events",
      "Who changed the platform, who entered the cluster, who asked for which name",
      resourceHas("aws:eks/cluster:Cluster", "cluster-cluster", "enabledClusterLogTypes", "audit"),
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", "cluster-break-glass-alarm", "alarmActions"),
      resourceIs(
        "aws:ecs/cluster:Cluster",
        "sessions",
        "configuration.executeCommandConfiguration.logging",
        "OVERRIDE",
      ),
      // Those who start a session read its login, as they should.
      resourceHas("aws:cloudwatch/logMetricFilter:LogMetricFilter", "security-secret-reads", "pattern", "sessions-"),
      runbook("operator-session"),
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", "security-secret-reads", "alarmActions"),
      resourceHas(
        "aws:cloudwatch/logMetricFilter:LogMetricFilter",
        "security-kubernetes-secrets",
        "pattern",
        "secrets",
      ),
    ),
    ask(
      "Dashboards/alerts",
      "Alarms on every part, a page for what cannot wait, each with a runbook",
      resource("aws:cloudwatch/compositeAlarm:CompositeAlarm", "alarms-paging", "alarmRule"),
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", "alarms-state-001-memory", "alarmDescription"),
      runbook("paging"),
      resourceHas("aws:cloudwatch/dashboard:Dashboard", "dashboards-platform", "dashboardBody", "TargetResponseTime"),
      resourceHas("aws:cloudwatch/dashboard:Dashboard", "dashboards-edge", "dashboardBody", "login-failures"),
      resourceIs("aws:eks/addon:Addon", "log-shipping", "addonName", "amazon-cloudwatch-observability"),
      resourceHas("aws:amp/ruleGroupNamespace:RuleGroupNamespace", "metrics-rules", "data", "ContainerRestarts"),
    ),
    ask(
      "Backup, RTO/RPO",
      "Recovery points in a locked vault, for 35 days; five minutes of data and an hour of outage at most in the region (P)",
      resource("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "backup", "minRetentionDays"),
      resourceIs("aws:elasticache/replicationGroup:ReplicationGroup", "caches-state", "snapshotRetentionLimit", 7),
      runbook("restore-drill"),
      runbook("region-loss"),
    ),
    ask(
      "Scans, SBOM",
      "Infrastructure is judged before it is built; images and dependencies are scanned",
      command("rampart preview --all"),
      fileHas("components/account-images.ts", "scanOnPush: true"),
      fileHas("components/account-images.ts", 'imageTagMutability: "IMMUTABLE"'),
      fileHas("docs/ci/github/supply-chain.yml", "Known vulnerabilities and signatures"),
      fileHas("docs/ci/github/supply-chain.yml", "Bill of materials"),
      fileHas("docs/ci/github/verify.yml", "Baseline scan"),
    ),
    ask(
      "Staged rollout",
      "Staging first, promoted digest by digest; a rollout replaces pods one by one and goes back by the digest before",
      resourceIs(...deployment, "spec.strategy.rollingUpdate.maxUnavailable", 0),
      command("rampart promote staging prod"),
    ),
  ];
}

/** Systems with Postgres. */
export function postgresRequirements(role: string): Requirement[] {
  const instance = ["aws:rds/instance:Instance", "database-instance"] as const;
  return [
    ask(
      "Postgres",
      "A managed server in two zones, encrypted, reached by TLS alone, with a master password that nobody sees",
      resourceIs(...instance, "multiAz", true),
      resourceIs(...instance, "storageEncrypted", true),
      resourceIs(...instance, "manageMasterUserPassword", true),
      resourceIs(
        "aws:rds/parameterGroup:ParameterGroup",
        "database-parameters",
        'parameters["rds.force_ssl"].value',
        "1",
      ),
      resourceIs(
        "aws:secretsmanager/secretRotation:SecretRotation",
        `rotation-database-${role}`,
        "rotationRules.automaticallyAfterDays",
        90,
      ),
    ),
    ask(
      "Backup, RTO/RPO",
      "Point-in-time recovery of the database for 35 days, copied to a second region",
      resourceIs(...instance, "backupRetentionPeriod", 35),
      resource(
        "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
        "database-backup-replication",
        "kmsKeyId",
      ),
      resource("aws:backup/plan:Plan", "backup-database", "rules[0].copyActions[0].destinationVaultArn"),
      runbook("database-failover"),
    ),
  ];
}

/** Systems with a document store. */
export function documentRequirements(workload: string): Requirement[] {
  const cluster = ["aws:docdb/cluster:Cluster", "documents-cluster"] as const;
  const script = ["kubernetes:core/v1:ConfigMap", "document-bootstrap-script"] as const;
  return [
    ask(
      "Document store",
      "MongoDB with logins, on isolated storage, by TLS alone (DocumentDB, P); no $where; retryWrites=false",
      resourceIs(...cluster, "storageEncrypted", true),
      resourceIs(...cluster, "manageMasterUserPassword", true),
      resourceIs(...cluster, "deletionProtection", true),
      resourceIs(
        "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
        "documents-parameters",
        'parameters["tls"].value',
        "tls1.2+",
      ),
      resource(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        `${workload}-pods-into-document-store`,
        "referencedSecurityGroupId",
      ),
      resourceHas(...script, 'data["bootstrap.js"]', "readWrite"),
      resourceHas(...script, 'data["bootstrap.js"]', "retryWrites=false"),
      runbook("rotate-document-login"),
    ),
    ask(
      "Backup, RTO/RPO",
      "Point-in-time recovery of the documents for 35 days, and a final snapshot",
      resourceIs(...cluster, "backupRetentionPeriod", 35),
      resourceIs(...cluster, "skipFinalSnapshot", false),
      resource("aws:backup/plan:Plan", "backup-documents", "rules[0].copyActions[0].destinationVaultArn"),
    ),
    ask(
      "Dashboards/alerts",
      "The document store rings when it is silent, busy or short of memory",
      resourceIs("aws:cloudwatch/metricAlarm:MetricAlarm", "alarms-documents-silent", "namespace", "AWS/DocDB"),
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", "alarms-documents-1-memory", "threshold"),
    ),
    ask(
      "Audit events",
      "Log-ins to the document store and changes of users are recorded",
      resourceIs(
        "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
        "documents-parameters",
        'parameters["audit_logs"].value',
        "enabled",
      ),
      resource("aws:cloudwatch/logGroup:LogGroup", "documents-log-audit", "kmsKeyId"),
    ),
  ];
}

/** Systems with uploads. */
export function mediaRequirements(origin: string): Requirement[] {
  return [
    ask(
      "Media upload",
      "Uploads go to a bucket that nobody reads; what was scanned whole is copied to another, and unscanned ones expire",
      resourceIs(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "media-upload-public-access",
        "restrictPublicBuckets",
        true,
      ),
      resourceHas("aws:s3/bucketPolicy:BucketPolicy", "media-serving-policy", "policy", "s3:ExistingObjectTag"),
      resource("aws:sqs/queue:Queue", "media-queue", "redrivePolicy"),
      resource(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "media-upload-lifecycle",
        "rules[1].expiration.days",
      ),
      resourceHas(
        "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        "media-upload-cors",
        "corsRules[0].allowedOrigins",
        origin,
      ),
      planned("The distribution of media, which waits for public keys of your own (media.signingKeys)"),
    ),
  ];
}
