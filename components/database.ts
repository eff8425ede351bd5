import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Connection } from "./_connections.ts";
import type { DatabaseArgs } from "./_database-args.ts";
import { checkDatabase } from "./_database-checks.ts";
import { databaseParameters } from "./_database-parameters.ts";
import { observeDatabase } from "./_database-observation.ts";
import { after, childOptions } from "./_options.ts";
import { defaultMaxConnections } from "./_rds-classes.ts";
import { type Tags, namedTags, tagsFor } from "./_tags.ts";

export type { DatabaseArgs } from "./_database-args.ts";

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

    const logTypes = ["postgresql", "upgrade", ...(iamAuthentication ? ["iam-db-auth-error"] : [])];
    const observed = observeDatabase(
      name,
      { region, accountId, identifier, logTypes, logsKeyArn: args.logsKeyArn, logRetentionDays, protect, tags },
      child,
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
        monitoringRoleArn: observed.monitoringRoleArn,
        databaseInsightsMode: insights,
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: args.kmsKeyArn,
        // The only retention that the advanced mode accepts, and the one that costs nothing.
        performanceInsightsRetentionPeriod: insights === "advanced" ? 465 : 7,
        tags: tagsFor("database", tags),
      },
      { ...after(child, observed.ready), protect },
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
