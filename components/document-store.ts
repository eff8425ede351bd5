import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Connection } from "./_connections.ts";
import { type DocumentVersion, checkDocumentStore } from "./_document-checks.ts";
import { after, childOptions } from "./_options.ts";
import { type Tags, namedTags, tagsFor } from "./_tags.ts";

export interface DocumentStoreArgs {
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of the data tier, one in each zone. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Zones of the subnets; the instances take turns in them. */
  readonly availabilityZones: readonly string[];
  /** Key of the storage, its snapshots and Performance Insights. Another key replaces the cluster. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Key of the log groups. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** For example `db.r6g.large`; one of `DOCUMENT_INSTANCE_CLASSES`. */
  readonly instanceClass: string;
  /** One writer, the others readers that can take over, 1 to 16. @default 2 */
  readonly instances?: number;
  /** @default "8.0" */
  readonly engineVersion?: DocumentVersion;
  /** Allows a change of `engineVersion` to a later one. Set it for that deployment alone, with `applyImmediately`. @default false */
  readonly allowMajorVersionUpgrade?: boolean;
  /** Makes changes at once instead of in the maintenance window. @default false */
  readonly applyImmediately?: boolean;
  /** `iopt1` has no price per operation and a higher one for the rest. @default "standard" */
  readonly storageType?: "standard" | "iopt1";
  /** Authority of the servers' certificates. @default "rds-ca-rsa2048-g1", which every client accepts */
  readonly caCertIdentifier?: "rds-ca-rsa2048-g1" | "rds-ca-rsa4096-g1" | "rds-ca-ecc384-g1";
  /** Name of the master user, whose password DocumentDB makes, keeps and rotates. Another name replaces the cluster. @default "rampart" */
  readonly masterUsername?: string;
  /** Operations that take longer go to the profiler's log, with their command. @default 100 */
  readonly slowOperationMilliseconds?: number;
  /** Days of point-in-time recovery, 1 to 35. @default 35 */
  readonly backupRetentionDays?: number;
  /** Daily, in UTC. @default "02:00-03:00" */
  readonly backupWindow?: string;
  /** Weekly, in UTC; must not meet the backup window. @default "sun:03:30-sun:04:30" */
  readonly maintenanceWindow?: string;
  /** @default 365 */
  readonly logRetentionDays?: number;
  /** DocumentDB refuses to delete the cluster while this is set. @default true */
  readonly deletionProtection?: boolean;
  /** Pulumi refuses to delete the cluster and its logs while this is set. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

const PORT = 27_017;
const LOG_TYPES = ["audit", "profiler"] as const;

/**
 * A DocumentDB cluster in the data tier, for applications that speak MongoDB's protocol.
 *
 * Guarantees: encrypted with the given key at rest, TLS 1.2 or later or no connection at all; a master password that this program
 * never sees; no public address (DocumentDB has none); nobody reaches it until `allowFrom` or a pod security group names them; logins,
 * schema changes and slow operations in encrypted log groups; backups on, and a final snapshot under a name of its own.
 *
 * It makes no users, collections or indexes: see `DocumentBootstrap`. Server-side JavaScript (`$where`, `$function`, map-reduce) does
 * not exist in DocumentDB, which refuses the operators. Retryable writes do not exist either: clients connect with
 * `retryWrites=false`. The master secret is under the account's key of Secrets Manager, because the SDK cannot name another
 * (docs/decisions/0050-document-store.md).
 *
 * @throws If an argument is outside what DocumentDB accepts; the message names it and what is allowed.
 *
 * @example
 * const documents = new DocumentStore("documents", { region, vpcId, subnetIds, availabilityZones, kmsKeyArn, logsKeyArn,
 *   instanceClass: "db.r6g.large", tags });
 */
export class DocumentStore extends pulumi.ComponentResource {
  /** Host name of the writer, as in the certificate. Drivers learn the other members from it (replica set `rs0`). */
  readonly address: pulumi.Output<string>;
  readonly port: number;
  /** Name of the cluster in DocumentDB; dimension of its metrics. */
  readonly identifier: pulumi.Output<string>;
  /** Names of the instances; the other dimension of their metrics. */
  readonly instanceIdentifiers: readonly pulumi.Output<string>[];
  readonly clusterArn: pulumi.Output<string>;
  /** Secret with `username` and `password`, made and rotated by DocumentDB. */
  readonly masterSecretArn: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  /** Names of the log groups, by what is in them. */
  readonly logGroupNames: Readonly<Record<(typeof LOG_TYPES)[number], pulumi.Output<string>>>;
  /** For the `connects` list of workloads. */
  readonly connection: Connection;
  /** The instances: before one of them is there, nobody can log in. */
  readonly ready: pulumi.Resource[];
  readonly #name: string;
  readonly #region: string;
  readonly #tags: Tags;

  constructor(name: string, args: DocumentStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, tags, instanceClass, engineVersion = "8.0", instances = 2, protect = true } = args;
    const { masterUsername = "rampart", backupRetentionDays = 35, logRetentionDays = 365 } = args;
    const { backupWindow = "02:00-03:00", maintenanceWindow = "sun:03:30-sun:04:30" } = args;
    const { slowOperationMilliseconds = 100, availabilityZones } = args;
    checkDocumentStore(name, {
      engineVersion,
      instanceClass,
      instances,
      availabilityZones,
      region,
      masterUsername,
      backupRetentionDays,
      backupWindow,
      maintenanceWindow,
      logRetentionDays,
      slowOperationMilliseconds,
    });
    super("rampart:data:DocumentStore", name, {}, opts);
    const child = childOptions(this, opts);

    // A new suffix for whatever replaces the cluster, so that it never meets its predecessor's name, logs or final snapshot.
    const suffix = new random.RandomId(
      `${name}-suffix`,
      { byteLength: 4, keepers: { kmsKeyArn: args.kmsKeyArn, masterUsername } },
      child,
    );
    const identifier = pulumi.interpolate`${name}-${suffix.hex}`;
    const subnetGroup = new aws.docdb.SubnetGroup(
      `${name}-subnets`,
      {
        region,
        subnetIds: args.subnetIds,
        description: `Data tier for ${name}`,
        tags: tagsFor("document-store", tags),
      },
      child,
    );
    const securityGroup = new aws.ec2.SecurityGroup(
      `${name}-security-group`,
      {
        region,
        vpcId: args.vpcId,
        description: `DocumentDB ${name}`,
        tags: namedTags("document-store", `${name}-document-store`, tags),
      },
      child,
    );
    const parameterGroup = new aws.docdb.ClusterParameterGroup(
      `${name}-parameters`,
      {
        region,
        family: `docdb${engineVersion}`,
        description: `DocumentDB ${engineVersion} for ${name}`,
        parameters: documentParameters(slowOperationMilliseconds).map((parameter) => ({ ...parameter })),
        tags: tagsFor("document-store", tags),
      },
      child,
    );
    const logGroup = (type: string) =>
      // Before the cluster: DocumentDB makes groups that nobody encrypts and that never expire.
      new aws.cloudwatch.LogGroup(
        `${name}-log-${type}`,
        {
          region,
          name: pulumi.interpolate`/aws/docdb/${identifier}/${type}`,
          kmsKeyId: args.logsKeyArn,
          retentionInDays: logRetentionDays,
          deletionProtectionEnabled: protect,
          tags: tagsFor("document-store", tags),
        },
        { ...child, protect },
      );
    const logGroups = { audit: logGroup("audit"), profiler: logGroup("profiler") };

    const cluster = new aws.docdb.Cluster(
      `${name}-cluster`,
      {
        region,
        clusterIdentifier: identifier,
        engine: "docdb",
        engineVersion: `${engineVersion}.0`,
        allowMajorVersionUpgrade: args.allowMajorVersionUpgrade ?? false,
        applyImmediately: args.applyImmediately ?? false,
        dbClusterParameterGroupName: parameterGroup.name,
        dbSubnetGroupName: subnetGroup.name,
        vpcSecurityGroupIds: [securityGroup.id],
        networkType: "IPV4",
        port: PORT,
        storageType: args.storageType ?? "standard",
        storageEncrypted: true,
        kmsKeyId: args.kmsKeyArn,
        masterUsername,
        manageMasterUserPassword: true,
        backupRetentionPeriod: backupRetentionDays,
        preferredBackupWindow: backupWindow,
        preferredMaintenanceWindow: maintenanceWindow,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: pulumi.interpolate`${identifier}-final`,
        deletionProtection: args.deletionProtection ?? true,
        enabledCloudwatchLogsExports: [...LOG_TYPES],
        tags: tagsFor("document-store", tags),
      },
      { ...after(child, Object.values(logGroups)), protect },
    );
    const members = Array.from(
      { length: instances },
      (_, index) =>
        new aws.docdb.ClusterInstance(
          `${name}-instance-${index + 1}`,
          {
            region,
            clusterIdentifier: cluster.id,
            identifier: pulumi.interpolate`${identifier}-${index + 1}`,
            engine: "docdb",
            instanceClass,
            availabilityZone: availabilityZones[index % availabilityZones.length] as string,
            // The lowest tier takes over first: the neighbour of the first writer, in another zone.
            promotionTier: Math.min(index, 15),
            caCertIdentifier: args.caCertIdentifier ?? "rds-ca-rsa2048-g1",
            copyTagsToSnapshot: true,
            enablePerformanceInsights: true,
            performanceInsightsKmsKeyId: args.kmsKeyArn,
            preferredMaintenanceWindow: maintenanceWindow,
            applyImmediately: args.applyImmediately ?? false,
            tags: tagsFor("document-store", tags),
          },
          child,
        ),
    );

    this.ready = members;
    this.instanceIdentifiers = members.map(({ identifier: member }) => member);
    this.#name = name;
    this.#region = region;
    this.#tags = tags;
    this.address = cluster.endpoint;
    this.port = PORT;
    this.identifier = cluster.clusterIdentifier;
    this.clusterArn = cluster.arn;
    this.masterSecretArn = cluster.masterUserSecrets.apply(masterSecret);
    this.securityGroupId = securityGroup.id;
    this.logGroupNames = { audit: logGroups.audit.name, profiler: logGroups.profiler.name };
    this.connection = { name: "document-store", to: { kind: "securityGroup", id: securityGroup.id }, port: PORT };
    this.registerOutputs({
      address: this.address,
      port: this.port,
      identifier: this.identifier,
      clusterArn: this.clusterArn,
      masterSecretArn: this.masterSecretArn,
      securityGroupId: this.securityGroupId,
    });
  }

  /**
   * Opens the port to the members of a security group that is not a pod's.
   *
   * @param name Who they are; unique for this store, part of a child's name.
   */
  allowFrom(name: string, securityGroupId: pulumi.Input<string>): aws.vpc.SecurityGroupIngressRule {
    return new aws.vpc.SecurityGroupIngressRule(
      `${this.#name}-from-${name}`,
      {
        region: this.#region,
        securityGroupId: this.securityGroupId,
        referencedSecurityGroupId: securityGroupId,
        ipProtocol: "tcp",
        fromPort: PORT,
        toPort: PORT,
        description: `From ${name}`,
        tags: tagsFor("document-store", this.#tags),
      },
      { parent: this },
    );
  }
}

interface DocumentParameter {
  readonly name: string;
  readonly value: string;
  readonly applyMethod: "immediate" | "pending-reboot";
}

/** Parameters of the cluster. Static ones cannot be applied at once. */
export function documentParameters(slowOperationMilliseconds: number): readonly DocumentParameter[] {
  const dynamic = (name: string, value: string): DocumentParameter => ({ name, value, applyMethod: "immediate" });
  return [
    // "enabled" alone would admit TLS 1.0.
    { name: "tls", value: "tls1.2+", applyMethod: "pending-reboot" },
    // Logins, schema and user changes.
    dynamic("audit_logs", "enabled"),
    dynamic("profiler", "enabled"),
    dynamic("profiler_threshold_ms", String(slowOperationMilliseconds)),
    dynamic("profiler_sampling_rate", "1.0"),
    // Expiring indexes are how revoked tokens go away.
    dynamic("ttl_monitor", "enabled"),
  ];
}

function masterSecret(secrets: readonly { readonly secretArn: string }[]): string {
  const [secret] = secrets;
  if (secret === undefined) throw new Error("DocumentDB reports no master user secret; does it manage the password?");
  return secret.secretArn;
}
