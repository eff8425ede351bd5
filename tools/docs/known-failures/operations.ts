import { type Area, code, known, proven, rule, runbook, setting, tested } from "./_entry.ts";

export const network: Area = {
  title: "Network, backup and topics",
  failures: [
    known(
      "Whatever is made without naming a security group gets the VPC's default one, whose members reach each other.",
      [
        code("components/network.ts", "new aws.ec2.DefaultSecurityGroup"),
        rule("vpc-default-security-group-closed"),
        rule("vpc-flow-logs-enabled"),
      ],
      tested(
        "network",
        "closes the default security group and the default route table",
        "record all traffic to an encrypted, kept, protected group",
      ),
    ),
    known(
      "A vault lock with days of grace is a permanent one once they are over, although it was asked for without a word of that.",
      [setting("backup.lock.changeableForDays"), rule("backup-vault-lock")],
      [
        ...tested(
          "backup",
          "are locked in governance mode, which changeableForDays would make permanent",
          "are locked for good only on request",
        ),
        ...proven(
          "stacks/settings/production",
          "refuses cooling-off days that would make a lock permanent",
          "wants cooling-off days before a lock is for ever",
        ),
      ],
    ),
    known(
      "S3 is backed up only where its versions are kept.",
      [code("components/_bucket-guards.ts", 'status: "Enabled"'), rule("s3-versioning-enabled")],
      tested("media", "makes the %s bucket private, encrypted and versioned"),
    ),
    known(
      "A backup that nobody has restored is a hope, and a point of recovery that follows from nothing is a promise to be broken.",
      [
        code("components/_backup-promises.ts", "export function brokenPromises"),
        rule("backup-restore-testing"),
        runbook("restore-drill"),
      ],
      [
        ...tested("backup", "restores the newest snapshot of our vault into the data tier, where nobody reaches it"),
        ...tested("backup-promises", "that are not kept say what would keep them"),
      ],
    ),
    known(
      "An encrypted topic drops what alarms, events and budgets send it while its key admits none of them, and nobody is told of that either.",
      [code("components/_key-policies.ts", '"BudgetsToTopics"'), rule("sns-service-publish-confused-deputy")],
      [
        ...tested("keys", "logs: CloudWatch Logs of the region for log groups of the account, alarms by ARN"),
        ...tested(
          "notifications",
          "take messages from four services, for this account where they say for which they call",
        ),
      ],
    ),
  ],
};

const TABLE = "of the home region";

export const operations: Area = {
  title: "What goes unnoticed",
  failures: [
    known(
      "What is broken reports nothing, and an alarm that takes silence for health stays green.",
      [code("components/_alarm-table.ts", "`breaching` for heartbeats"), rule("cloudwatch-alarm-missing-data")],
      tested("alarms", TABLE, "that takes silence for a fault waits for the first data"),
    ),
    known(
      "The database runs out of processor, memory, storage, connections, IOPS or transaction ids, or its sessions wait for each other.",
      [code("components/_alarm-database.ts", "export function databaseAlarms"), rule("rds-event-subscriptions")],
      tested("alarms", TABLE, "match what has no metric", "keeps within what CloudWatch evaluates"),
    ),
    known(
      "A cache fills, evicts, refuses logins, or its replica falls behind what a failover would then lose.",
      [code("components/_alarm-caches.ts", "export function cacheAlarms")],
      tested("alarms", TABLE, "watches each node of a store, and memory where nothing may be evicted"),
    ),
    known(
      "A service has no healthy pod, its slow answers hide in an average, or the load balancer turns connections away.",
      [
        code("stacks/platform/part-alarms.ts", "export function serviceAlarms"),
        setting("alarms.targetP99Milliseconds"),
      ],
      proven("stacks/platform", "see a service without pods, slow answers and refused connections"),
    ),
    known(
      "The edge answers with errors, waits for its origin, or blocks customers.",
      [code("stacks/platform/part-alarms.ts", "export function edgeAlarms"), setting("alarms.serverErrorPercent")],
      [
        ...proven("stacks/platform", "see errors and slow origins of each distribution, and what the web ACL blocks"),
        ...tested("security-events", "the CDN's access log shows 429, whoever gave it"),
      ],
    ),
    known(
      "Pods find no node, restart over and over, or the control plane fails.",
      [
        code("components/_alarm-platform.ts", "export function clusterAlarms"),
        code("components/_metrics-pods.ts", '"ContainerRestarts"'),
        runbook("unschedulable-pods"),
      ],
      [
        ...tested("alarms", TABLE),
        ...proven(
          "integration/metrics/rules",
          "each have a case in which they fire, and one of their name in which they do not",
        ),
      ],
    ),
    known(
      "Clients wait for connections of the pooler, or its exporter is gone and with it every number.",
      [code("components/_metrics-pooler.ts", '"PoolerDown"'), setting("alarms.poolWaitSeconds")],
      [
        ...tested("metrics", "take what is no longer read for a fault", "follow the thresholds"),
        ...proven(
          "integration/metrics/rules",
          "each have a case in which they fire, and one of their name in which they do not",
        ),
      ],
    ),
    known(
      "Uploads pile up before the scanner, or its signatures have not been renewed for two days.",
      [
        code("stacks/platform/part-alarms.ts", "upload-waiting"),
        code("components/_metrics-scanner.ts", '"SignaturesTooOld"'),
        runbook("uploads-stuck"),
      ],
      [
        ...proven("stacks/platform", "see uploads that wait, and those that nobody could scan"),
        ...tested("metrics", "ask clamd's signatures only where there is a clamd"),
      ],
    ),
    known(
      "A certificate that could not be renewed expires on a Sunday.",
      [code("components/_alarm-platform.ts", "export function certificateAlarms"), rule("acm-dns-validation")],
      tested("alarms", TABLE, "of us-east-1, where CloudFront's certificate is"),
    ),
    known(
      "A backup fails, or is never begun, until one is needed.",
      [
        code("components/_alarm-platform.ts", "export function backupAlarms"),
        rule("backup-notifications"),
        runbook("backup-failed"),
      ],
      tested("alarms", "every %i minutes are looked for during %s days", "match what has no metric"),
    ),
    known(
      "An alarm wakes somebody and does not say what to do.",
      [code("components/alarms.ts", "function runbookLink")],
      [
        ...tested("alarms", "links a runbook that exists"),
        ...tested("alarms-runbooks", "exist for every alarm and alert", "%s has the four parts in order"),
      ],
    ),
  ],
};

export const cost: Area = {
  title: "Cost and staging",
  failures: [
    known(
      "Logs that nobody ends become the largest item of the bill.",
      [
        code("components/_log-retention.ts", "export function checkLogRetention"),
        rule("cloudwatch-log-group-retention"),
      ],
      tested("cluster", "logs into groups with key and retention", "keep what pods write for a time of its own"),
    ),
    known(
      "Images and objects of S3 that pass a NAT gateway are paid for by the gigabyte.",
      [code("components/_network-endpoints.ts", 'vpcEndpointType: "Gateway"')],
      tested("network", "serve S3 to the private route tables, for buckets of this account and image layers"),
    ),
    known(
      "What costs more than it should is seen at the end of the month.",
      [
        code("components/cost-budget.ts", "export class CostBudget"),
        setting("budget.monthlyUsd"),
        runbook("cost-spike"),
      ],
      tested("cost-budget", "tells of what was spent, and of a forecast above the whole"),
    ),
    known(
      "A staging that saves on encryption, permissions, policies or rules of the web ACL proves nothing of production.",
      [code("stacks/invariants.ts", "const NEVER")],
      [
        ...proven(
          "stacks/environments/index",
          "%s staging differs from production in what it declares and nothing else",
          "%s staging never saves on what protects",
        ),
        ...proven("stacks/derive", "is refused with the reason, also by way of what is around it"),
      ],
    ),
    known(
      "With one process of the pooler or of a service nobody tries peering, draining and rollouts before production does.",
      [
        code("stacks/invariants.ts", '"/workloads/*/autoscaling/minReplicas", least: 2'),
        code("components/_pooler-checks.ts", 'within(where, "replicas", args.replicas, 2, 20)'),
      ],
      [
        ...proven("stacks/derive", "two replicas stay where requests have to drain, and one is enough elsewhere"),
        ...tested("pooler", "replicas is 1; allowed are whole numbers from 2 to 20."),
      ],
    ),
  ],
};
