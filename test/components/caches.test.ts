import { beforeAll, describe, expect, test } from "vitest";
import { Caches, type CachesArgs, type CacheUserArgs } from "../../components/caches.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";

const tags = { system: "shop", environment: "prod", owner: "platform", dataClass: "personal" };
const key = (id: string): string => `arn:aws:kms:eu-west-1:${MOCK_ACCOUNT}:key/${id}`;
const users = {
  api: { store: "state", purposes: ["rate-limits", "revocations"], keyPrefixes: ["rate:", "jti:"] },
  worker: { store: "state", purposes: ["queue"], keyPrefixes: ["rq:"], channelPrefixes: ["rq:pubsub:"] },
  listings: { store: "cache", purposes: ["cache"], keyPrefixes: ["crop:"] },
} as const satisfies Record<string, CacheUserArgs>;
const args: CachesArgs = {
  prefix: "shop-prod",
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b"],
  kmsKeyArn: key("data"),
  secretsKeyArn: key("secrets"),
  logsKeyArn: key("logs"),
  logRetentionDays: 365,
  stores: { state: { nodeType: "cache.m7g.large" }, cache: { nodeType: "cache.t4g.small", nodes: 3 } },
  users,
  tags,
};
const outputs = { "random:index/randomId:RandomId": () => ({ hex: "0a1b2c3d" }) };
const record = (extra: Partial<CachesArgs> = {}) =>
  recordResources(() => new Caches("caches", { ...args, ...extra }), { outputs });

const group = "aws:elasticache/replicationGroup:ReplicationGroup";
const userType = "aws:elasticache/user:User";

let caches: Recording<Caches>;
beforeAll(async () => {
  caches = await record();
});

describe("a store", () => {
  test("is a Valkey group with TLS, users, keys, failover, snapshots and logs", () => {
    const { inputs, opts } = caches.one(group, "caches-state");
    expect(inputs).toEqual({
      region: "eu-west-1",
      replicationGroupId: "shop-prod-state",
      description: "noeviction store of shop prod",
      engine: "valkey",
      engineVersion: "8.2",
      autoMinorVersionUpgrade: true,
      nodeType: "cache.m7g.large",
      clusterMode: "disabled",
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      port: 6380,
      parameterGroupName: expect.stringMatching(/^caches-state-/),
      subnetGroupName: expect.stringMatching(/^caches-/),
      securityGroupIds: [expect.stringMatching(/^sg-/)],
      atRestEncryptionEnabled: true,
      kmsKeyId: key("data"),
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      userGroupIds: ["shop-prod-state"],
      snapshotRetentionLimit: 7,
      snapshotWindow: "01:00-02:00",
      finalSnapshotIdentifier: "shop-prod-state-final-0a1b2c3d",
      maintenanceWindow: "sun:03:00-sun:04:00",
      applyImmediately: false,
      logDeliveryConfigurations: ["slow-log", "engine-log"].map((logType) => ({
        logType,
        logFormat: "json",
        destinationType: "cloudwatch-logs",
        destination: `/aws/vendedlogs/elasticache/shop-prod-state/${logType}`,
      })),
      tags: expect.objectContaining({ component: "caches", "data-class": "personal" }),
    });
    expect(opts.protect).toBe(true);
    expect(opts.dependencies).toContain("caches-log-delivery");
  });

  test("never evicts as state and evicts expiring keys as cache, and gives no channel unasked", () => {
    const parameters = (store: string) =>
      caches.one("aws:elasticache/parameterGroup:ParameterGroup", `caches-${store}`).inputs;
    const channels = { name: "acl-pubsub-default", value: "resetchannels" };
    expect(parameters("state")).toMatchObject({
      family: "valkey8",
      parameters: [{ name: "maxmemory-policy", value: "noeviction" }, channels],
    });
    expect(parameters("cache").parameters).toEqual([{ name: "maxmemory-policy", value: "volatile-lru" }, channels]);
    expect(caches.one(group, "caches-cache").inputs["numCacheClusters"]).toBe(3);
  });

  test("gives up failover only by its name", async () => {
    const single = await record({
      stores: { state: { nodeType: "cache.t4g.micro", singleNodeWithoutFailover: true } },
      users: {},
    });
    expect(single.one(group).inputs).toMatchObject({
      numCacheClusters: 1,
      automaticFailoverEnabled: false,
      multiAzEnabled: false,
      transitEncryptionMode: "required",
    });
  });

  test("takes knobs", async () => {
    const tuned = await record({
      stores: { state: { nodeType: "cache.m7g.large", snapshotRetentionDays: 35 } },
      users: {},
      engineVersion: "7.2",
      port: 6379,
      applyImmediately: true,
      notificationTopicArn: "arn:aws:sns:eu-west-1:111122223333:alerts",
      protect: false,
    });
    expect(tuned.one(group).inputs).toMatchObject({
      engineVersion: "7.2",
      port: 6379,
      snapshotRetentionLimit: 35,
      applyImmediately: true,
      notificationTopicArn: "arn:aws:sns:eu-west-1:111122223333:alerts",
    });
    expect(tuned.one("aws:elasticache/parameterGroup:ParameterGroup").inputs["family"]).toBe("valkey7");
    expect(tuned.one(group).opts.protect).toBe(false);
  });

  test("has a security group without rules of its own until a client is allowed", async () => {
    const security = caches.one("aws:ec2/securityGroup:SecurityGroup", "caches-state").inputs;
    expect(security).not.toHaveProperty("ingress");
    expect(security).not.toHaveProperty("egress");
    expect(caches.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")).toEqual([]);

    const open = await recordResources(
      () => {
        const made = new Caches("caches", args);
        made.allowFrom("api", "sg-api");
        made.allowFrom("web", "sg-web", "cache");
      },
      { outputs },
    );
    expect(
      open.one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "caches-state-from-api").inputs,
    ).toMatchObject({
      region: "eu-west-1",
      referencedSecurityGroupId: "sg-api",
      ipProtocol: "tcp",
      fromPort: 6380,
      toPort: 6380,
    });
    const cacheRule = open.one(
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      "caches-cache-from-web",
    ).inputs;
    expect(cacheRule["securityGroupId"]).toBe(open.one(group, "caches-cache").inputs["securityGroupIds"][0]);
  });

  test("logs to encrypted groups that only this account's log delivery may write", () => {
    const logs = caches.all("aws:cloudwatch/logGroup:LogGroup");
    expect(logs.map((it) => it.name)).toEqual([
      "caches-cache-engine-log",
      "caches-cache-slow-log",
      "caches-state-engine-log",
      "caches-state-slow-log",
    ]);
    for (const log of logs) expect(log.inputs).toMatchObject({ kmsKeyId: key("logs"), retentionInDays: 365 });
    const policy = caches.one("aws:cloudwatch/logResourcePolicy:LogResourcePolicy").inputs;
    expect(parsePolicy(policy["policyDocument"]).sid("DeliverCacheLogs")).toEqual({
      Sid: "DeliverCacheLogs",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `arn:aws:logs:eu-west-1:${MOCK_ACCOUNT}:log-group:/aws/vendedlogs/elasticache/shop-prod-*:log-stream:*`,
      Condition: {
        StringEquals: { "aws:SourceAccount": MOCK_ACCOUNT },
        ArnLike: { "aws:SourceArn": `arn:aws:logs:eu-west-1:${MOCK_ACCOUNT}:*` },
      },
    });
  });
});

describe("users", () => {
  test("have a password, the access of their purposes, and passwords that later updates leave alone", () => {
    const worker = caches.one(userType, "caches-worker");
    expect(worker.inputs).toMatchObject({
      region: "eu-west-1",
      userId: "shop-prod-worker",
      userName: "worker",
      engine: "valkey",
      accessString: expect.stringMatching(/^on ~rq:\* &rq:pubsub:\* -@all \+/),
      authenticationMode: { type: "password", passwords: [expect.stringMatching(/^.{48}$/)] },
    });
    expect(worker.inputs).not.toHaveProperty("noPasswordRequired");
    expect(worker.opts.ignoreChanges).toEqual(["authenticationMode"]);
    expect(worker.secretPaths.some((path) => path.startsWith("authenticationMode"))).toBe(true);
  });

  test("replace the built-in user by one that is off, in every group", () => {
    expect(caches.one(userType, "caches-default-off").inputs).toMatchObject({
      userId: "shop-prod-default-off",
      userName: "default",
      accessString: "off -@all",
      authenticationMode: { type: "password" },
    });
    const members = (store: string) => caches.one("aws:elasticache/userGroup:UserGroup", `caches-${store}`).inputs;
    expect(members("state")).toMatchObject({
      engine: "valkey",
      userGroupId: "shop-prod-state",
      userIds: ["shop-prod-default-off", "shop-prod-api", "shop-prod-worker"],
    });
    expect(members("cache")["userIds"]).toEqual(["shop-prod-default-off", "shop-prod-listings"]);
  });

  test("each have an encrypted secret with a URL, written once", () => {
    const secret = caches.one("aws:secretsmanager/secret:Secret", "caches-api");
    expect(secret.inputs).toMatchObject({
      name: "shop-prod/cache/api",
      kmsKeyId: key("secrets"),
      recoveryWindowInDays: 30,
    });
    const version = caches.one("aws:secretsmanager/secretVersion:SecretVersion", "caches-api");
    expect(version.secretPaths).toContain("secretString");
    expect(version.opts.ignoreChanges).toEqual(["secretString", "versionStages"]);
    const password = caches.one(userType, "caches-api").inputs["authenticationMode"].passwords[0];
    const host = "master.caches-state.abc123.euw1.cache.amazonaws.com";
    expect(JSON.parse(version.inputs["secretString"])).toEqual({
      username: "api",
      password,
      host,
      port: "6380",
      url: `rediss://api:${password}@${host}:6380/0`,
    });
    expect(
      JSON.parse(
        caches.one("aws:secretsmanager/secretVersion:SecretVersion", "caches-listings").inputs["secretString"],
      )["host"],
    ).toBe("master.caches-cache.abc123.euw1.cache.amazonaws.com");
  });

  test("have secrets that refuse clear text and other accounts", () => {
    const { inputs } = caches.one("aws:secretsmanager/secretPolicy:SecretPolicy", "caches-api");
    expect(inputs["blockPublicPolicy"]).toBe(true);
    const policy = parsePolicy(inputs["policy"]);
    expect(policy.statements.map((it) => it.Effect)).toEqual(["Deny", "Deny"]);
    expect(policy.sid("DenyWithoutTls").Condition).toEqual({ Bool: { "aws:SecureTransport": "false" } });
    expect(policy.sid("DenyOtherAccounts").Condition).toEqual({
      StringNotEquals: { "aws:PrincipalAccount": MOCK_ACCOUNT },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    });
  });
});

describe("the component", () => {
  test("offers what workloads and rotation need", async () => {
    const { result } = caches;
    expect(await valueOf(result.stores.state.address)).toBe("master.caches-state.abc123.euw1.cache.amazonaws.com");
    expect(result.stores.state.connection).toMatchObject({
      name: "cache-state",
      port: 6380,
      to: { kind: "securityGroup" },
    });
    expect(result.users["worker"]).toMatchObject({ userId: "shop-prod-worker", store: "state", port: 6380 });
    expect(await valueOf(result.userSecrets["worker"]?.arn ?? "")).toContain(":secret:shop-prod/cache/worker-");
    expect(caches.one("rampart:data:Caches").outputs).toMatchObject({
      stateAddress: "master.caches-state.abc123.euw1.cache.amazonaws.com",
    });
  });

  test("is the parent of everything, in its Region, with its tags", () => {
    const made = caches.resources.filter((resource) => resource.custom);
    expect(made.filter(({ parent }) => parent !== "caches")).toEqual([]);
    const regional = made.filter(({ type }) => !type.startsWith("random:"));
    expect(regional.filter(({ inputs }) => inputs["region"] !== "eu-west-1").map(({ name }) => name)).toEqual([]);
    const taggable = regional.filter(({ type }) => !/SecretVersion|SecretPolicy|LogResourcePolicy/.test(type));
    expect(taggable.filter(({ inputs }) => inputs["tags"]?.["managed-by"] !== "rampart")).toEqual([]);
  });
});

describe("contradictions are refused before anything is registered", () => {
  const api = users.api;
  const cases: readonly (readonly [string, Partial<CachesArgs>, string])[] = [
    [
      "lasting data in an evicting store",
      { users: { api: { ...api, store: "cache" } } },
      'users.api keeps rate-limits, revocations in the store "cache", which evicts keys when memory runs short; bind it to the store "state".',
    ],
    [
      "a store that is not there",
      { stores: { state: { nodeType: "cache.m7g.large" } } },
      'users.listings.store is "cache", which stores does not have; add it or use state.',
    ],
    [
      "no key prefix",
      { users: { api: { ...api, keyPrefixes: [] } } },
      'users.api.keyPrefixes is empty; name the keys that it may touch, such as "rate:".',
    ],
    [
      "a pattern as key prefix",
      { users: { api: { ...api, keyPrefixes: ["*"] } } },
      'users.api.keyPrefixes has "*"; use letters, digits and : _ . { } - without a pattern: the star at the end is added.',
    ],
    ["no purpose", { users: { api: { ...api, purposes: [] } } }, "users.api.purposes is empty; name at least one."],
    [
      "the built-in user's name",
      { users: { default: api } },
      'users has "default"; use lower-case letters, digits and single hyphens, and neither default nor default-off.',
    ],
    [
      "an id that is too long",
      { users: { ["a".repeat(40)]: api } },
      `users.${"a".repeat(40)} would have the id "shop-prod-${"a".repeat(40)}", which is longer than 40 characters; shorten it or prefix.`,
    ],
    [
      "one node with failover",
      { stores: { state: { nodeType: "cache.m7g.large", nodes: 1 } }, users: {} },
      "stores.state.nodes is 1; use 2 to 6, or set singleNodeWithoutFailover where losing the data is acceptable.",
    ],
    [
      "several nodes without failover",
      { stores: { state: { nodeType: "cache.m7g.large", nodes: 2, singleNodeWithoutFailover: true } }, users: {} },
      "stores.state asks for 2 nodes and for singleNodeWithoutFailover; keep one of the two.",
    ],
    [
      "no snapshots",
      { stores: { state: { nodeType: "cache.m7g.large", snapshotRetentionDays: 0 } }, users: {} },
      "stores.state.snapshotRetentionDays is 0; ElastiCache keeps snapshots for 1 to 35 days.",
    ],
    [
      "a class of another service",
      { stores: { state: { nodeType: "db.m7g.large" } }, users: {} },
      'stores.state.nodeType is "db.m7g.large"; use an ElastiCache class such as cache.t4g.small.',
    ],
    [
      "one subnet",
      { subnetIds: ["subnet-a"] },
      "subnetIds lists 1 subnet; stores.state needs subnets in at least two zones for failover.",
    ],
    [
      "a malformed prefix",
      { prefix: "Shop" },
      'prefix is "Shop"; use 2 to 20 lower-case letters, digits and single hyphens, starting with a letter.',
    ],
    [
      "a short recovery",
      { secretRecoveryDays: 1 },
      "secretRecoveryDays is 1; Secrets Manager takes whole days from 7 to 30.",
    ],
    ["a low port", { port: 80 }, "port is 80; ElastiCache allows 1150 to 65535."],
    [
      "a version of Redis",
      { engineVersion: "7.1" as never },
      'engineVersion is "7.1"; use one of 7.2, 8.0, 8.1, 8.2, 9.0.',
    ],
    [
      "a malformed snapshot window",
      { snapshotWindow: "1-2" },
      'snapshotWindow is "1-2"; write it in UTC as 01:00-02:00.',
    ],
    [
      "a short snapshot window",
      { snapshotWindow: "01:00-01:30" },
      'snapshotWindow is "01:00-01:30"; ElastiCache needs at least 60 minutes.',
    ],
    [
      "a malformed maintenance window",
      { maintenanceWindow: "sunday" },
      'maintenanceWindow is "sunday"; write it in UTC as sun:03:00-sun:04:00.',
    ],
    [
      "windows that overlap over midnight",
      { snapshotWindow: "23:30-00:30", maintenanceWindow: "mon:00:00-mon:01:00" },
      'snapshotWindow "23:30-00:30" and maintenanceWindow "mon:00:00-mon:01:00" overlap; move one of them.',
    ],
    [
      "a retention that CloudWatch does not offer",
      { logRetentionDays: 42 },
      "logRetentionDays is 42, which CloudWatch Logs does not offer; use one of",
    ],
  ];
  test.each(cases)("%s", (_, extra, message) => {
    expect(() => new Caches("caches", { ...args, ...extra })).toThrow(`Caches "caches": ${message}`);
  });

  test("a rule for a store that is not there", async () => {
    const made = await record({ stores: { state: { nodeType: "cache.m7g.large" } }, users: {} });
    expect(() => made.result.allowFrom("web", "sg-web", "cache")).toThrow(
      'Caches "caches": allowFrom("web") names the store "cache", which stores does not have; add it or use state.',
    );
  });
});
