import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assumeRolePolicy } from "./_iam.ts";
import { AGE_METRIC, createAgeReport } from "./_rotation-ages.ts";
import type { RotationArgs, RotationSignals } from "./_rotation-args.ts";
import { checkRotation } from "./_rotation-checks.ts";
import { environmentOf, rotatedSecrets, rotationCode } from "./_rotation-configuration.ts";
import { createRotationNetwork } from "./_rotation-network.ts";
import { rotationPolicy } from "./_rotation-permissions.ts";
import { tagsFor } from "./_tags.ts";

export type { RotatedDatabase, RotationArgs, RotationSignals } from "./_rotation-args.ts";

/**
 * Rotates database roles and cache users by a small function of our own that Secrets Manager calls.
 *
 * Guarantees: the credential in use before a rotation works until the next one; the function has a role of its
 * own for exactly these secrets, cache users and keys; it runs in the VPC with a security group that reaches the
 * database, the caches and AWS only; connections to the database and caches are verified; its log is
 * encrypted and holds no credential.
 *
 * The first rotation starts at once: the values that Pulumi generated are in its state, so they should not stay
 * in use. Signing keys are not rotated here, because their consumers need an overlap list, and supplied secrets
 * cannot be: `signals` tells alarms when one is too old.
 *
 * Left out, each for a reason: tracing (four calls that the log tells in full), a dead-letter queue (Secrets Manager
 * repeats a failed rotation itself), code signing (the archive is made here and not taken from elsewhere) and a
 * key for the environment (it holds names and ARNs).
 *
 * @throws If an argument is malformed, there is nothing to rotate, or there are more secrets than fit one function.
 */
export class Rotation extends pulumi.ComponentResource {
  readonly functionName: string;
  readonly functionArn: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  readonly signals: RotationSignals;

  constructor(name: string, args: RotationArgs, opts?: pulumi.ComponentResourceOptions) {
    checkRotation(`Rotation "${name}"`, args, opts);
    super("rampart:data:Rotation", name, {}, opts);
    const { region, accountId, tags, database, caches = {}, manualSecrets = {} } = args;
    this.functionName = `${args.prefix}-rotate`;
    const functionArn = `arn:aws:lambda:${region}:${accountId}:function:${this.functionName}`;
    const rotated = rotatedSecrets(args);

    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      {
        region,
        name: `/aws/lambda/${this.functionName}`,
        kmsKeyId: args.logsKeyArn,
        retentionInDays: args.logRetentionDays,
        tags: tagsFor("rotation", tags),
      },
      { parent: this, protect: args.protect ?? true },
    );
    const role = new aws.iam.Role(
      name,
      {
        description: `Rotation of the credentials of ${tags.system} ${tags.environment}`,
        // Without source conditions: Lambda sends none when it attaches the function to the VPC.
        assumeRolePolicy: assumeRolePolicy("lambda.amazonaws.com"),
        tags: tagsFor("rotation", tags),
      },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-permissions`,
      {
        role: role.name,
        policy: rotationPolicy({
          region,
          accountId,
          functionArn,
          logGroupArn: logGroup.arn,
          secretsKeyArn: args.secretsKeyArn,
          rotatedSecretArns: rotated.map((it) => it.secretArn),
          manualSecretArns: Object.values(manualSecrets).map((it) => it.arn),
          master: database && {
            secretArn: database.masterSecretArn,
            keyArn: database.masterSecretKeyArn ?? args.secretsKeyArn,
          },
          cacheUserArns: Object.values(caches).map((it) => it.userArn),
          tags,
        }),
      },
      { parent: this },
    );
    const { securityGroup, rules } = createRotationNetwork(name, args, this);

    const lambda = new aws.lambda.Function(
      name,
      {
        region,
        name: this.functionName,
        description: "Rotates database roles and cache users for Secrets Manager",
        role: role.arn,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        code: args.code ?? rotationCode(database?.caBundle),
        memorySize: 256,
        // ElastiCache takes up to a few minutes to bring a password to every node.
        timeout: 300,
        environment: { variables: environmentOf(args, rotated) },
        loggingConfig: {
          logFormat: "JSON",
          logGroup: logGroup.name,
          applicationLogLevel: "INFO",
          systemLogLevel: "WARN",
        },
        reservedConcurrentExecutions: args.concurrency === "unreserved" ? -1 : (args.concurrency ?? 5),
        tracingConfig: { mode: "PassThrough" },
        vpcConfig: { subnetIds: [...args.subnetIds], securityGroupIds: [securityGroup.id] },
        tags: tagsFor("rotation", tags),
      },
      // Creation fails unless the role may already attach network interfaces.
      { parent: this, dependsOn: [policy] },
    );

    for (const { key, secretArn } of rotated) {
      const permission = new aws.lambda.Permission(
        `${name}-${key}`,
        {
          region,
          action: "lambda:InvokeFunction",
          function: lambda.name,
          principal: "secretsmanager.amazonaws.com",
          sourceAccount: accountId,
          sourceArn: secretArn,
        },
        { parent: this },
      );
      new aws.secretsmanager.SecretRotation(
        `${name}-${key}`,
        {
          region,
          secretId: secretArn,
          rotationLambdaArn: lambda.arn,
          rotateImmediately: true,
          rotationRules: { automaticallyAfterDays: args.rotationPeriodDays ?? 90 },
        },
        { parent: this, dependsOn: [permission, ...rules, ...(args.rotateAfter ?? [])] },
      );
    }
    if (Object.keys(manualSecrets).length > 0) createAgeReport(name, { region, tags }, lambda, logGroup, this);

    this.functionArn = lambda.arn;
    this.securityGroupId = securityGroup.id;
    this.logGroupName = logGroup.name;
    this.signals = {
      errors: { namespace: "AWS/Lambda", metricName: "Errors", functionName: this.functionName },
      failedRotations: {
        source: ["aws.secretsmanager"],
        "detail-type": ["AWS Service Event via CloudTrail"],
        detail: { eventName: ["RotationFailed", "RotationAbandoned"] },
      },
      ages: Object.entries(manualSecrets).map(([secret, { maxAgeDays }]) => ({
        namespace: AGE_METRIC.namespace,
        metricName: AGE_METRIC.metricName,
        dimensions: { [AGE_METRIC.dimension]: `${args.prefix}/${secret}` },
        maxAgeDays,
      })),
    };
    this.registerOutputs({
      functionName: this.functionName,
      functionArn: this.functionArn,
      securityGroupId: this.securityGroupId,
      logGroupName: this.logGroupName,
    });
  }
}
