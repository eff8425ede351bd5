import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assumeRolePolicy, fromAccount, policyDocument } from "./_iam.ts";
import { type SessionClient, assertSessions, containerDefinition } from "./_session-container.ts";
import { sessionNetwork } from "./_session-network.ts";
import { executionStatements, operatorStatements, taskStatements } from "./_session-permissions.ts";
import { childOptions } from "./_options.ts";
import { type Tags, namedTags, tagsFor } from "./_tags.ts";

/** One server that people may log in to. */
export interface OperatorSession {
  /** The client that the session starts: `psql` for PostgreSQL, `valkey-cli` for Valkey and Redis. */
  readonly client: SessionClient;
  /** Image built from `runtime/session`, pinned by digest. */
  readonly image: string;
  /** JSON secret with `username`, `password`, `host`, `port` and, for `psql`, `database`. Of a login that people share, never of an application. */
  readonly secretArn: pulumi.Input<string>;
  /** Group of the server, which is opened to the sessions. */
  readonly serverSecurityGroupId: pulumi.Input<string>;
  readonly port: pulumi.Input<number>;
  /** When the container ends, and the session with it, 5 to 480 minutes after it was started. @default 60 */
  readonly minutes?: number;
}

export interface OperatorSessionsArgs {
  /** Start of every name in AWS, unique in the account, for example `shop-prod`. */
  readonly prefix: string;
  readonly region: string;
  readonly accountId: string;
  readonly vpcId: pulumi.Input<string>;
  /** Group of the interface endpoints: `ecr.api`, `ecr.dkr`, `logs`, `secretsmanager`, `kms` and `ssmmessages` are used. */
  readonly endpointSecurityGroupId: pulumi.Input<string>;
  /** Prefix list of S3 in the region, from which image layers come. */
  readonly s3PrefixListId: pulumi.Input<string>;
  /** Encrypts what goes over the session's channel; its policy must admit data keys with the encryption context of a session. */
  readonly kmsKeyArn: pulumi.Input<string>;
  readonly secretsKeyArn: pulumi.Input<string>;
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days to keep what was typed and answered, one of the periods CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /** By name: lower-case letters, digits and hyphens. */
  readonly sessions: Readonly<Record<string, OperatorSession>>;
  /** Processor architecture of the images. @default "amd64" */
  readonly architecture?: "amd64" | "arm64";
  /**
   * Opens HTTPS to anywhere through the NAT gateway, which an image in a registry of another region, or outside ECR, needs: no
   * endpoint leads there. @default false: the image lies in ECR of this region
   */
  readonly outsideRegistry?: boolean;
  readonly tags: Tags;
}

/**
 * Sessions of people in the databases: a container that ends by itself, entered through ECS Exec. Nothing runs, and
 * nothing is paid for, while nobody is in.
 *
 * Guarantees: no port is open to anybody, and no network path from outside exists: the container calls Systems
 * Manager, and the operator's client does; the channel is encrypted under our key, no session begins without an encrypted
 * log group for what is typed and answered, and who opened it is in CloudTrail; with the group made here, the container
 * reaches the servers listed, AWS's endpoints and nothing else, unless `outsideRegistry` says so; the operator's policy
 * admits these containers and roles alone.
 *
 * Cannot: attach the policy to a role of IAM Identity Center, which only a permission set can; name it there
 * (docs/runbooks/operator-session.md). ECS Exec needs a writable root file system and runs any command as root in the
 * container, so that the transcript records honest use: root can keep it from being written, and it is uploaded only once a
 * client has ended. Whoever runs the container picks subnet and security group, for which RunTask has no condition key;
 * what the login may do, and that it is a login of people, holds all the same. GuardDuty's runtime agent is left out: it
 * would need a way to a registry of AWS's own. Nor can it tell people apart in the database: they share a login, and the log
 * tells who it was. There is no client for DocumentDB in the image. The first cluster of an account makes
 * `AWSServiceRoleForECS`, for which the deployer needs `iam:CreateServiceLinkedRole`.
 *
 * @throws If there is no session, a name is malformed, an image is not pinned or out of reach, or minutes are out of range.
 *
 * @example
 * new OperatorSessions("sessions", { prefix: "shop-prod", region, accountId, vpcId: network.vpcId, …,
 *   sessions: { psql: { client: "psql", image, secretArn, serverSecurityGroupId: database.securityGroupId, port: 5432 } } });
 */
export class OperatorSessions extends pulumi.ComponentResource {
  readonly clusterArn: pulumi.Output<string>;
  readonly clusterName: string;
  /** Name of the managed policy that a permission set refers to. */
  readonly policyName: string;
  readonly securityGroupId: pulumi.Output<string>;
  readonly logGroupName: string;

  constructor(name: string, args: OperatorSessionsArgs, opts?: pulumi.ComponentResourceOptions) {
    assertSessions(`OperatorSessions "${name}"`, args);
    super("rampart:aws:OperatorSessions", name, {}, opts);
    const { prefix, region, accountId, sessions } = args;
    const child = childOptions(this, opts);
    const tags = tagsFor("sessions", args.tags);
    this.clusterName = `${prefix}-sessions`;
    this.policyName = `${prefix}-operator-sessions`;
    this.logGroupName = `/rampart/${prefix}/operator-sessions`;

    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-log`,
      {
        region,
        name: this.logGroupName,
        kmsKeyId: args.logsKeyArn,
        retentionInDays: args.logRetentionDays,
        tags,
      },
      child,
    );
    const cluster = new aws.ecs.Cluster(
      name,
      {
        region,
        name: this.clusterName,
        configuration: {
          executeCommandConfiguration: {
            kmsKeyId: args.kmsKeyArn,
            logging: "OVERRIDE",
            logConfiguration: { cloudWatchLogGroupName: logGroup.name, cloudWatchEncryptionEnabled: true },
          },
        },
        settings: [{ name: "containerInsights", value: "enabled" }],
        // As GuardDuty documents it for a cluster that its runtime monitoring is to leave out.
        tags: { ...namedTags("sessions", this.clusterName, args.tags), GuardDutyManaged: "false" },
      },
      child,
    );
    const { securityGroupId } = sessionNetwork(name, args, child);

    const place = { ...args, clusterName: this.clusterName, logGroupArn: logGroup.arn };
    const trust = assumeRolePolicy(
      "ecs-tasks.amazonaws.com",
      fromAccount(accountId, `arn:aws:ecs:${region}:${accountId}:*`),
    );
    const taskRole = new aws.iam.Role(
      `${name}-task`,
      { description: `Containers of ${this.clusterName}`, assumeRolePolicy: trust, tags },
      child,
    );
    const taskPolicy = new aws.iam.RolePolicy(
      `${name}-task`,
      { role: taskRole.name, name: "session", policy: policyDocument(taskStatements(place)) },
      child,
    );

    const executionRoles = Object.entries(sessions).map(([session, login]) => {
      const base = `${name}-${session}`;
      // One for each, so that a container is handed the login of its own server only.
      const role = new aws.iam.Role(
        `${base}-start`,
        { description: `Starts containers of ${prefix}-session-${session}`, assumeRolePolicy: trust, tags },
        child,
      );
      const statements = executionStatements(place, login.secretArn, login.image);
      const policy = new aws.iam.RolePolicy(
        `${base}-start`,
        { role: role.name, name: "start", policy: policyDocument(statements) },
        child,
      );
      new aws.ecs.TaskDefinition(
        base,
        {
          region,
          family: familyOf(prefix, session),
          requiresCompatibilities: ["FARGATE"],
          networkMode: "awsvpc",
          cpu: "256",
          memory: "512",
          runtimePlatform: {
            operatingSystemFamily: "LINUX",
            cpuArchitecture: CPU_ARCHITECTURES[args.architecture ?? "amd64"],
          },
          taskRoleArn: taskRole.arn,
          executionRoleArn: role.arn,
          containerDefinitions: containerDefinition({ ...login, region, logGroup: logGroup.name }),
          tags: namedTags("sessions", familyOf(prefix, session), args.tags),
        },
        { ...child, dependsOn: [taskPolicy, policy] },
      );
      return role.arn;
    });

    new aws.iam.Policy(
      `${name}-operators`,
      {
        name: this.policyName,
        description: `Opens sessions in the databases of ${prefix}; for a permission set of IAM Identity Center`,
        policy: policyDocument(
          operatorStatements({
            ...place,
            families: Object.keys(sessions).map((session) => familyOf(prefix, session)),
            roleArns: [taskRole.arn, ...executionRoles],
          }),
        ),
        tags,
      },
      child,
    );

    this.clusterArn = cluster.arn;
    this.securityGroupId = securityGroupId;
    this.registerOutputs({ clusterArn: this.clusterArn, policyName: this.policyName, securityGroupId });
  }
}

/** Fargate's names. */
const CPU_ARCHITECTURES = { amd64: "X86_64", arm64: "ARM64" } as const;

function familyOf(prefix: string, session: string): string {
  return `${prefix}-session-${session}`;
}
