import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Connection } from "./_connections.ts";
import { type DatabaseVersion, checkDatabase } from "./_database-checks.ts";
import { type AuditClass, databaseParameters } from "./_database-parameters.ts";
import { assumeRolePolicy, fromAccount } from "./_iam.ts";
import { after, childOptions } from "./_options.ts";
import { defaultMaxConnections } from "./_rds-classes.ts";
import { type Tags, namedTags, tagsFor } from "./_tags.ts";

export interface DatabaseArgs {
  /** Region of everything but the replicated backups. */
  readonly region: string;
  /** Account that the database is made in; the trust of its monitoring role names it. */
  readonly accountId: string;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of the data tier, in at least two zones. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Key of the storage, its snapshots and Performance Insights. Another key replaces the database. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Key of the master user's secret. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Key of the log groups. */
  readonly logsKeyArn: pulumi.Input<string>;

  /** For example `db.m7g.large`; one of `RDS_INSTANCE_CLASSES`. */
  readonly instanceClass: string;
  /** First size of the gp3 storage, 20 to 65536 GiB. */
  readonly allocatedStorageGib: number;
  /** Size up to which RDS grows the storage by itself, at least a tenth more than the first. @default it does not grow */
  readonly maxAllocatedStorageGib?: number;
  /** From 400 GiB on, together with the throughput: 12000 to 64000. @default what gp3 includes */
  readonly storageIops?: number;
  /** From 400 GiB on, together with the IOPS: 500 to 4000 MiB/s, at most a quarter of the IOPS. @default what gp3 includes */
  readonly storageThroughputMibps?: number;
  /** A standby in another zone that takes over within a minute or two. @default true */
  readonly multiAz?: boolean;
  /** `DUAL` needs subnets with IPv6 ranges. @default "IPV4" */
  readonly networkType?: "IPV4" | "DUAL";

  /** Major version; RDS chooses and upgrades the minor. @default "17" */
  readonly engineVersion?: DatabaseVersion;
  /**
   * Allows a change of `engineVersion` to a later major. Set it for that deployment alone, with `applyImmediately`: the parameter
   * group of the old major cannot go before the instance has left it.
   *
   * @default false
   */
  readonly allowMajorVersionUpgrade?: boolean;
  /** Makes changes that need a restart at once instead of in the maintenance window. @default false */
  readonly applyImmediately?: boolean;
  /** Authority of the server's certificate. @default "rds-ca-rsa2048-g1", which every client accepts */
  readonly caCertIdentifier?: "rds-ca-rsa2048-g1" | "rds-ca-rsa4096-g1" | "rds-ca-ecc384-g1";
  /** Name of the master user, whose password RDS makes, keeps and rotates. Another name replaces the database. @default "rampart" */
  readonly masterUsername?: string;
  /** Lets people and jobs log in with short-lived IAM tokens, where a role is granted `rds_iam`. @default true */
  readonly iamAuthentication?: boolean;

  /** `max_connections`. @default RDS's by class, of which `defaultMaxConnections` gives a safe estimate */
  readonly maxConnections?: number;
  /** Statements that take longer are logged with their text. @default 1000 */
  readonly slowStatementMilliseconds?: number;
  /** A session that idles in a transaction for longer is ended. @default 300 */
  readonly idleInTransactionTimeoutSeconds?: number;
  /** Classes of statements that pgaudit records. Not empty, it needs the extension `pgaudit` in each database. @default [] */
  readonly auditClasses?: readonly AuditClass[];

  /** Days of point-in-time recovery, 1 to 35. @default 35 */
  readonly backupRetentionDays?: number;
  /** Copies the automated backups to another region, encrypted with a key there. @default none */
  readonly backupReplication?: {
    readonly region: string;
    readonly kmsKeyArn: pulumi.Input<string>;
    /** 1 to 35. @default `backupRetentionDays` */
    readonly retentionDays?: number;
  };
  /** Daily, in UTC. @default "02:00-03:00" */
  readonly backupWindow?: string;
  /** Weekly, in UTC; must not meet the backup window. @default "sun:03:30-sun:04:30" */
  readonly maintenanceWindow?: string;

  /** @default 365 */
  readonly logRetentionDays?: number;
  /** Of the operating system's metrics: 1, 5, 10, 15, 30 or 60. @default 60 */
  readonly monitoringIntervalSeconds?: number;
  /** `advanced` keeps 15 months of load analysis instead of seven days, at a price per vCPU. @default "standard" */
  readonly insights?: "standard" | "advanced";

  /** RDS refuses to delete the instance while this is set. @default true */
  readonly deletionProtection?: boolean;
  /** Pulumi refuses to delete or replace it. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

const PORT = 5432;

/**
 * A Postgres server on RDS in the data tier.
 *
 * Guarantees: encrypted with the given keys at rest and with TLS 1.2 or later in transit; SCRAM only; a master password that this
 * program never sees; no public address; nobody reaches it until `allowFrom` or a pod security group names them; backups on, kept
 * when the instance is deleted, and a final snapshot under a name of its own; engine logs in encrypted log groups.
 *
 * It makes no databases and no roles: see `DatabaseBootstrap`.
 *
 * @throws If an argument is outside what RDS accepts; the message names it and what is allowed.
 *
 * @example
 * const database = new Database("main", { region, accountId, vpcId, subnetIds, kmsKeyArn, secretsKeyArn, logsKeyArn,
 *   instanceClass: "db.m7g.large", allocatedStorageGib: 100, maxAllocatedStorageGib: 500, tags });
 * database.allowFrom("rotation", rotation.securityGroupId);
 */
export class Database extends pulumi.ComponentResource {
  /** Host name, as in the server's certificate. */
  readonly address: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  /** Name of the instance in RDS; dimension of its metrics. */
  readonly identifier: pulumi.Output<string>;
  readonly instanceArn: pulumi.Output<string>;
  /** Name of the instance in IAM policies for token login, and of its stream of operating-system metrics. */
  readonly resourceId: pulumi.Output<string>;
  /** Secret with `username` and `password`, made and rotated by RDS. */
  readonly masterSecretArn: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  /** `max_connections` that surely holds: as set, else what the class offers by default. */
  readonly maxConnections: number;
  /** For the `connects` list of workloads. */
  readonly connection: Connection;

  readonly #name: string;
  readonly #region: string;
  readonly #tags: Tags;

  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, accountId, tags, engineVersion = "17", multiAz = true, networkType = "IPV4" } = args;
    const { masterUsername = "rampart", iamAuthentication = true, insights = "standard", protect = true } = args;
    const { backupRetentionDays = 35, logRetentionDays = 365, monitoringIntervalSeconds = 60 } = args;
    const { backupWindow = "02:00-03:00", maintenanceWindow = "sun:03:30-sun:04:30" } = args;
    const parameters = {
      slowStatementMilliseconds: args.slowStatementMilliseconds ?? 1000,
      idleInTransactionTimeoutSeconds: args.idleInTransactionTimeoutSeconds ?? 300,
      auditClasses: args.auditClasses ?? [],
      maxConnections: args.maxConnections,
    };
    checkDatabase(name, {
      ...parameters,
      engineVersion,
      instanceClass: args.instanceClass,
      allocatedStorageGib: args.allocatedStorageGib,
      maxAllocatedStorageGib: args.maxAllocatedStorageGib,
      storageIops: args.storageIops,
      storageThroughputMibps: args.storageThroughputMibps,
      masterUsername,
      region,
      backupRetentionDays,
      backupReplication: args.backupReplication,
      backupWindow,
      maintenanceWindow,
      logRetentionDays,
      monitoringIntervalSeconds,
    });
    super("rampart:data:Database", name, {}, opts);
    const child = childOptions(this, opts);

    // A new suffix for whatever replaces the instance, so that it never meets its predecessor's name, logs or final snapshot.
    const suffix = new random.RandomId(
      `${name}-suffix`,
      { byteLength: 4, keepers: { kmsKeyArn: args.kmsKeyArn, masterUsername } },
      child,
    );
    const identifier = pulumi.interpolate`${name}-${suffix.hex}`;

    const subnetGroup = new aws.rds.SubnetGroup(
      `${name}-subnets`,
      {
        region,
        subnetIds: args.subnetIds,
        description: `Data tier for ${name}`,
        tags: tagsFor("database", tags),
      },
      child,
    );
    const securityGroup = new aws.ec2.SecurityGroup(
      `${name}-security-group`,
      {
        region,
        vpcId: args.vpcId,
        description: `Postgres ${name}`,
        tags: namedTags("database", `${name}-database`, tags),
      },
      child,
    );
    const parameterGroup = new aws.rds.ParameterGroup(
      `${name}-parameters`,
      {
        region,
        family: `postgres${engineVersion}`,
        description: `Postgres ${engineVersion} for ${name}`,
        parameters: databaseParameters(parameters).map((parameter) => ({ ...parameter })),
        tags: tagsFor("database", tags),
      },
      child,
    );

    const monitoringRole = new aws.iam.Role(
      `${name}-monitoring-role`,
      {
        description: `Enhanced monitoring of ${name}`,
        assumeRolePolicy: assumeRolePolicy(
          "monitoring.rds.amazonaws.com",
          fromAccount(accountId, pulumi.interpolate`arn:aws:rds:${region}:${accountId}:db:${identifier}`),
        ),
        tags: tagsFor("database", tags),
      },
      child,
    );
    const monitoringPolicy = new aws.iam.RolePolicyAttachment(
      `${name}-monitoring-policy`,
      {
        role: monitoringRole.name,
        policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
      },
      child,
    );

    const logTypes = ["postgresql", "upgrade", ...(iamAuthentication ? ["iam-db-auth-error"] : [])];
    const logGroups = logTypes.map(
      (type) =>
        // Before the instance: RDS makes groups that nobody encrypts and that never expire.
        new aws.cloudwatch.LogGroup(
          `${name}-log-${type}`,
          {
            region,
            name: pulumi.interpolate`/aws/rds/instance/${identifier}/${type}`,
            kmsKeyId: args.logsKeyArn,
            retentionInDays: logRetentionDays,
            deletionProtectionEnabled: protect,
            tags: tagsFor("database", tags),
          },
          { ...child, protect },
        ),
    );

    const instance = new aws.rds.Instance(
      `${name}-instance`,
      {
        region,
        identifier,
        engine: "postgres",
        engineVersion,
        // Extended support multiplies the price: RDS upgrades the major instead, when its standard support ends.
        engineLifecycleSupport: "open-source-rds-extended-support-disabled",
        autoMinorVersionUpgrade: true,
        allowMajorVersionUpgrade: args.allowMajorVersionUpgrade ?? false,
        applyImmediately: args.applyImmediately ?? false,
        parameterGroupName: parameterGroup.name,

        instanceClass: args.instanceClass,
        multiAz,
        storageType: "gp3",
        allocatedStorage: args.allocatedStorageGib,
        ...(args.maxAllocatedStorageGib !== undefined && { maxAllocatedStorage: args.maxAllocatedStorageGib }),
        ...(args.storageIops !== undefined && { iops: args.storageIops }),
        ...(args.storageThroughputMibps !== undefined && { storageThroughput: args.storageThroughputMibps }),
        storageEncrypted: true,
        kmsKeyId: args.kmsKeyArn,

        port: PORT,
        publiclyAccessible: false,
        networkType,
        dbSubnetGroupName: subnetGroup.name,
        vpcSecurityGroupIds: [securityGroup.id],
        caCertIdentifier: args.caCertIdentifier ?? "rds-ca-rsa2048-g1",

        username: masterUsername,
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: args.secretsKeyArn,
        iamDatabaseAuthenticationEnabled: iamAuthentication,

        backupRetentionPeriod: backupRetentionDays,
        backupWindow,
        maintenanceWindow,
        copyTagsToSnapshot: true,
        deleteAutomatedBackups: false,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: pulumi.interpolate`${identifier}-final`,
        deletionProtection: args.deletionProtection ?? true,

        enabledCloudwatchLogsExports: logTypes,
        monitoringInterval: monitoringIntervalSeconds,
        monitoringRoleArn: monitoringRole.arn,
        databaseInsightsMode: insights,
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: args.kmsKeyArn,
        // The only retention that the advanced mode accepts, and the one that costs nothing.
        performanceInsightsRetentionPeriod: insights === "advanced" ? 465 : 7,
        tags: tagsFor("database", tags),
      },
      { ...after(child, [monitoringPolicy, ...logGroups]), protect },
    );

    if (args.backupReplication !== undefined) {
      replicateBackups(
        name,
        instance,
        { retentionDays: backupRetentionDays, ...args.backupReplication },
        { ...child, protect },
      );
    }

    this.#name = name;
    this.#region = region;
    this.#tags = tags;
    this.address = instance.address;
    this.port = pulumi.output(PORT);
    this.identifier = instance.identifier;
    this.instanceArn = instance.arn;
    this.resourceId = instance.resourceId;
    this.masterSecretArn = instance.masterUserSecrets.apply(masterSecret);
    this.securityGroupId = securityGroup.id;
    this.maxConnections = args.maxConnections ?? defaultMaxConnections(args.instanceClass) ?? 0;
    this.connection = { name: "database", to: { kind: "securityGroup", id: securityGroup.id }, port: PORT };
    this.registerOutputs({
      address: this.address,
      port: this.port,
      identifier: this.identifier,
      instanceArn: this.instanceArn,
      resourceId: this.resourceId,
      masterSecretArn: this.masterSecretArn,
      securityGroupId: this.securityGroupId,
    });
  }

  /**
   * Opens the Postgres port to the members of a security group that is not a pod's, such as the rotation Lambda's.
   *
   * @param name Who they are; unique for this database, part of a child's name.
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
        tags: tagsFor("database", this.#tags),
      },
      { parent: this },
    );
  }
}

function masterSecret(secrets: readonly { readonly secretArn: string }[]): string {
  const [secret] = secrets;
  if (secret === undefined) throw new Error("RDS reports no master user secret; is the password managed by RDS?");
  return secret.secretArn;
}

function replicateBackups(
  name: string,
  instance: aws.rds.Instance,
  to: { readonly region: string; readonly kmsKeyArn: pulumi.Input<string>; readonly retentionDays: number },
  opts: pulumi.CustomResourceOptions,
): aws.rds.InstanceAutomatedBackupsReplication {
  return new aws.rds.InstanceAutomatedBackupsReplication(
    `${name}-backup-replication`,
    // The region is the one that receives the backups.
    { region: to.region, sourceDbInstanceArn: instance.arn, kmsKeyId: to.kmsKeyArn, retentionPeriod: to.retentionDays },
    opts,
  );
}
