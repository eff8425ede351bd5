import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Statement, assumeRolePolicy, fromAccount, policyDocument } from "./_iam.ts";
import { type Tags, namedTags, tagsFor } from "./_tags.ts";

/**
 * A CodeBuild project that runs GitHub Actions jobs inside the private tier: the way to deploy to a cluster
 * whose endpoint is private. A workflow uses it with `runs-on: codebuild-<project>-${{ github.run_id }}-${{
 * github.run_attempt }}`. It has no rights in the account beyond its own logs and network interfaces; the
 * workflow takes its deployment role by OIDC, or by `assumableRoleArns`.
 *
 * GitHub only. Use it with a private repository: whoever can start the named workflow runs code in the VPC.
 */
export interface RunnerArgs {
  /** Repository whose jobs may run here, as `https://github.com/OWNER/REPOSITORY`. */
  readonly repositoryUrl: string;
  /**
   * ARN of the CodeConnections connection to GitHub, in this account and region. It is made and approved once
   * in the console, because GitHub asks for consent there.
   */
  readonly connectionArn: string;
  /** Exact names of the workflows that may use the runner; every other workflow is refused. At least one. */
  readonly workflowNames: readonly string[];
  /** Roles that a job may assume from here. @default none: the workflow takes its role by OIDC */
  readonly assumableRoleArns?: readonly pulumi.Input<string>[];
  /** Image of the build container, curated by CodeBuild. @default "aws/codebuild/amazonlinux-x86_64-standard:5.0" */
  readonly image?: string;
  /** @default "BUILD_GENERAL1_MEDIUM", 4 vCPU and 8 GiB, which a preview of one platform needs */
  readonly computeType?: "BUILD_GENERAL1_SMALL" | "BUILD_GENERAL1_MEDIUM" | "BUILD_GENERAL1_LARGE";
  /** Minutes after which a job is stopped, 5 to 2160. @default 60 */
  readonly timeoutMinutes?: number;
}

interface RunnerContext {
  readonly vpcId: pulumi.Input<string>;
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  readonly region: string;
  readonly accountId: string;
  readonly logsKeyArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
  readonly protect: boolean;
  /** What must exist before a job can reach GitHub. */
  readonly ready: readonly pulumi.Resource[];
  readonly tags: Tags;
}

export interface Runner {
  readonly securityGroup: aws.ec2.SecurityGroup;
  readonly role: aws.iam.Role;
  readonly project: aws.codebuild.Project;
}

/** Rejects what CodeBuild or GitHub would reject. `where` opens each message. */
export function checkRunner(where: string, runner: RunnerArgs, region: string, accountId: string): void {
  if (!/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/.test(runner.repositoryUrl)) {
    throw new Error(
      `${where}: runner.repositoryUrl is "${runner.repositoryUrl}"; give it as "https://github.com/OWNER/REPOSITORY".`,
    );
  }
  const prefix = `arn:aws:codeconnections:${region}:${accountId}:connection/`;
  if (!runner.connectionArn.startsWith(prefix)) {
    throw new Error(
      `${where}: runner.connectionArn is "${runner.connectionArn}"; it must begin with "${prefix}" (a connection of this account and region; older "codestar-connections" ones need other rights).`,
    );
  }
  if (runner.workflowNames.length === 0) {
    throw new Error(`${where}: runner.workflowNames is empty; name at least one workflow, or leave the runner out.`);
  }
  const timeout = runner.timeoutMinutes ?? 60;
  if (!Number.isInteger(timeout) || timeout < 5 || timeout > 2160) {
    throw new Error(`${where}: runner.timeoutMinutes is ${timeout}; CodeBuild takes whole minutes from 5 to 2160.`);
  }
}

export function createRunner(
  name: string,
  runner: RunnerArgs,
  context: RunnerContext,
  parent: pulumi.Resource,
): Runner {
  const { region, accountId, tags } = context;
  const projectName = `${tags.system}-${tags.environment}-${name}-runner`;
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-runner`,
    {
      region,
      vpcId: context.vpcId,
      description: "Deployment runner: nothing in, HTTPS out",
      tags: namedTags("network", `${name}-runner`, tags),
    },
    { parent },
  );
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-runner-https`,
    {
      region,
      securityGroupId: securityGroup.id,
      description: "HTTPS to GitHub, package registries, AWS and the cluster endpoint",
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      tags: namedTags("network", `${name}-runner-https`, tags),
    },
    { parent },
  );
  const logs = new aws.cloudwatch.LogGroup(
    `${name}-runner-logs`,
    {
      region,
      name: `/rampart/${tags.system}/${tags.environment}/${name}/runner`,
      kmsKeyId: context.logsKeyArn,
      retentionInDays: context.logRetentionDays,
      deletionProtectionEnabled: context.protect,
      tags: tagsFor("network", tags),
    },
    { parent, protect: context.protect },
  );
  const role = new aws.iam.Role(
    `${name}-runner-role`,
    {
      description: "Service role of the deployment runner: its logs and network interfaces, no more.",
      assumeRolePolicy: assumeRolePolicy(
        "codebuild.amazonaws.com",
        fromAccount(accountId, `arn:aws:codebuild:${region}:${accountId}:project/${projectName}`),
      ),
      tags: tagsFor("network", tags),
    },
    { parent },
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-runner-policy`,
    { role: role.name, policy: policyDocument(runnerStatements(runner, context, logs.arn, securityGroup.id)) },
    { parent },
  );
  const project = new aws.codebuild.Project(
    `${name}-runner-project`,
    {
      region,
      name: projectName,
      description: "Runs deployment workflows inside the private tier.",
      serviceRole: role.arn,
      buildTimeout: runner.timeoutMinutes ?? 60,
      queuedTimeout: 60,
      projectVisibility: "PRIVATE",
      artifacts: { type: "NO_ARTIFACTS" },
      source: {
        type: "GITHUB",
        location: `${runner.repositoryUrl}.git`,
        gitCloneDepth: 1,
        auth: { type: "CODECONNECTIONS", resource: runner.connectionArn },
      },
      environment: {
        type: "LINUX_CONTAINER",
        image: runner.image ?? "aws/codebuild/amazonlinux-x86_64-standard:5.0",
        imagePullCredentialsType: "CODEBUILD",
        computeType: runner.computeType ?? "BUILD_GENERAL1_MEDIUM",
        privilegedMode: false,
      },
      vpcConfig: {
        vpcId: context.vpcId,
        subnets: [...context.privateSubnetIds],
        securityGroupIds: [securityGroup.id],
      },
      logsConfig: {
        cloudwatchLogs: { status: "ENABLED", groupName: logs.name },
        s3Logs: { status: "DISABLED" },
      },
      tags: tagsFor("network", tags),
    },
    // CodeBuild checks on creation that the role may make network interfaces.
    { parent, dependsOn: [policy, ...context.ready] },
  );
  new aws.codebuild.Webhook(
    `${name}-runner-webhook`,
    {
      region,
      projectName: project.name,
      buildType: "BUILD",
      filterGroups: [
        {
          filters: [
            { type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" },
            { type: "WORKFLOW_NAME", pattern: `^(${runner.workflowNames.map(escapeRegExp).join("|")})$` },
          ],
        },
      ],
    },
    { parent },
  );
  return { securityGroup, role, project };
}

function runnerStatements(
  runner: RunnerArgs,
  { region, accountId, privateSubnetIds }: RunnerContext,
  logGroupArn: pulumi.Input<string>,
  securityGroupId: pulumi.Input<string>,
): Statement[] {
  const ec2 = `arn:aws:ec2:${region}:${accountId}`;
  const subnets = privateSubnetIds.map((id) => pulumi.interpolate`${ec2}:subnet/${id}`);
  const assumable = runner.assumableRoleArns ?? [];
  return [
    {
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [logGroupArn, pulumi.interpolate`${logGroupArn}:*`],
    },
    {
      // These actions know no resources.
      sid: "FindNetwork",
      actions: [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
      resources: "*",
      conditions: { StringEquals: { "aws:RequestedRegion": region } },
    },
    {
      sid: "MakeInterfaces",
      actions: ["ec2:CreateNetworkInterface"],
      resources: [
        `${ec2}:network-interface/*`,
        ...subnets,
        pulumi.interpolate`${ec2}:security-group/${securityGroupId}`,
      ],
    },
    {
      sid: "AttachInterfaces",
      actions: ["ec2:CreateNetworkInterfacePermission"],
      resources: `${ec2}:network-interface/*`,
      conditions: {
        StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" },
        ArnEquals: { "ec2:Subnet": subnets },
      },
    },
    {
      sid: "RemoveInterfaces",
      actions: ["ec2:DeleteNetworkInterface"],
      resources: `${ec2}:network-interface/*`,
    },
    {
      sid: "ReachRepository",
      actions: ["codeconnections:GetConnection", "codeconnections:GetConnectionToken", "codeconnections:UseConnection"],
      resources: runner.connectionArn,
    },
    ...(assumable.length === 0 ? [] : [{ sid: "Deploy", actions: ["sts:AssumeRole"], resources: assumable }]),
  ];
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
