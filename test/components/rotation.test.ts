import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { assertFits, rotationCode } from "../../components/_rotation-configuration.ts";
import { Rotation, type RotationArgs } from "../../components/rotation.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";

const tags = { system: "shop", environment: "prod", owner: "platform", dataClass: "personal" };
const key = (id: string): string => `arn:aws:kms:eu-west-1:${MOCK_ACCOUNT}:key/${id}`;
const secret = (name: string): string => `arn:aws:secretsmanager:eu-west-1:${MOCK_ACCOUNT}:secret:${name}-AbCdEf`;
const userArn = (name: string): string => `arn:aws:elasticache:eu-west-1:${MOCK_ACCOUNT}:user:${name}`;
const lambdaArn = `arn:aws:lambda:eu-west-1:${MOCK_ACCOUNT}:function:shop-prod-rotate`;

const cacheUser = (name: string, store: "state" | "cache") => ({
  store,
  userId: `shop-prod-${name}`,
  userArn: pulumi.output(userArn(`shop-prod-${name}`)),
  secretArn: pulumi.output(secret(`shop-prod/cache/${name}`)),
  secretName: `shop-prod/cache/${name}`,
  host: pulumi.output(`master.${store}.example`),
  port: 6380,
  securityGroupId: pulumi.output(`sg-${store}`),
});

function makeArgs(): RotationArgs {
  return {
    prefix: "shop-prod",
    region: "eu-west-1",
    accountId: MOCK_ACCOUNT,
    vpcId: "vpc-1",
    subnetIds: ["subnet-a", "subnet-b"],
    awsApi: { kind: "endpoints", securityGroupId: "sg-endpoints" },
    secretsKeyArn: key("secrets"),
    logsKeyArn: key("logs"),
    logRetentionDays: 365,
    database: {
      address: "db.example",
      port: pulumi.output(5432),
      securityGroupId: "sg-database",
      masterSecretArn: secret("rds!db-1"),
      masterSecretKeyArn: key("master"),
      caBundle: new pulumi.asset.StringAsset("-----BEGIN CERTIFICATE-----"),
      roles: { api: { secretArn: secret("database/api"), database: "shop" } },
    },
    caches: {
      api: cacheUser("api", "state"),
      worker: cacheUser("worker", "state"),
      listings: cacheUser("listings", "cache"),
    },
    code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("// the function") }),
    manualSecrets: { stripe: { arn: secret("stripe"), maxAgeDays: 180 } },
    tags,
  };
}

const record = (extra: Partial<RotationArgs> = {}) =>
  recordResources(() => new Rotation("rotation", { ...makeArgs(), ...extra }));

async function filesOf(caBundle: pulumi.asset.Asset | "lambda-runtime" | undefined): Promise<string[]> {
  return Object.keys(await (rotationCode(caBundle) as pulumi.asset.AssetArchive).assets);
}

let rotation: Recording<Rotation>;
beforeAll(async () => {
  rotation = await record();
});

describe("the function", () => {
  test("runs in the VPC with its own role, log and limits", () => {
    const { inputs, opts } = rotation.one("aws:lambda/function:Function");
    expect(inputs).toMatchObject({
      region: "eu-west-1",
      name: "shop-prod-rotate",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      memorySize: 256,
      timeout: 300,
      loggingConfig: {
        logFormat: "JSON",
        logGroup: "/aws/lambda/shop-prod-rotate",
        applicationLogLevel: "INFO",
        systemLogLevel: "WARN",
      },
      reservedConcurrentExecutions: 5,
      tracingConfig: { mode: "PassThrough" },
      vpcConfig: { subnetIds: ["subnet-a", "subnet-b"], securityGroupIds: [expect.stringMatching(/^sg-/)] },
      tags: { system: "shop", component: "rotation" },
    });
    expect(opts.dependencies).toContain("rotation-permissions");
    expect(rotation.one("aws:cloudwatch/logGroup:LogGroup").inputs).toMatchObject({
      kmsKeyId: key("logs"),
      retentionInDays: 365,
    });
  });

  test("is told what it may rotate, and nothing confidential", () => {
    const { variables } = rotation.one("aws:lambda/function:Function").inputs["environment"];
    expect(JSON.parse(variables.ROTATION_TARGETS)).toEqual({
      "database/api-AbCdEf": { kind: "postgres", role: "api", database: "shop" },
      "shop-prod/cache/api-AbCdEf": { kind: "cache", userId: "shop-prod-api", store: "state" },
      "shop-prod/cache/worker-AbCdEf": { kind: "cache", userId: "shop-prod-worker", store: "state" },
      "shop-prod/cache/listings-AbCdEf": { kind: "cache", userId: "shop-prod-listings", store: "cache" },
    });
    expect(JSON.parse(variables.ROTATION_CACHES)).toEqual({
      state: { host: "master.state.example", port: 6380 },
      cache: { host: "master.cache.example", port: 6380 },
    });
    expect(JSON.parse(variables.ROTATION_DATABASE)).toEqual({
      host: "db.example",
      port: 5432,
      masterSecretArn: secret("rds!db-1"),
    });
    expect(JSON.parse(variables.ROTATION_MANUAL)).toEqual([{ name: "shop-prod/stripe", arn: "stripe-AbCdEf" }]);
    expect(variables.ROTATION_SECRETS).toBe(`arn:aws:secretsmanager:eu-west-1:${MOCK_ACCOUNT}:secret:`);
    expect(variables.ROTATION_DATABASE_CA_FILE).toBe("/var/task/database-ca.pem");
    expect(Object.keys(variables)).toHaveLength(6);
  });

  test("is made of one script and the database's authorities", async () => {
    expect(await filesOf(new pulumi.asset.StringAsset("-----BEGIN CERTIFICATE-----"))).toEqual([
      "index.js",
      "database-ca.pem",
    ]);
    expect(await filesOf("lambda-runtime")).toEqual(["index.js"]);
    expect(await filesOf(undefined)).toEqual(["index.js"]);
  });

  test("takes the authorities of the runtime when told so", async () => {
    const database = { ...makeArgs().database!, caBundle: "lambda-runtime" as const };
    const { inputs } = (await record({ database })).one("aws:lambda/function:Function");
    expect(inputs["environment"].variables.ROTATION_DATABASE_CA_FILE).toBe("/var/runtime/ca-cert.pem");
  });

  test("fits its environment with as many secrets as are allowed, with the longest names", async () => {
    const caches = Object.fromEntries(
      Array.from({ length: 15 }, (_, index) => {
        const long = `consumer-number-${String(index).padStart(3, "0")}`;
        const user = cacheUser(long, "state");
        const [prefix, host] = ["p".repeat(20), pulumi.output(`master.${"h".repeat(80)}.cache.amazonaws.com`)];
        const secretArn = pulumi.output(secret(`${prefix}/cache/${long}`));
        return [long, { ...user, userId: `${prefix}-${long}`, secretArn, host }];
      }),
    );
    const full = await record({ caches, database: { ...makeArgs().database!, roles: {} }, manualSecrets: {} });
    const { variables } = full.one("aws:lambda/function:Function").inputs["environment"];
    const sizes = Object.entries(variables as Record<string, string>).map(
      ([name, value]) => name.length + value.length,
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(4096);
  });

  test("leaves the account's concurrency alone when told so", async () => {
    const unreserved = await record({ concurrency: "unreserved" });
    expect(unreserved.one("aws:lambda/function:Function").inputs["reservedConcurrentExecutions"]).toBe(-1);
  });
});

describe("the role", () => {
  let role: ReturnType<typeof parsePolicy>;
  beforeAll(() => {
    role = parsePolicy(rotation.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"]);
  });
  const rotated = ["database/api", "shop-prod/cache/api", "shop-prod/cache/worker", "shop-prod/cache/listings"].map(
    secret,
  );

  test("may rotate exactly these secrets of this system and environment", () => {
    expect(role.sid("RotateSecrets")).toEqual({
      Sid: "RotateSecrets",
      Effect: "Allow",
      Action: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      Resource: rotated,
      Condition: { StringEquals: { "aws:ResourceTag/system": "shop", "aws:ResourceTag/environment": "prod" } },
    });
    expect(role.sid("ReadMasterSecret")).toMatchObject({
      Action: ["secretsmanager:GetSecretValue"],
      Resource: secret("rds!db-1"),
    });
    expect(role.sid("ReadSecretAges")).toMatchObject({
      Action: ["secretsmanager:ListSecretVersionIds"],
      Resource: [secret("stripe")],
    });
  });

  test("may use the keys through Secrets Manager for these secrets only", () => {
    expect(role.sid("UseSecretsKey")).toMatchObject({
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: key("secrets"),
      Condition: {
        StringEquals: {
          "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
          "kms:EncryptionContext:SecretARN": rotated,
        },
      },
    });
    expect(role.sid("UseMasterKey")).toMatchObject({
      Action: ["kms:Decrypt"],
      Resource: key("master"),
      Condition: { StringEquals: { "kms:EncryptionContext:SecretARN": secret("rds!db-1") } },
    });
  });

  test("may set passwords of exactly these cache users", () => {
    const users = ["api", "worker", "listings"].map((name) => userArn(`shop-prod-${name}`));
    expect(role.sid("SetCachePasswords")).toMatchObject({
      Action: ["elasticache:ModifyUser"],
      Resource: users,
      Condition: { StringEqualsIfExists: { "elasticache:UserAuthenticationMode": "password" } },
    });
    expect(role.sid("ReadCacheUsers")).toMatchObject({ Action: ["elasticache:DescribeUsers"], Resource: users });
  });

  test("names everything else exactly, but for network interfaces, which the code itself may not touch", () => {
    const broad = role.statements.filter((it) => it.Resource === "*");
    expect(broad.map((it) => `${it.Effect} ${it.Sid}`)).toEqual(["Allow ReadVpc", "Deny DenyInterfacesToCode"]);
    expect(broad[0].Action).toEqual(["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]);
    expect(role.sid("AttachToVpc").Resource).toBe(`arn:aws:ec2:eu-west-1:${MOCK_ACCOUNT}:*/*`);
    expect(broad[1].Condition).toEqual({ ArnEquals: { "lambda:SourceFunctionArn": lambdaArn } });
    expect(role.statements.flatMap((it) => it.Action).filter((action: string) => action.includes("*"))).toEqual([]);
    expect(role.sid("WriteLogs").Resource).toMatch(/:log-group:\/aws\/lambda\/shop-prod-rotate:\*$/);
  });

  test("has no statement for what is not there", async () => {
    const small = await record({ database: undefined as never, caches: {} });
    const sids = parsePolicy(small.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"]).statements.map(
      (it) => it.Sid,
    );
    expect(sids).toEqual(["WriteLogs", "AttachToVpc", "ReadVpc", "DenyInterfacesToCode", "ReadSecretAges"]);
  });
});

describe("the network", () => {
  const egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
  const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

  test("leads to the database, each store once, and the endpoints, by groups on both sides", () => {
    const own = rotation.one("aws:lambda/function:Function").inputs["vpcConfig"].securityGroupIds[0];
    const out = rotation
      .all(egress)
      .map(({ inputs }) => [inputs["securityGroupId"], inputs["referencedSecurityGroupId"], inputs["fromPort"]]);
    expect(out).toEqual([
      [own, "sg-endpoints", 443],
      [own, "sg-cache", 6380],
      [own, "sg-state", 6380],
      [own, "sg-database", 5432],
    ]);
    const into = rotation
      .all(ingress)
      .map(({ inputs }) => [inputs["securityGroupId"], inputs["referencedSecurityGroupId"], inputs["toPort"]]);
    expect(into).toEqual([
      ["sg-cache", own, 6380],
      ["sg-state", own, 6380],
      ["sg-database", own, 5432],
    ]);
    expect(
      [...rotation.all(egress), ...rotation.all(ingress)].filter((it) => it.inputs["cidrIpv4"] !== undefined),
    ).toEqual([]);
  });

  test("opens HTTPS to any address only for NAT", async () => {
    const nat = await record({ awsApi: { kind: "nat" } });
    expect(nat.one(egress, "rotation-to-aws").inputs).toMatchObject({
      cidrIpv4: "0.0.0.0/0",
      fromPort: 443,
      toPort: 443,
    });
  });
});

describe("rotation", () => {
  const type = "aws:secretsmanager/secretRotation:SecretRotation";

  test("is on for each secret, at once and every 90 days, after everything it needs", () => {
    expect(rotation.all(type).map((it) => it.name)).toEqual([
      "rotation-cache-api",
      "rotation-cache-listings",
      "rotation-cache-worker",
      "rotation-database-api",
    ]);
    const { inputs, opts } = rotation.one(type, "rotation-database-api");
    expect(inputs).toEqual({
      region: "eu-west-1",
      secretId: secret("database/api"),
      rotationLambdaArn: lambdaArn,
      rotateImmediately: true,
      rotationRules: { automaticallyAfterDays: 90 },
    });
    expect(opts.dependencies).toEqual(
      expect.arrayContaining([
        "rotation-database-api",
        "rotation-to-database",
        "rotation-from-database",
        "rotation-to-aws",
      ]),
    );
  });

  test("lets Secrets Manager call the function for exactly these secrets", () => {
    const permission = rotation.one("aws:lambda/permission:Permission", "rotation-database-api").inputs;
    expect(permission).toEqual({
      region: "eu-west-1",
      action: "lambda:InvokeFunction",
      function: "shop-prod-rotate",
      principal: "secretsmanager.amazonaws.com",
      sourceAccount: MOCK_ACCOUNT,
      sourceArn: secret("database/api"),
    });
    expect(rotation.all("aws:lambda/permission:Permission")).toHaveLength(5);
  });

  test("waits for what it is told to wait for", async () => {
    const waiting = await recordResources(() => {
      class Job extends pulumi.CustomResource {}
      const job = new Job("test:index:Job", "bootstrap");
      return new Rotation("rotation", { ...makeArgs(), rotateAfter: [job] });
    });
    expect(waiting.one(type, "rotation-cache-api").opts.dependencies).toContain("bootstrap");
  });
});

describe("the age of hand-made secrets", () => {
  test("is reported daily and becomes a metric", () => {
    expect(rotation.one("aws:cloudwatch/eventRule:EventRule").inputs).toMatchObject({
      scheduleExpression: "rate(1 day)",
    });
    expect(rotation.one("aws:cloudwatch/eventTarget:EventTarget").inputs).toMatchObject({
      arn: lambdaArn,
      input: '{"task":"report-ages"}',
    });
    expect(rotation.one("aws:cloudwatch/logMetricFilter:LogMetricFilter").inputs).toMatchObject({
      logGroupName: "/aws/lambda/shop-prod-rotate",
      pattern: '{ $.message.event = "secret-age" }',
      metricTransformation: {
        namespace: "Rampart/Secrets",
        name: "SecretAgeDays",
        value: "$.message.ageDays",
        dimensions: { Secret: "$.message.secret" },
      },
    });
    const permission = rotation.one("aws:lambda/permission:Permission", "rotation-age").inputs;
    expect(permission).toMatchObject({
      principal: "events.amazonaws.com",
      sourceArn: expect.stringContaining("rotation-age"),
    });
  });

  test("is offered to alarms with its limit", () => {
    expect(rotation.result.signals).toEqual({
      errors: { namespace: "AWS/Lambda", metricName: "Errors", functionName: "shop-prod-rotate" },
      failedRotations: {
        source: ["aws.secretsmanager"],
        "detail-type": ["AWS Service Event via CloudTrail"],
        detail: { eventName: ["RotationFailed", "RotationAbandoned"] },
      },
      ages: [
        {
          namespace: "Rampart/Secrets",
          metricName: "SecretAgeDays",
          dimensions: { Secret: "shop-prod/stripe" },
          maxAgeDays: 180,
        },
      ],
    });
  });

  test("is not looked at when there is none", async () => {
    const none = await record({ manualSecrets: {} });
    expect(none.all("aws:cloudwatch/eventRule:EventRule")).toEqual([]);
  });
});

test("offers its group and names its outputs", async () => {
  expect(await valueOf(rotation.result.securityGroupId)).toMatch(/^sg-/);
  expect(rotation.one("rampart:data:Rotation").outputs).toMatchObject({
    functionArn: lambdaArn,
    functionName: "shop-prod-rotate",
  });
});

test("says so when the names are too long for the function's environment", () => {
  expect(() => assertFits({ ROTATION_MANUAL: "x".repeat(4096 - 15) })).not.toThrow();
  expect(() => assertFits({ ROTATION_MANUAL: "x".repeat(4096 - 14) })).toThrow(
    /takes 4097 bytes, and Lambda allows 4096/,
  );
});

describe("contradictions are refused before anything is registered", () => {
  const args = makeArgs();
  const cases: readonly (readonly [string, Partial<RotationArgs>, string])[] = [
    [
      "nothing to do",
      { database: undefined as never, caches: {}, manualSecrets: {} },
      "there is no secret to look after; name database.roles, caches or manualSecrets, or leave the component out.",
    ],
    [
      "more secrets than fit",
      {
        manualSecrets: Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`s${i}`, { arn: "a", maxAgeDays: 1 }])),
      },
      "it names 29 secrets, and one function looks after 28 at most; make a second Rotation.",
    ],
    [
      "a role that Postgres would quote",
      { database: { ...args.database!, roles: { "Api-1": { secretArn: "a", database: "shop" } } } },
      'database.roles has "Api-1"; use up to 61 lower-case letters, digits and underscores, starting with a letter.',
    ],
    [
      "an endpoint that is missing",
      { awsApi: { kind: "endpoints", securityGroupId: "sg-endpoints", services: ["secretsmanager", "kms"] } },
      'the network has no interface endpoint for elasticache; add it, or use awsApi: { kind: "nat" }.',
    ],
    ["a period of no days", { rotationPeriodDays: 0 }, "rotationPeriodDays is 0; use 1 to 365."],
    [
      "an age of no days",
      { manualSecrets: { stripe: { arn: "a", maxAgeDays: 0 } } },
      "manualSecrets.stripe.maxAgeDays is 0; use 1 to 3650.",
    ],
    ["no concurrency", { concurrency: 0 }, 'concurrency is 0; use 1 to 100, or "unreserved".'],
    [
      "one subnet",
      { subnetIds: ["subnet-a"] },
      "subnetIds lists 1 subnet; give two or more in different zones, or one zone's failure stops rotation.",
    ],
    [
      "a malformed prefix",
      { prefix: "Shop_" },
      'prefix is "Shop_"; use 2 to 40 lower-case letters, digits and single hyphens, starting with a letter.',
    ],
  ];
  test.each(cases)("%s", (_, extra, message) => {
    expect(() => new Rotation("rotation", { ...args, ...extra })).toThrow(`Rotation "rotation": ${message}`);
  });

  test("dependsOn, which would order nothing", () => {
    expect(() => new Rotation("rotation", args, { dependsOn: [] })).toThrow(
      'Rotation "rotation": dependsOn is set in the resource options; use the argument rotateAfter',
    );
  });
});
