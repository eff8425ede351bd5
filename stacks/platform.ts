import * as pulumi from "@pulumi/pulumi";
import { ACCOUNT_TRAIL_LOG_GROUP, Audit } from "../components/audit.ts";
import { Caches } from "../components/caches.ts";
import { Cluster } from "../components/cluster.ts";
import { Dns } from "../components/dns.ts";
import { Keys } from "../components/keys.ts";
import { Namespace } from "../components/namespace.ts";
import { Network } from "../components/network.ts";
import { Rotation } from "../components/rotation.ts";
import { Secrets } from "../components/secrets.ts";
import type { Settings } from "./settings.ts";
import { createAdmission } from "./platform/admission.ts";
import { createAlarms, createNotifications } from "./platform/alarms.ts";
import { createBackup } from "./platform/backup.ts";
import { createDashboards } from "./platform/dashboards.ts";
import { type ExternalAlias, contentDistributions, createEdge, isEdgeReady } from "./platform/edge.ts";
import { publicHosts } from "./platform/facts.ts";
import { late } from "./platform/late.ts";
import { createMetrics, scraperCidrsOf } from "./platform/metrics.ts";
import { createMedia, hasMediaCdn, missingForMedia } from "./platform/media.ts";
import { createOperatorSessions, endpointsOf, hasOperatorSessions } from "./platform/operator-sessions.ts";
import { perZone, prefixOf, tagsOf } from "./platform/names.ts";
import { createDocumentAccess, createDocumentStore } from "./platform/document-store.ts";
import { createDatabase, createPostgresAccess } from "./platform/postgres.ts";
import {
  boundSecrets,
  catalogueOf,
  dataKeyPurposes,
  manualSecrets,
  secretsOfRoles,
  tokenKeys,
  usesSecretVariables,
} from "./platform/secrets.ts";
import { createLogShipping, createSecurityEvents } from "./platform/security.ts";
import { type WaitingWorkload, createWorkloads } from "./platform/workloads.ts";

/** What a stack tells its operators. Never a credential. */
export interface PlatformOutputs {
  readonly clusterName: pulumi.Output<string>;
  readonly namespace: string;
  /** Absent in a system without Postgres. */
  readonly databaseAddress?: pulumi.Output<string>;
  /** Absent in a system without a document store. */
  readonly documentStoreAddress?: pulumi.Output<string>;
  readonly natAddresses: pulumi.Output<string[]>;
  readonly certificateArn: pulumi.Output<string>;
  /** Records to write by hand where a zone is validated outside. */
  readonly externalRecords: Dns["externalRecords"];
  /** Where hosts in such zones have to point; none before the records above exist. */
  readonly externalAliases: readonly ExternalAlias[];
  /** What is described and not made yet, and what it waits for. */
  readonly waiting: readonly WaitingWorkload[];
}

/**
 * One platform from one description. It reads the settings and nothing else: which environment this is, it
 * learns from them, and it never sees the name of a stack.
 */
export function buildPlatform(settings: Settings): PlatformOutputs {
  const { region, accountId, system, environment } = settings;
  const tags = tagsOf(settings);
  const prefix = prefixOf(settings);
  const place = { region, accountId, tags };
  const namespaceName = system;

  // The key of what is served names the distributions, which can only be made at the end.
  const distributions = late<string[]>();
  const served = isEdgeReady(settings) ? contentDistributions(settings) : 0;
  const keys = new Keys("keys", {
    ...place,
    ...(served > 0 && {
      cloudFrontDistributionArns: Array.from({ length: served }, (_, index) =>
        distributions.value.apply((arns) => arns[index] as string),
      ),
    }),
    ...dataKeyPurposes(settings),
    ...(hasOperatorSessions(settings) && { operatorSessions: true }),
    system,
    environment,
    ...(settings.backup.copyRegion !== undefined && { copyRegion: settings.backup.copyRegion }),
    deletionWindowDays: settings.keys.deletionWindowDays,
    rotationPeriodDays: settings.keys.rotationPeriodDays,
  });
  const notifications = createNotifications(settings, keys);
  const audit = new Audit("audit", {
    ...place,
    prefix,
    accessLogRetentionDays: settings.audit.accessLogRetentionDays,
    trail: { logGroupName: ACCOUNT_TRAIL_LOG_GROUP, topicArn: notifications.topicArns.home },
  });
  const network = new Network("network", {
    ...place,
    cidr: settings.network.cidr,
    availabilityZones: settings.network.availabilityZones,
    natGateways: settings.network.natGateways,
    interfaceEndpoints: endpointsOf(settings),
    flowLogRetentionDays: settings.network.flowLogRetentionDays,
    ...(settings.network.runner !== undefined && { runner: settings.network.runner }),
    logsKeyArn: keys.logs.arn,
  });
  const dns = new Dns("dns", {
    ...place,
    zones: Object.values(settings.domains).map(({ name, hostedZoneId, validation }) => ({
      name,
      hostedZoneId,
      validation,
    })),
    externalRecordsExist: isEdgeReady(settings),
    hosts: publicHosts(settings),
    logsUsEast1KeyArn: keys.logsUsEast1.arn,
    queryLogRetentionDays: settings.audit.auditLogRetentionDays,
    caaIssuers: settings.edge.caa,
  });

  const database = createDatabase(settings, network, keys);
  const documents = createDocumentStore(settings, network, keys);
  const caches = new Caches("caches", {
    ...place,
    prefix,
    vpcId: network.vpcId,
    subnetIds: perZone(settings, network.dataSubnetIds),
    kmsKeyArn: keys.data.arn,
    secretsKeyArn: keys.secrets.arn,
    logsKeyArn: keys.logs.arn,
    logRetentionDays: settings.observability.logRetentionDays,
    stores: settings.caches.stores,
    users: settings.caches.users,
    engineVersion: settings.caches.engineVersion,
    snapshotWindow: settings.caches.snapshotWindow,
    maintenanceWindow: settings.caches.maintenanceWindow,
    secretRecoveryDays: settings.secrets.recoveryWindowDays,
  });
  const secrets = new Secrets("secrets", {
    ...place,
    prefix: `${system}/${environment}`,
    kmsKeyArn: keys.secrets.arn,
    entries: catalogueOf(settings, { namespace: namespaceName, database, documents }),
    recoveryWindowDays: settings.secrets.recoveryWindowDays,
    ...tokenKeys(settings),
  });

  const cluster = new Cluster("cluster", {
    region,
    tags,
    clusterName: prefix,
    version: settings.cluster.version,
    vpcId: network.vpcId,
    vpcCidr: network.vpcCidr,
    privateSubnetIds: network.privateSubnetIds,
    clusterSecretsKeyArn: keys.secrets.arn,
    volumeKeyArn: keys.data.arn,
    logsKeyArn: keys.logs.arn,
    logRetentionDays: settings.cluster.logRetentionDays,
    applicationLogRetentionDays: settings.observability.logRetentionDays,
    endpoint: settings.cluster.endpoint,
    access: settings.cluster.access,
    workloadNamespaces: [namespaceName],
    serviceCidr: settings.cluster.serviceCidr,
    nodes: settings.cluster.nodes,
    alarmActions: [notifications.topicArns.home],
    addOns: { syncSecrets: usesSecretVariables(settings), secretPollMinutes: settings.secrets.pollMinutes },
  });
  const namespace = new Namespace(
    "namespace",
    { name: namespaceName, podSecurityVersion: `v${settings.cluster.version}`, quota: settings.cluster.quota, tags },
    { provider: cluster.provider, dependsOn: cluster.ready },
  );
  // Nothing waits for it: what this program makes, the pack has judged. The engine (3.232) walks every path of a
  // protected resource's dependencies when it refuses a destroy; two dozen more edges on each object take minutes.
  createAdmission(settings, cluster);
  // Nothing waits for it either: what is written before it runs, it reads from the nodes' files later.
  createLogShipping(settings, cluster, network);
  const scraping = scraperCidrsOf(settings, network);
  const inCluster = { provider: cluster.provider, dependsOn: [...cluster.ready, ...namespace.ready] };

  const pods = {
    ...place,
    vpcId: network.vpcId,
    clusterName: cluster.clusterName,
    clusterArn: cluster.clusterArn,
    clusterSecurityGroupId: cluster.clusterSecurityGroupId,
    namespace: namespaceName,
    serverCidrs: pulumi.output(network.dataTierCidr).apply((cidr) => [cidr]),
    secretsKeyArn: keys.secrets.arn,
  };
  const postgres = createPostgresAccess(settings, database, secretsOfRoles(settings, secrets), {
    pods,
    inCluster,
    ...scraping,
  });
  const documentAccess = createDocumentAccess(settings, documents, secrets, { pods, inCluster });

  const rotation = new Rotation("rotation", {
    ...place,
    prefix,
    vpcId: network.vpcId,
    subnetIds: perZone(settings, network.privateSubnetIds),
    awsApi: {
      kind: "endpoints",
      securityGroupId: network.endpointSecurityGroupId,
      services: settings.network.interfaceEndpoints,
    },
    secretsKeyArn: keys.secrets.arn,
    logsKeyArn: keys.logs.arn,
    logRetentionDays: settings.audit.auditLogRetentionDays,
    rotationPeriodDays: settings.secrets.rotationPeriodDays,
    ...postgres.rotation,
    caches: caches.users,
    manualSecrets: manualSecrets(settings, secrets),
  });

  const media = createMedia(settings, {
    pods,
    inCluster,
    ...scraping,
    keys,
    distributionArns:
      hasMediaCdn(settings) && isEdgeReady(settings)
        ? [distributions.value.apply((arns) => arns.at(-1) as string)]
        : [],
    accessLogBucket: audit.accessBucket,
  });
  const bound = boundSecrets(settings, secrets.entries, caches);
  const { made, waiting } = createWorkloads({
    settings,
    namespace: namespaceName,
    database,
    caches,
    provider: cluster.provider,
    ready: [...inCluster.dependsOn, ...(postgres.pooler?.ready ?? []), ...documentAccess.ready],
    cluster: pods,
    secretsKeyArn: keys.secrets.arn,
    dataKeyArn: keys.data.arn,
    secrets: bound,
    serverCidrs: pods.serverCidrs,
    loadBalancerCidrs: pulumi.output(network.privateTierCidr).apply((cidr) => [cidr]),
    servers: {
      ...(database !== undefined && { database: database.connection }),
      ...(documents !== undefined && { "document-store": documents.connection }),
      state: caches.stores.state.connection,
      ...(caches.stores.cache !== undefined && { cache: caches.stores.cache.connection }),
    },
    media,
    scraperCidrs: scraping.scraperCidrs,
    missing: { ...postgres.missing, ...documentAccess.missing },
  });

  const operatorSessions = createOperatorSessions(settings, { keys, network, database, caches, secrets: bound });

  const edge = isEdgeReady(settings)
    ? createEdge({
        settings,
        keys,
        dns,
        network,
        cluster,
        namespace: namespaceName,
        privateSubnetIds: perZone(settings, network.privateSubnetIds),
        workloads: made,
        inCluster,
        accessLogBucket: audit.accessBucket,
        ...(media !== undefined && { mediaDomainName: media.serving.regionalDomainName }),
      })
    : undefined;
  distributions.give(edge === undefined ? [] : pulumi.all([...edge.distributionArns]));

  const backup = createBackup(settings, {
    keys,
    database,
    documents,
    buckets: [edge?.site?.bucketArn, media?.serving.arn].filter((arn) => arn !== undefined),
    vpcId: network.vpcId,
    dataSubnetIds: perZone(settings, network.dataSubnetIds),
  });

  const security = createSecurityEvents(settings, { notifications, cluster, edge, workloads: made });
  createAlarms(settings, {
    notifications,
    audit,
    database,
    documents,
    caches,
    dns,
    backup,
    rotation,
    cluster,
    security,
    operatorSessions,
    natGatewayIds: network.natGatewayIds,
    media,
    edge,
  });
  createDashboards(settings, {
    cluster,
    natGatewayIds: network.natGatewayIds,
    caches,
    database,
    hasPooler: postgres.pooler !== undefined,
    documents,
    media,
    edge,
  });

  createMetrics(settings, {
    keys,
    network,
    cluster,
    namespace: namespaceName,
    topicArn: notifications.topicArns.home,
    pooler: postgres.pooler,
    media,
    workloads: made,
  });

  return {
    clusterName: cluster.clusterName,
    namespace: namespaceName,
    ...(database !== undefined && { databaseAddress: database.address }),
    ...(documents !== undefined && { documentStoreAddress: documents.address }),
    natAddresses: network.natPublicIps,
    certificateArn: dns.certificateArn,
    externalRecords: dns.externalRecords,
    externalAliases: edge?.externalAliases ?? [],
    waiting: [...waiting, ...waitingEdge(settings)],
  };
}

/** Parts of the edge that the settings describe and cannot have yet. */
function waitingEdge(settings: Settings): WaitingWorkload[] {
  if (!isEdgeReady(settings))
    return [{ workload: "edge", for: ["records in zones that others look after (domains.<name>.recordsExist)"] }];
  const missing = missingForMedia(settings);
  return missing.length === 0 ? [] : [{ workload: "media", for: missing }];
}
