import * as pulumi from "@pulumi/pulumi";
import { ecrRepositoryOf } from "./_ecr-image.ts";
import type { Statement } from "./_iam.ts";
import { SESSION_CONTAINER } from "./_session-container.ts";
import type { OperatorSessionsArgs } from "./operator-sessions.ts";

interface Place extends Pick<OperatorSessionsArgs, "region" | "accountId" | "kmsKeyArn" | "secretsKeyArn"> {
  readonly clusterName: string;
  readonly logGroupArn: pulumi.Input<string>;
}

/** Every data key of a session bears this in its encryption context, and nothing that AWS's services encrypt does. */
const OF_A_SESSION = { Null: { "kms:EncryptionContext:aws:ssm:SessionId": "false" } };

/** What the agent of ECS Exec does with the role of the container. */
export function taskStatements({ kmsKeyArn, logGroupArn }: Place): Statement[] {
  return [
    {
      sid: "Channel",
      actions: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      // The service knows no resources.
      resources: "*",
    },
    { sid: "DecryptSession", actions: ["kms:Decrypt"], resources: kmsKeyArn, conditions: OF_A_SESSION },
    // To find out whether the group is encrypted; it takes no narrower resource.
    { sid: "FindLogGroup", actions: ["logs:DescribeLogGroups"], resources: "*" },
    {
      sid: "KeepTranscript",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: pulumi.interpolate`${logGroupArn}:*`,
    },
  ];
}

/** What ECS does to start a container: its image, its login, its log. */
export function executionStatements(
  { region, secretsKeyArn, logGroupArn }: Place,
  secretArn: pulumi.Input<string>,
  image: string,
): Statement[] {
  return [
    ...pullStatements(image),
    { sid: "ReadLogin", actions: ["secretsmanager:GetSecretValue"], resources: secretArn },
    {
      sid: "DecryptLogin",
      actions: ["kms:Decrypt"],
      resources: secretsKeyArn,
      conditions: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
    },
    {
      sid: "WriteLog",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: pulumi.interpolate`${logGroupArn}:*`,
    },
  ];
}

/** An image outside ECR needs no right. */
function pullStatements(image: string): Statement[] {
  const repository = ecrRepositoryOf(image);
  if (repository === undefined) return [];
  const { accountId, region, name } = repository;
  return [
    { sid: "RegistryLogin", actions: ["ecr:GetAuthorizationToken"], resources: "*" },
    {
      sid: "PullImage",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: `arn:aws:ecr:${region}:${accountId}:repository/${name}`,
    },
  ];
}

interface OperatorPlace extends Place {
  readonly families: readonly string[];
  readonly roleArns: readonly pulumi.Input<string>[];
}

/** What a person may do: start one of these containers, enter it, see and stop it, and find where it may run. */
export function operatorStatements(args: OperatorPlace): Statement[] {
  const { region, accountId, clusterName, families, roleArns, kmsKeyArn } = args;
  const ecs = (resource: string): string => `arn:aws:ecs:${region}:${accountId}:${resource}`;
  const cluster = ecs(`cluster/${clusterName}`);
  const tasks = ecs(`task/${clusterName}/*`);
  return [
    {
      sid: "OpenSession",
      actions: ["ecs:RunTask"],
      resources: families.map((family) => ecs(`task-definition/${family}:*`)),
      conditions: {
        ArnEquals: { "ecs:cluster": cluster },
        // Without it a container could be started that nobody can enter, and so nobody would see in the log.
        StringEquals: { "ecs:enable-execute-command": "true" },
      },
    },
    {
      sid: "HandOverRoles",
      actions: ["iam:PassRole"],
      resources: [...roleArns],
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
    {
      sid: "EnterSession",
      actions: ["ecs:ExecuteCommand"],
      resources: [cluster, tasks],
      conditions: { StringEquals: { "ecs:container-name": SESSION_CONTAINER } },
    },
    { sid: "EncryptSession", actions: ["kms:GenerateDataKey"], resources: kmsKeyArn, conditions: OF_A_SESSION },
    { sid: "SeeAndEndSessions", actions: ["ecs:DescribeTasks", "ecs:StopTask"], resources: tasks },
    {
      sid: "FindPlace",
      actions: ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets"],
      resources: "*",
      conditions: { StringEquals: { "aws:RequestedRegion": region } },
    },
    {
      sid: "ListSessions",
      actions: ["ecs:ListTasks"],
      resources: "*",
      conditions: { ArnEquals: { "ecs:cluster": cluster } },
    },
  ];
}
