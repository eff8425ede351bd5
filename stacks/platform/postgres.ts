import type * as pulumi from "@pulumi/pulumi";
import { DatabaseBootstrap } from "../../components/database-bootstrap.ts";
import { Database } from "../../components/database.ts";
import type { Keys } from "../../components/keys.ts";
import type { Network } from "../../components/network.ts";
import { Pooler } from "../../components/pooler.ts";
import type { RotationArgs } from "../../components/rotation.ts";
import { selectorFor } from "../../components/_labels.ts";
import type { Settings } from "../settings.ts";
import { directConnections, poolEntries } from "../settings/connections.ts";
import { type PodGround, POOLER, tagsOf } from "./names.ts";

/** The Postgres server, for systems that have one. */
export function createDatabase(settings: Settings, network: Network, keys: Keys): Database | undefined {
  const { database, region, accountId } = settings;
  if (database === undefined) return undefined;
  const replication = database.backupReplication;
  return new Database("database", {
    region,
    accountId,
    tags: tagsOf(settings),
    vpcId: network.vpcId,
    subnetIds: network.dataSubnetIds,
    kmsKeyArn: keys.data.arn,
    secretsKeyArn: keys.secrets.arn,
    logsKeyArn: keys.logs.arn,
    engineVersion: database.engineVersion,
    // The group of parameters belongs to one major version, so that both have to change together and now.
    ...(database.majorUpgrade && { allowMajorVersionUpgrade: true, applyImmediately: true }),
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
  });
}

/** What logs in to Postgres inside the cluster: the Job that makes its roles, and PgBouncer. */
export interface PostgresAccess {
  readonly pooler: Pooler | undefined;
  /** For the rotation function; absent while the roles are not made. */
  readonly rotation: Pick<RotationArgs, "rotateAfter" | "database">;
  /** What workloads that connect wait for, by what they connect to. */
  readonly missing: Readonly<Record<string, string>>;
}

/** Nothing for a system without Postgres. */
export function createPostgresAccess(
  settings: Settings,
  database: Database | undefined,
  /** Secret of each role, by the role's name. */
  roleSecretArns: Readonly<Record<string, pulumi.Output<string>>>,
  ground: PodGround,
): PostgresAccess {
  if (settings.database === undefined || database === undefined) {
    return { pooler: undefined, rotation: {}, missing: {} };
  }
  const { bootstrapImage, databases, roles } = settings.database;
  if (bootstrapImage === undefined) {
    const missing = "database.bootstrapImage";
    return { pooler: undefined, rotation: {}, missing: { database: missing, pooler: missing } };
  }
  const server = { address: database.address, port: 5432, securityGroupId: database.securityGroupId };
  const bootstrap = new DatabaseBootstrap(
    "database-bootstrap",
    {
      ...ground.pods,
      server,
      image: bootstrapImage,
      masterSecretArn: database.masterSecretArn,
      roleSecretArns,
      databases,
      roles,
    },
    ground.inCluster,
  );
  const pooler = createPooler(settings, database, server, roleSecretArns, bootstrap, ground);
  return {
    pooler,
    rotation: {
      // Roles are made by the bootstrap: before it there is nothing to rotate.
      rotateAfter: bootstrap.ready,
      database: {
        address: database.address,
        port: database.port,
        securityGroupId: database.securityGroupId,
        masterSecretArn: database.masterSecretArn,
        caBundle: "lambda-runtime",
        roles: Object.fromEntries(
          Object.entries(roleSecretArns).map(([role, secretArn]) => [
            role,
            { secretArn, database: roles[role]?.database ?? role },
          ]),
        ),
      },
    },
    missing: pooler === undefined ? { pooler: missingForPooler(settings) } : {},
  };
}

function missingForPooler({ pooler }: Settings): string {
  return pooler.image === undefined ? "pooler.image" : "pooler.exporterImage";
}

/** PgBouncer, once its images are known and the roles it lets in exist. */
function createPooler(
  settings: Settings,
  database: Database,
  server: ConstructorParameters<typeof Pooler>[1]["server"],
  roleSecretArns: Readonly<Record<string, pulumi.Output<string>>>,
  bootstrap: DatabaseBootstrap,
  { pods, inCluster, scraperCidrs }: PodGround,
): Pooler | undefined {
  const { image, exporterImage } = settings.pooler;
  if (settings.database === undefined || image === undefined || exporterImage === undefined) return undefined;
  const { roles } = settings.database;
  const clients = Object.entries(settings.workloads).filter(([, { connects }]) => connects.includes("pooler"));
  return new Pooler(
    "pooler",
    {
      ...pods,
      server,
      service: POOLER,
      image,
      exporterImage,
      maxConnections: database.maxConnections,
      directConnections: directConnections(settings.database),
      databases: poolEntries({ database: settings.database, pooler: settings.pooler }),
      userSecretArns: Object.fromEntries(
        Object.entries(roleSecretArns).filter(([role]) => roles[role]?.via === "pooler"),
      ),
      clients: clients.map(([name]) => ({ namespace: pods.namespace, matchLabels: selectorFor({ name }) })),
      ...(scraperCidrs !== undefined && { scraperCidrs }),
      replicas: settings.pooler.replicas,
      maxClientConnections: settings.pooler.maxClientConnections,
      idleTransactionTimeoutSeconds: settings.pooler.idleTransactionTimeoutSeconds,
      drainSeconds: settings.pooler.drainSeconds,
    },
    { provider: inCluster.provider, dependsOn: [...inCluster.dependsOn, ...bootstrap.ready] },
  );
}
