import { beforeAll, describe, expect, test } from "vitest";
import { OperatorSessions, type OperatorSessionsArgs } from "../../components/operator-sessions.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources } from "../support/mocks.ts";

const key = (id: string): string => `arn:aws:kms:eu-west-1:${MOCK_ACCOUNT}:key/${id}`;
const secret = (name: string): string => `arn:aws:secretsmanager:eu-west-1:${MOCK_ACCOUNT}:secret:${name}-AbCdEf`;
const image = `${MOCK_ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/rampart/session:1@sha256:${"d".repeat(64)}`;
const ecs = (resource: string): string => `arn:aws:ecs:eu-west-1:${MOCK_ACCOUNT}:${resource}`;
const logGroup = `arn:aws:logs:eu-west-1:${MOCK_ACCOUNT}:log-group:/rampart/shop-prod/operator-sessions`;

const args: OperatorSessionsArgs = {
  prefix: "shop-prod",
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  vpcId: "vpc-1",
  endpointSecurityGroupId: "sg-endpoints",
  s3PrefixListId: "pl-s3",
  kmsKeyArn: key("data"),
  secretsKeyArn: key("secrets"),
  logsKeyArn: key("logs"),
  logRetentionDays: 400,
  sessions: {
    psql: { client: "psql", image, secretArn: secret("database"), serverSecurityGroupId: "sg-database", port: 5432 },
    valkey: {
      client: "valkey-cli",
      image,
      secretArn: secret("state"),
      serverSecurityGroupId: "sg-state",
      port: 6380,
      minutes: 30,
    },
  },
  tags: { system: "shop", environment: "prod", owner: "platform", dataClass: "personal" },
};

const record = (extra: Partial<OperatorSessionsArgs> = {}) =>
  recordResources(() => new OperatorSessions("sessions", { ...args, ...extra }));

let made: Recording<OperatorSessions>;
beforeAll(async () => {
  made = await record();
});

const policyOf = (type: string, name: string) => parsePolicy(made.one(type, name).inputs["policy"]);
const container = (session: string): any =>
  JSON.parse(
    made.one("aws:ecs/taskDefinition:TaskDefinition", `sessions-${session}`).inputs["containerDefinitions"],
  )[0];

describe("what is typed and answered", () => {
  test("goes through a channel under our key, and into an encrypted log group", () => {
    const { inputs } = made.one("aws:ecs/cluster:Cluster");
    expect(inputs["configuration"].executeCommandConfiguration).toEqual({
      kmsKeyId: key("data"),
      logging: "OVERRIDE",
      logConfiguration: {
        cloudWatchLogGroupName: "/rampart/shop-prod/operator-sessions",
        cloudWatchEncryptionEnabled: true,
      },
    });
    expect(made.one("aws:cloudwatch/logGroup:LogGroup").inputs).toMatchObject({
      kmsKeyId: key("logs"),
      retentionInDays: 400,
    });
  });

  test("is kept by the container's own role, which may do nothing else", () => {
    const policy = policyOf("aws:iam/rolePolicy:RolePolicy", "sessions-task");
    expect(policy.statements.flatMap(({ Action }) => Action)).toEqual([
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
      "kms:Decrypt",
      "logs:DescribeLogGroups",
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
    ]);
    expect(policy.sid("DecryptSession")).toMatchObject({
      Resource: key("data"),
      Condition: { Null: { "kms:EncryptionContext:aws:ssm:SessionId": "false" } },
    });
    expect(policy.sid("KeepTranscript").Resource).toBe(`${logGroup}:*`);
  });
});

describe("a container", () => {
  test("ends by itself, after the sessions in it, and starts the client of its server", () => {
    expect(container("psql")).toMatchObject({
      name: "session",
      image,
      entryPoint: ["/usr/local/bin/hold", "3600", "90"],
      user: "0",
      stopTimeout: 120,
      environment: [{ name: "SESSION_CLIENT", value: "psql" }],
      linuxParameters: { initProcessEnabled: true },
    });
    expect(container("valkey")).toMatchObject({
      entryPoint: ["/usr/local/bin/hold", "1800", "90"],
      environment: [{ name: "SESSION_CLIENT", value: "valkey-cli" }],
    });
  });

  test("leaves nothing that whoever starts it could replace: RunTask takes another command, and no entry point", () => {
    expect(container("psql").command).toBeUndefined();
  });

  test("is handed the login of its own server only, and no value is in the program", () => {
    expect(container("psql").secrets).toContainEqual({
      name: "PGPASSWORD",
      valueFrom: `${secret("database")}:password::`,
    });
    expect(container("valkey").secrets).toContainEqual({
      name: "REDISCLI_AUTH",
      valueFrom: `${secret("state")}:password::`,
    });
    const start = policyOf("aws:iam/rolePolicy:RolePolicy", "sessions-psql-start");
    expect(start.sid("ReadLogin").Resource).toBe(secret("database"));
    expect(start.sid("PullImage").Resource).toBe(`arn:aws:ecr:eu-west-1:${MOCK_ACCOUNT}:repository/rampart/session`);
  });

  test("is refused by no missing right: its definition waits for both roles' policies", () => {
    const { opts, inputs } = made.one("aws:ecs/taskDefinition:TaskDefinition", "sessions-psql");
    expect(opts.dependencies).toEqual(expect.arrayContaining(["sessions-task", "sessions-psql-start"]));
    expect(inputs).toMatchObject({
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
    });
  });
});

test("nothing comes in; out go the servers, the endpoints and S3, and both sides name each other", () => {
  const ingress = made.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
  const [own] = made.all("aws:ec2/securityGroup:SecurityGroup");
  expect(own?.inputs["ingress"]).toBeUndefined();
  expect(ingress.map(({ inputs }) => [inputs["securityGroupId"], inputs["fromPort"]])).toEqual([
    ["sg-database", 5432],
    ["sg-state", 6380],
  ]);
  const egress = made.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
  expect(
    egress.map(({ inputs }) => [inputs["referencedSecurityGroupId"] ?? inputs["prefixListId"], inputs["fromPort"]]),
  ).toEqual([
    ["sg-endpoints", 443],
    ["sg-database", 5432],
    ["pl-s3", 443],
    ["sg-state", 6380],
  ]);
  expect(egress.every(({ inputs }) => inputs["cidrIpv4"] === undefined)).toBe(true);
});

test("operators may start these containers with these roles, enter, see and stop them", () => {
  const policy = policyOf("aws:iam/policy:Policy", "sessions-operators");
  const cluster = ecs("cluster/shop-prod-sessions");
  expect(policy.statements.map(({ Effect }) => Effect)).toEqual(policy.statements.map(() => "Allow"));
  expect(policy.sid("OpenSession")).toMatchObject({
    Action: ["ecs:RunTask"],
    Resource: [ecs("task-definition/shop-prod-session-psql:*"), ecs("task-definition/shop-prod-session-valkey:*")],
    Condition: {
      ArnEquals: { "ecs:cluster": cluster },
      StringEquals: { "ecs:enable-execute-command": "true" },
    },
  });
  expect(policy.sid("EnterSession")).toMatchObject({
    Resource: [cluster, ecs("task/shop-prod-sessions/*")],
    Condition: { StringEquals: { "ecs:container-name": "session" } },
  });
  expect(policy.sid("HandOverRoles").Resource).toHaveLength(3);
  expect(policy.sid("HandOverRoles").Condition).toEqual({
    StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
  });
  expect(policy.sid("EncryptSession").Condition).toEqual({
    Null: { "kms:EncryptionContext:aws:ssm:SessionId": "false" },
  });
});

test("an image from elsewhere opens HTTPS, and nothing but HTTPS, when that is said", async () => {
  const psql = { ...args.sessions["psql"]!, image: `registry.example.com/session@sha256:${"d".repeat(64)}` };
  const elsewhere = await record({ sessions: { psql }, outsideRegistry: true });
  const egress = elsewhere.one("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "sessions-to-registry");
  const start = parsePolicy(elsewhere.one("aws:iam/rolePolicy:RolePolicy", "sessions-psql-start").inputs["policy"]);
  expect(start.statements.map(({ Sid }) => Sid as string)).toEqual(["ReadLogin", "DecryptLogin", "WriteLog"]);
  expect(egress.inputs).toMatchObject({ cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", fromPort: 443, toPort: 443 });
});

test.each<[string, OperatorSessionsArgs["sessions"], string]>([
  ["no session", {}, "sessions is empty"],
  ["a name AWS refuses", { Psql: args.sessions["psql"]! }, 'a session is named "Psql"'],
  ["an image by tag", { psql: { ...args.sessions["psql"]!, image: "session:1" } }, "pin it by digest"],
  [
    "an image that no endpoint leads to",
    { psql: { ...args.sessions["psql"]!, image: image.replace("eu-west-1", "eu-north-1") } },
    "take one from ECR in eu-west-1, or set outsideRegistry",
  ],
  ["a session without end", { psql: { ...args.sessions["psql"]!, minutes: 10_000 } }, "whole minutes from 5 to 480"],
])("refuses %s", async (_what, sessions, message) => {
  await expect(record({ sessions })).rejects.toThrow(message);
});
