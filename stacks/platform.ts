import * as pulumi from "@pulumi/pulumi";
import { Caches } from "../components/caches.ts";
import { Cluster } from "../components/cluster.ts";
import { DatabaseBootstrap } from "../components/database-bootstrap.ts";
import { Database } from "../components/database.ts";
import { Dns } from "../components/dns.ts";
import { Keys } from "../components/keys.ts";
import { Namespace } from "../components/namespace.ts";
import { Network } from "../components/network.ts";
import { Pooler } from "../components/pooler.ts";
import { Rotation } from "../components/rotation.ts";
import { Secrets } from "../components/secrets.ts";
import { selectorFor } from "../components/_labels.ts";
import type { Settings } from "./settings.ts";
import { directConnections, poolEntries } from "./settings/connections.ts";
import { createBackup } from "./platform/backup.ts";
import { hostsOf } from "./platform/facts.ts";
import { POOLER, prefixOf, tagsOf } from "./platform/names.ts";
import { boundSecrets, catalogueOf } from "./platform/secrets.ts";
import { type WaitingWorkload, createWorkloads } from "./platform/workloads.ts";

/** What a stack tells its operators. Never a credential. */
export interface PlatformOutputs {
  readonly clusterName: pulumi.Output<string>;
  readonly namespace: string;
  readonly databaseAddress: pulumi.Output<string>;
  readonly natAddresses: pulumi.Output<string[]>;
  readonly certificateArn: pulumi.Output<string>;
  /** Records to write by hand where a zone is validated outside. */
  readonly externalRecords: Dns["externalRecords"];
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

  const keys = new Keys("keys", {
    ...place,
    system,
    environment,
    ...(settings.backup.copyRegion !== undefined && { copyRegion: settings.backup.copyRegion }),
    deletionWindowDays: settings.keys.deletionWindowDays,
    rotationPeriodDays: settings.keys.rotationPeriodDays,
  });
  const network = new Network("network", {
    ...place,
    cidr: settings.network.cidr,
    availabilityZones: settings.network.availabilityZones,
    natGateways: settings.network.natGateways,
    interfaceEndpoints: settings.network.interfaceEndpoints,
    flowLogRetentionDays: settings.network.flowLogRetentionDays,
    ...(settings.network.runner !== undefined && { runner: settings.network.runner }),
    logsKeyArn: keys.logs.arn,
  });
  const dns = new Dns("dns", {
    ...place,
    zones: Object.values(settings.domains),
    hosts: publicHosts(settings),
    logsUsEast1KeyArn: keys.logsUsEast1.arn,
    queryLogRetentionDays: settings.audit.auditLogRetentionDays,
    caaIssuers: settings.edge.caa,
  });

  const database = new Database("database", {
    ...place,
    vpcId: network.vpcId,
    subnetIds: network.dataSubnetIds,
    kmsKeyArn: keys.data.arn,
    secretsKeyArn: keys.secrets.arn,
    logsKeyArn: keys.logs.arn,
    ...databaseSettings(settings, keys),
  });
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
    entries: catalogueOf(settings, { namespace: namespaceName, database }),
    recoveryWindowDays: settings.secrets.recoveryWindowDays,
    ...tokenKeys(settings),
  });

  createBackup(settings, {
    keys,
    database,
    vpcId: network.vpcId,
    dataSubnetIds: perZone(settings, network.dataSubnetIds),
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
    endpoint: settings.cluster.endpoint,
    access: settings.cluster.access,
    workloadNamespaces: [namespaceName],
    serviceCidr: settings.cluster.serviceCidr,
    nodes: settings.cluster.nodes,
    addOns: { syncSecrets: usesSecretVariables(settings), secretPollMinutes: settings.secrets.pollMinutes },
  });
  const namespace = new Namespace(
    "namespace",
    { name: namespaceName, podSecurityVersion: `v${settings.cluster.version}`, quota: settings.cluster.quota, tags },
    { provider: cluster.provider, dependsOn: cluster.ready },
  );
  const inCluster = { provider: cluster.provider, dependsOn: [...cluster.ready, ...namespace.ready] };

  const pods = {
    ...place,
    vpcId: network.vpcId,
    clusterName: cluster.clusterName,
    clusterArn: cluster.clusterArn,
    clusterSecurityGroupId: cluster.clusterSecurityGroupId,
    namespace: namespaceName,
    server: { address: database.address, port: 5432, securityGroupId: database.securityGroupId },
    serverCidrs: pulumi.output(network.dataTierCidr).apply((cidr) => [cidr]),
    secretsKeyArn: keys.secrets.arn,
  };
  const roleSecretArns = secretsOfRoles(settings, secrets);
  const { bootstrapImage } = settings.database;
  const bootstrap =
    bootstrapImage === undefined
      ? undefined
      : new DatabaseBootstrap(
          "database-bootstrap",
          {
            ...pods,
            image: bootstrapImage,
            masterSecretArn: database.masterSecretArn,
            roleSecretArns,
            databases: settings.database.databases,
            roles: settings.database.roles,
          },
          inCluster,
        );
  const pooler = createPooler(settings, pods, roleSecretArns, bootstrap, database, inCluster);

  new Rotation("rotation", {
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
    ...(bootstrap !== undefined && {
      // Roles are made by the bootstrap: before it there is nothing to rotate.
      rotateAfter: bootstrap.ready,
      database: {
        address: database.address,
        port: database.port,
        securityGroupId: database.securityGroupId,
        masterSecretArn: database.masterSecretArn,
        caBundle: "lambda-runtime",
        roles: mapValues(roleSecretArns, (secretArn, role) => ({
          secretArn,
          database: settings.database.roles[role]?.database ?? role,
        })),
      },
    }),
    caches: caches.users,
    manualSecrets: manualSecrets(settings, secrets),
  });

  const waiting = createWorkloads({
    settings,
    namespace: namespaceName,
    database,
    caches,
    provider: cluster.provider,
    ready: [...inCluster.dependsOn, ...(pooler?.ready ?? [])],
    cluster: pods,
    secretsKeyArn: keys.secrets.arn,
    secrets: boundSecrets(settings, secrets.entries, caches),
    serverCidrs: pods.serverCidrs,
    loadBalancerCidrs: pulumi.output(network.privateTierCidr).apply((cidr) => [cidr]),
    servers: {
      database: database.connection,
      state: caches.stores.state.connection,
      ...(caches.stores.cache !== undefined && { cache: caches.stores.cache.connection }),
    },
    missing: {
      ...(bootstrap === undefined && { database: "database.bootstrapImage" }),
      ...(pooler === undefined && { pooler: missingForPooler(settings) }),
    },
  });

  return {
    clusterName: cluster.clusterName,
    namespace: namespaceName,
    databaseAddress: database.address,
    natAddresses: network.natPublicIps,
    certificateArn: dns.certificateArn,
    externalRecords: dns.externalRecords,
    waiting,
  };
}

/** Every host that a certificate has to cover. */
function publicHosts(settings: Settings): string[] {
  const { site, media } = settings;
  return [...new Set([...hostsOf(settings), ...(site?.hosts ?? []), ...(media === undefined ? [] : [media.host])])];
}

function databaseSettings(settings: Settings, keys: Keys) {
  const { database } = settings;
  const replication = database.backupReplication;
  return {
    engineVersion: database.engineVersion,
    instanceClass: database.instanceClass,
    allocatedStorageGib: database.allocatedStorageGib,
    maxAllocatedStorageGib: database.maxAllocatedStorageGib,
    multiAz: database.multiAz,
    ...(database.maxConnections !== undefined && { maxConnections: database.maxConnections }),
    slowStatementMilliseconds: database.slowStatementMilliseconds,
    idleInTransactionTimeoutSeconds: database.idleInTransactionTimeoutSeconds,
    backupRetentionDays: database.backupRetentionDays,
    ...(replication !== undefined &&
      keys.backupCopy !== undefined && {
        backupReplication: { region: replication.region, kmsKeyArn: keys.backupCopy.arn },
      }),
    backupWindow: database.backupWindow,
    maintenanceWindow: database.maintenanceWindow,
    deletionProtection: database.deletionProtection,
    logRetentionDays: database.logRetentionDays,
  };
}

function tokenKeys({ tokens }: Settings) {
  if (tokens?.refresh === undefined) return {};
  return { tokenKeys: { access: tokens.access.secret, refresh: tokens.refresh.secret } };
}

function usesSecretVariables({ workloads }: Settings): boolean {
  return Object.values(workloads).some(({ secrets }) => Object.keys(secrets).length > 0);
}

/** The secret of each database role, by the role's name. */
function secretsOfRoles(settings: Settings, secrets: Secrets): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    Object.entries(settings.secrets.entries).flatMap(([name, entry]) => {
      const reference = secrets.entries[name];
      if (entry.kind !== "rotated" || !("databaseRole" in entry.owner) || reference === undefined) return [];
      return [[entry.owner.databaseRole, reference.arn]];
    }),
  );
}

/** Secrets that people rotate: the function tells their age. */
function manualSecrets(settings: Settings, secrets: Secrets) {
  return Object.fromEntries(
    Object.entries(settings.secrets.entries).flatMap(([name, entry]) => {
      const reference = secrets.entries[name];
      const byHand = entry.kind === "generated" || (entry.kind === "supplied" && entry.supplied);
      if (!byHand || reference === undefined) return [];
      return [[name, { arn: reference.arn, maxAgeDays: entry.rotation.maxAgeDays }]];
    }),
  );
}

function missingForPooler({ pooler, database }: Settings): string {
  if (database.bootstrapImage === undefined) return "database.bootstrapImage";
  return pooler.image === undefined ? "pooler.image" : "pooler.exporterImage";
}

/** PgBouncer, once its images are known and the roles it lets in exist. */
function createPooler(
  settings: Settings,
  pods: Omit<
    ConstructorParameters<typeof Pooler>[1],
    "image" | "exporterImage" | "maxConnections" | "directConnections" | "databases" | "userSecretArns" | "clients"
  >,
  roleSecretArns: Readonly<Record<string, pulumi.Output<string>>>,
  bootstrap: DatabaseBootstrap | undefined,
  database: Database,
  inCluster: { readonly provider: pulumi.ProviderResource; readonly dependsOn: readonly pulumi.Resource[] },
): Pooler | undefined {
  const { image, exporterImage } = settings.pooler;
  if (bootstrap === undefined || image === undefined || exporterImage === undefined) return undefined;
  const pooled = (role: string): boolean => settings.database.roles[role]?.via === "pooler";
  const clients = Object.entries(settings.workloads).filter(([, { connects }]) => connects.includes("pooler"));
  return new Pooler(
    "pooler",
    {
      ...pods,
      service: POOLER,
      image,
      exporterImage,
      maxConnections: database.maxConnections,
      directConnections: directConnections(settings.database),
      databases: poolEntries(settings),
      userSecretArns: Object.fromEntries(Object.entries(roleSecretArns).filter(([role]) => pooled(role))),
      clients: clients.map(([name]) => ({ namespace: pods.namespace, matchLabels: selectorFor({ name }) })),
      replicas: settings.pooler.replicas,
      maxClientConnections: settings.pooler.maxClientConnections,
      idleTransactionTimeoutSeconds: settings.pooler.idleTransactionTimeoutSeconds,
      drainSeconds: settings.pooler.drainSeconds,
    },
    { provider: inCluster.provider, dependsOn: [...inCluster.dependsOn, ...bootstrap.ready] },
  );
}

/** The ids of a tier one by one: there are as many as zones. */
function perZone({ network }: Settings, ids: pulumi.Output<string[]>): pulumi.Output<string>[] {
  return network.availabilityZones.map((_, index) => ids.apply((all) => all[index] as string));
}

function mapValues<T, R>(object: Readonly<Record<string, T>>, change: (value: T, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
