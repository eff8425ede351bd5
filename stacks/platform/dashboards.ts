import type * as pulumi from "@pulumi/pulumi";
import { MANAGED_GROUPS } from "../../components/_web-acl-managed.ts";
import type { Caches } from "../../components/caches.ts";
import type { Cluster } from "../../components/cluster.ts";
import { Dashboards, type DashboardsArgs } from "../../components/dashboards.ts";
import type { Database } from "../../components/database.ts";
import type { DocumentStore } from "../../components/document-store.ts";
import type { Media } from "../../components/media.ts";
import type { Settings } from "../settings.ts";
import { storeOf } from "./alarms.ts";
import type { Edge } from "./edge.ts";
import { ANTIVIRUS, POOLER, SCAN_WORKER, prefixOf } from "./names.ts";

interface Shown {
  readonly cluster: Cluster;
  readonly natGatewayIds: readonly pulumi.Input<string>[];
  readonly caches: Caches;
  /** Absent in a system without Postgres. */
  readonly database: Database | undefined;
  readonly hasPooler: boolean;
  /** Absent in a system without a document store. */
  readonly documents: DocumentStore | undefined;
  /** Absent in a system without media. */
  readonly media: Media | undefined;
  /** Absent until certificates can be had. */
  readonly edge: Edge | undefined;
}

/** A dashboard for each part of the platform that exists. */
export function createDashboards(settings: Settings, shown: Shown): void {
  const { region, accountId, system } = settings;
  const { cluster, caches, database, documents, media, edge } = shown;
  if (!settings.observability.dashboards) return;
  new Dashboards("dashboards", {
    prefix: prefixOf(settings),
    region,
    accountId,
    clusterName: cluster.clusterName,
    namespace: system,
    natGatewayIds: shown.natGatewayIds,
    applicationLogGroupName: cluster.applicationLogGroupName,
    watchesSecretReads: settings.observability.watchSecretReads,
    cacheNodes: {
      ...nodesOf(settings, caches, "state"),
      ...(caches.stores.cache !== undefined && nodesOf(settings, caches, "cache")),
    },
    ...(database !== undefined && {
      database: { identifier: database.identifier, maxConnections: database.maxConnections },
    }),
    ...(shown.hasPooler && { pooler: POOLER }),
    ...(documents !== undefined && {
      documents: { identifier: documents.identifier, instanceIdentifiers: documents.instanceIdentifiers },
    }),
    ...(edge !== undefined && edgeOf(settings, edge)),
    ...(media !== undefined && {
      uploads: {
        queueName: media.queueName,
        deadLetterQueueName: media.deadLetterQueueName,
        pods: settings.antivirus?.engine === "guardduty" ? [SCAN_WORKER] : [SCAN_WORKER, ANTIVIRUS],
      },
    }),
  });
}

/** Nodes as ElastiCache calls them, by store and number. */
function nodesOf(settings: Settings, caches: Caches, store: "cache" | "state"): Record<string, string> {
  const { replicationGroupId, nodes } = storeOf(settings, caches, store);
  const numbers = Array.from({ length: nodes }, (_, index) => String(index + 1).padStart(3, "0"));
  return Object.fromEntries(numbers.map((number) => [`${store}-${number}`, `${replicationGroupId}-${number}`]));
}

function edgeOf({ edge: { waf } }: Settings, edge: Edge): Pick<DashboardsArgs, "edge" | "ingress"> {
  const distributions = { api: edge.api, site: edge.site?.cdn, media: edge.media };
  return {
    ingress: { loadBalancer: edge.ingress.loadBalancerArnSuffix, targetGroups: edge.ingress.targetGroupArnSuffixes },
    edge: {
      distributionIds: Object.fromEntries(
        Object.entries(distributions).flatMap(([name, cdn]) => (cdn === undefined ? [] : [[name, cdn.distributionId]])),
      ),
      webAcl: edge.webAcl.metricName,
      rules: [
        ...Object.keys(waf.rateRules).map((rule) => `rate-${rule}`),
        "rate-everything",
        "body-size",
        ...MANAGED_GROUPS.map(({ name }) => name),
      ],
    },
  };
}
