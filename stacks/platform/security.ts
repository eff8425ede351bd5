import type { Cluster } from "../../components/cluster.ts";
import { ACCOUNT_TRAIL_LOG_GROUP } from "../../components/audit.ts";
import { LogShipping } from "../../components/log-shipping.ts";
import type { Network } from "../../components/network.ts";
import type { Notifications } from "../../components/notifications.ts";
import { SecurityEvents } from "../../components/security-events.ts";
import type { Workload } from "../../components/workload.ts";
import type { Settings } from "../settings.ts";
import type { Edge } from "./edge.ts";
import { POOLER, prefixOf, tagsOf } from "./names.ts";
import { hasOperatorSessions } from "./operator-sessions.ts";

/** What pods write, in CloudWatch, where the filters read it. */
export function createLogShipping(settings: Settings, cluster: Cluster, network: Network): void {
  const { region, accountId } = settings;
  new LogShipping(
    "log-shipping",
    {
      region,
      accountId,
      clusterName: cluster.clusterName,
      clusterArn: cluster.clusterArn,
      vpcCidr: network.vpcCidr,
      serviceCidr: settings.cluster.serviceCidr,
      tags: tagsOf(settings),
    },
    { provider: cluster.provider, dependsOn: cluster.ready },
  );
}

interface WatchedLogs {
  readonly notifications: Notifications;
  readonly cluster: Cluster;
  /** Absent until certificates can be had. */
  readonly edge: Edge | undefined;
  /** Workloads that are made, by name. */
  readonly workloads: ReadonlyMap<string, Workload>;
}

/** Filters over every log that the platform keeps for what an attack looks like. */
export function createSecurityEvents(
  settings: Settings,
  { notifications, cluster, edge, workloads }: WatchedLogs,
): SecurityEvents {
  const { region, system, environment } = settings;
  return new SecurityEvents("security", {
    prefix: prefixOf(settings),
    region,
    topics: notifications.topicArns,
    logGroups: {
      application: cluster.applicationLogGroupName,
      kubernetes: cluster.logGroupName,
      ...(settings.observability.watchSecretReads && { trail: ACCOUNT_TRAIL_LOG_GROUP }),
    },
    ...(edge?.api !== undefined && {
      edge: { logGroupName: edge.api.logGroupName, distributionId: edge.api.distributionId },
    }),
    thresholds: settings.alarms,
    namespace: system,
    scansUploads: settings.media !== undefined,
    ownEvents: settings.observability.events,
    deployerRoleArns: settings.cluster.access.deployerRoleArns,
    secretPrefixes: [`${system}/${environment}/`, `${prefixOf(settings)}/`],
    secretReaders: secretReaders(settings, workloads),
    tags: tagsOf(settings),
  });
}

/** Start of the names of the roles that read secrets; Pulumi adds a dash and seven digits. */
function secretReaders(settings: Settings, workloads: ReadonlyMap<string, Workload>): string[] {
  const pods = [
    ...[...workloads].flatMap(([name, { roleArn }]) => (roleArn === undefined ? [] : [name])),
    ...(settings.database === undefined ? [] : [POOLER, "database-bootstrap"]),
    ...(settings.documentStore === undefined ? [] : ["document-bootstrap"]),
  ];
  const sessions = hasOperatorSessions(settings) ? ["sessions-"] : [];
  return [...pods.map((name) => `${name}-role-`), "rotation-", ...sessions];
}
