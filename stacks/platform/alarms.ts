import type * as pulumi from "@pulumi/pulumi";
import { Alarms } from "../../components/alarms.ts";
import type { Audit } from "../../components/audit.ts";
import type { Backup } from "../../components/backup.ts";
import type { Caches } from "../../components/caches.ts";
import type { Cluster } from "../../components/cluster.ts";
import { CostBudget } from "../../components/cost-budget.ts";
import type { Database } from "../../components/database.ts";
import type { DocumentStore } from "../../components/document-store.ts";
import type { Dns } from "../../components/dns.ts";
import type { Keys } from "../../components/keys.ts";
import type { Media } from "../../components/media.ts";
import { Notifications } from "../../components/notifications.ts";
import type { OperatorSessions } from "../../components/operator-sessions.ts";
import type { Rotation } from "../../components/rotation.ts";
import type { SecurityEvents } from "../../components/security-events.ts";
import type { Settings } from "../settings.ts";
import { edgeAlarms, mediaAlarms, serviceAlarms } from "./part-alarms.ts";
import type { Edge } from "./edge.ts";
import { prefixOf, tagsOf } from "./names.ts";

/** Topics and who hears of them; before everything that reports to them. */
export function createNotifications(settings: Settings, keys: Keys): Notifications {
  const { region, accountId } = settings;
  const { emails, pagerEndpoint } = settings.alarms.receivers;
  return new Notifications("notifications", {
    prefix: prefixOf(settings),
    region,
    accountId,
    kmsKeyArn: keys.logs.arn,
    usEast1KeyArn: keys.logsUsEast1.arn,
    emails,
    ...(pagerEndpoint !== undefined && { pagerEndpoint }),
    tags: tagsOf(settings),
  });
}

interface Watched {
  readonly audit: Audit;
  readonly notifications: Notifications;
  /** Absent in a system without Postgres. */
  readonly database: Database | undefined;
  /** Absent in a system without a document store. */
  readonly documents: DocumentStore | undefined;
  readonly caches: Caches;
  readonly dns: Dns;
  readonly backup: Backup | undefined;
  readonly rotation: Rotation;
  readonly cluster: Cluster;
  readonly security: SecurityEvents;
  /** Absent where the settings name no session. */
  readonly operatorSessions: OperatorSessions | undefined;
  readonly natGatewayIds: readonly pulumi.Input<string>[];
  /** Absent in a system without media. */
  readonly media: Media | undefined;
  /** Absent until certificates can be had. */
  readonly edge: Edge | undefined;
}

/** Alarms for every part that exists, and the budget. */
export function createAlarms(settings: Settings, watched: Watched): void {
  const { database, documents, caches, dns, backup, rotation, notifications, media, edge } = watched;
  const prefix = prefixOf(settings);
  const tags = tagsOf(settings);
  const { topicArns } = notifications;
  new Alarms("alarms", {
    prefix,
    region: settings.region,
    topics: topicArns,
    thresholds: settings.alarms,
    alsoPage: [
      ...watched.audit.pagingAlarmNames,
      ...watched.cluster.pagingAlarmNames,
      ...watched.security.pagingAlarmNames,
    ],
    ...(database !== undefined &&
      settings.database !== undefined && {
        database: {
          identifier: database.identifier,
          instanceArn: database.instanceArn,
          instanceClass: settings.database.instanceClass,
          allocatedStorageGib: settings.database.allocatedStorageGib,
          maxConnections: database.maxConnections,
        },
      }),
    ...(documents !== undefined &&
      settings.documentStore !== undefined && {
        documents: {
          identifier: documents.identifier,
          instanceIdentifiers: documents.instanceIdentifiers,
          instanceClass: settings.documentStore.instanceClass,
        },
      }),
    caches: {
      state: storeOf(settings, caches, "state"),
      ...(caches.stores.cache !== undefined && { cache: storeOf(settings, caches, "cache") }),
    },
    natGatewayIds: watched.natGatewayIds,
    ...(watched.operatorSessions !== undefined && {
      operatorSessions: {
        clusterName: watched.operatorSessions.clusterName,
        clusterArn: watched.operatorSessions.clusterArn,
      },
    }),
    rotation: { signals: rotation.signals, runbooks: runbooksOf(settings) },
    ...(backup !== undefined && { backup }),
    clusterName: watched.cluster.clusterName,
    applicationLogGroupName: watched.cluster.applicationLogGroupName,
    more: {
      home: [
        ...(media === undefined ? [] : mediaAlarms(media)),
        ...(edge === undefined ? [] : serviceAlarms(settings, edge)),
      ],
      edge: edge === undefined ? [] : edgeAlarms(settings, edge),
    },
    // A certificate that is not issued yet reports nothing, which would count as expired.
    ...(dns.ready && { certificates: { home: dns.certificateArn, edge: dns.certificateUsEast1Arn } }),
    tags,
  });
  new CostBudget("budget", {
    prefix,
    accountId: settings.accountId,
    monthlyUsd: settings.budget.monthlyUsd,
    alertPercents: settings.budget.alertPercents,
    topicArn: topicArns.home,
    tags,
  });
}

/** A store as alarms and charts know it. */
export function storeOf(settings: Settings, caches: Caches, store: "state" | "cache") {
  const { nodes, singleNodeWithoutFailover } = settings.caches.stores[store] ?? {};
  return {
    replicationGroupId: caches.stores[store]?.replicationGroupId ?? `${prefixOf(settings)}-${store}`,
    nodes: singleNodeWithoutFailover === true ? 1 : (nodes ?? 2),
  };
}

/** By the names under which the rotation function reports ages. */
function runbooksOf(settings: Settings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings.secrets.entries).flatMap(([name, entry]) =>
      "rotation" in entry ? [[`${prefixOf(settings)}/${name}`, entry.rotation.runbook]] : [],
    ),
  );
}
