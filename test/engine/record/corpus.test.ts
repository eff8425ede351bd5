import { describe, expect, test } from "vitest";
import { encodePlan } from "../../../engine/plan-codec.ts";
import { Asset, Reference, Secret, UNKNOWN, isSimulatedText } from "../../../policies/value.ts";
import { corpus, named, record, recordBoth, recordOnce } from "./programs.ts";

describe("programs that both front ends can record", () => {
  test.each([
    "esm",
    "main-folder",
    "dynamic",
    "remote",
    "references",
    "config-types",
    "transforms",
    "invokes",
    "jitter",
    "exits-when-done",
  ])("give the same bytes: %s", async (program) => {
    const { inProcess, foreign } = await recordBoth(program);
    expect(foreign).toBe(inProcess);
  });

  test("and so does this repository's own program", async () => {
    const { inProcess, foreign } = await recordBoth("../../..", { stack: "prod" });
    expect(foreign).toBe(inProcess);
    expect(inProcess).toContain("components/");
  });

  test("and in preview mode, too", async () => {
    const { inProcess, foreign } = await recordBoth("esm", { mode: "preview" });
    expect(foreign).toBe(inProcess);
  });
});

describe("what is recorded", () => {
  test("of an ES module: URNs, parents, dependencies, options, secrets, positions", async () => {
    const output: string[] = [];
    const plan = await record("esm", { output });
    const chain = "urn:pulumi:dev::esm::corpus:index:Shop";
    expect(output).toEqual(["greeting hello"]);
    expect(named(plan, "shop-a").urn).toBe(`${chain}$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet::shop-a`);
    expect(named(plan, "shop-vpc")).toMatchObject({
      parent: `${chain}::shop`,
      source: { file: "shop.ts", line: 10, column: 17 },
      declaredAt: { file: "index.ts", line: 7, column: 14 },
    });
    const database = plan.resources.find(({ type }) => type === "aws:rds/instance:Instance");
    expect(database).toMatchObject({
      options: {
        protect: true,
        ignoreChanges: ["password"],
        aliases: [`${chain}$aws:rds/instance:Instance::old-db`, `${chain}$aws:rds/old:Old::shop-db`],
      },
      secret: ["/password", "/tags/secret"],
      // The stand-in of an encrypted value, the provider's name for the group, and a password inside a tag.
      simulated: ["/dbSubnetGroupName", "/password", "/tags/secret"],
      propertyDependencies: { dbSubnetGroupName: [`${chain}$aws:rds/subnetGroup:SubnetGroup::shop-db`] },
    });
    expect(database?.inputs["password"]).toMatchObject({ value: expect.stringMatching(/^simulated-51a7ed/) });
    expect(named(plan, "shop-sg").simulated).toEqual(["/ingress/0/fromPort", "/ingress/0/toPort", "/vpcId"]);
    expect(named(plan, "shop-secret")).toMatchObject({
      provider: `${chain}$pulumi:providers:kubernetes::shop-cluster`,
      secret: ["/stringData"],
    });
    expect(named(plan, "page").inputs["source"]).toBeInstanceOf(Asset);
    expect(named(plan, "esm-dev").outputs).toMatchObject({ isPreview: true });
    expect(plan.invokes).toMatchObject([{ token: "aws:iam/getPolicyDocument:getPolicyDocument", answer: "built-in" }]);
  });

  test("in preview mode: nothing is simulated, what is computed is unknown", async () => {
    const plan = await record("esm", { mode: "preview" });
    expect(plan.resources.flatMap(({ simulated }) => simulated)).toEqual(["/password"]);
    expect(named(plan, "shop-vpc").outputs).toBeUndefined();
    expect(named(plan, "shop-a").inputs["vpcId"]).toBe(UNKNOWN);
    // What a resource was given is known again.
    expect(named(plan, "shop-sg").inputs["ingress"]).toEqual([
      { protocol: "tcp", fromPort: UNKNOWN, toPort: UNKNOWN, cidrBlocks: ["10.0.0.0/16"] },
    ]);
  });

  test("of CommonJS with ts-node habits: directory imports, enums, parameter properties", async () => {
    const plan = await record("commonjs");
    expect(named(plan, "media-bucket")).toMatchObject({
      urn: "urn:pulumi:dev::commonjs::corpus:index:Store$aws:s3/bucket:Bucket::media-bucket",
      inputs: { tags: { kind: "media" } },
      source: { file: "lib/index.ts", line: 10, column: 10 },
      declaredAt: { file: "index.ts", line: 15, column: 1 },
    });
  });

  test("of a `main` in a folder: its working directory, another folder for configuration, archives", async () => {
    const plan = await recordOnce("main-folder");
    expect(plan.resources.filter(({ type }) => type === "aws:sqs/queue:Queue")).toHaveLength(3);
    expect(named(plan, "queue-0").inputs).toEqual({ tags: { note: "from the program's folder" } });
    expect(named(plan, "archive").inputs["source"]).toMatchObject({ kind: "archive", path: "program/files" });
  });

  test("of an async default export: what it returns are the stack's outputs", async () => {
    const plan = await record("async-export");
    expect(named(plan, "async-export-dev").outputs).toEqual({
      topic: named(plan, "alerts").outputs?.["arn"],
      nested: { secret: new Secret("hidden value") },
    });
    expect(encodePlan(plan)).not.toContain("hidden value");
  });

  test("of a dynamic provider: its code, and outputs that nobody knows", async () => {
    const plan = await recordOnce("dynamic");
    const row = named(plan, "row");
    expect(row.type).toBe("pulumi-nodejs:dynamic:Resource");
    expect(row.inputs["__provider"]).toContain("created: true");
    expect(named(plan, "dynamic-dev").outputs).toMatchObject({ created: UNKNOWN });
  });

  test("of remote components, charts and manifests: opaque, their outputs and methods unknown", async () => {
    const output: string[] = [];
    const plan = await record("remote", { output });
    expect(output).toEqual(["function", "true"]);
    expect(named(plan, "cluster")).toMatchObject({
      opaque: true,
      custom: false,
      secret: ["/password"],
      simulated: ["/vpcId"],
    });
    for (const name of ["chart", "overlay", "manifests"]) expect(named(plan, name).opaque).toBe(true);
    expect(named(plan, "map").unknown).toEqual(["/data/kubeconfig", "/data/token"]);
    expect(plan.invokes).toEqual([
      {
        token: "eks:index:Cluster/token",
        args: { __self__: new Reference(named(plan, "cluster").urn) },
        answer: "unknown",
      },
    ]);
  });

  test("of reads and other stacks: external, known by fixtures or not at all", async () => {
    const without = await recordOnce("references");
    expect(named(without, "shared")).toMatchObject({ external: true, outputs: { id: "vpc-0123456789abcdef0" } });
    expect(named(without, "known").inputs["vpcId"]).toBe("vpc-0123456789abcdef0");
    expect(named(without, "from-stack").unknown).toEqual(["/vpcId"]);
    const plan = await record("references", { fixtures: `${corpus("references")}/fixtures.yaml` });
    expect(named(plan, "from-stack").inputs["vpcId"]).toBe("vpc-00000000000000001");
    expect(named(plan, "password").inputs["value"]).toEqual(new Secret("a password of the other stack"));
    expect(named(plan, "group")).toMatchObject({
      provider: "urn:pulumi:dev::references::pulumi:providers:aws::frankfurt",
      outputs: { region: "eu-central-1" },
    });
    expect(named(plan, "shared").outputs?.["arn"]).toMatch(
      /^arn:aws:ec2:us-east-1:210987654321:vpc\/vpc-0123456789abcdef0-51a7ed/,
    );
    expect(encodePlan(plan)).not.toContain("a password of the other stack");
  });

  test("of configuration: types, defaults, nested values, encrypted ones as secret stand-ins", async () => {
    const output: string[] = [];
    const plan = await record("config-types", { output, config: { replicas: "5" } });
    const settings = named(plan, "settings").inputs["value"] as Secret;
    expect(JSON.parse(settings.value as string)).toEqual({
      name: "shop",
      replicas: 5,
      debug: true,
      zones: ["a", "b"],
      account: "123456789012",
      user: "app",
      region: "eu-north-1",
    });
    const token = named(plan, "token").inputs["value"] as Secret;
    expect(isSimulatedText(token.value as string)).toBe(true);
    expect(output).toEqual(["the token is [secret]"]);
  });

  test("after transforms: the resource's ancestors' first, then the stack's; options and secrets included", async () => {
    const plan = await recordOnce("transforms");
    const bucket = named(plan, "store-bucket");
    expect(bucket.options).toMatchObject({ protect: true, ignoreChanges: ["tags"] });
    expect(bucket.inputs["forceDestroy"]).toBe(false);
    expect(bucket.inputs["tags"]).toEqual({ topic: named(plan, "store-topic").outputs?.["arn"], stack: "yes" });
    expect(bucket.propertyDependencies).toEqual({ tags: [named(plan, "store-topic").urn] });
    expect(named(plan, "store-topic").inputs).toEqual({
      displayName: "transformed",
      tags: { secret: new Secret("hidden") },
    });
    expect(named(plan, "kept-policy").options).toMatchObject({ retainOnDelete: true });
    // The engine takes what comes back for all that the properties depend on.
    expect(named(plan, "own")).toMatchObject({
      inputs: { name: "own-name", tags: { url: named(plan, "kept").outputs?.["url"] } },
      dependencies: [named(plan, "kept").urn],
      propertyDependencies: {},
    });
  });

  test("of invokes: built-in answers, unknown ones that stay unknown, secret arguments redacted", async () => {
    const plan = await recordOnce("invokes");
    expect(named(plan, "subnet").inputs).toEqual({
      availabilityZone: "ap-southeast-2a",
      cidrBlock: "10.0.0.0/24",
      vpcId: UNKNOWN,
      tags: { account: "123456789012", image: UNKNOWN, zone: new Secret(UNKNOWN) },
    });
    expect(plan.invokes.map(({ token, answer }) => [token, answer])).toEqual([
      ["aws:ecr/getImage:getImage", "unknown"],
      ["aws:index/getAvailabilityZones:getAvailabilityZones", "built-in"],
      ["aws:index/getCallerIdentity:getCallerIdentity", "built-in"],
      ["aws:route53/getZone:getZone", "unknown"],
      ["aws:ssm/getParameter:getParameter", "unknown"],
    ]);
    expect(encodePlan(plan)).not.toContain("hidden.example.com");
  });

  test("of invokes with fixtures: matched by token and the arguments they name", async () => {
    const fixtures = {
      accountId: "210987654321",
      invokes: [
        { token: "aws:ssm/getParameter:getParameter", args: { name: "/other" }, result: { value: "vpc-wrong" } },
        { token: "aws:ssm/getParameter:getParameter", args: { name: "/shared/vpc" }, result: { value: "vpc-0a" } },
        { token: "aws:route53/getZone:getZone", args: { name: "hidden.example.com" }, result: { zoneId: "Z1" } },
      ],
    };
    const plan = await record("invokes", { fixtures });
    expect(named(plan, "subnet").inputs).toMatchObject({
      vpcId: "vpc-0a",
      tags: { account: "210987654321", zone: new Secret("Z1") },
    });
  });
});

test("a recording names the account that a provider or the configuration tells", async () => {
  const plan = await recordOnce("accounts");
  const arns = ["own-topic", "north-topic", "archive-topic"].map((name) => String(named(plan, name).outputs?.["arn"]));
  expect(arns.map((arn) => arn.split(":").slice(3, 5))).toEqual([
    ["eu-central-1", "111122223333"],
    ["eu-north-1", "111122223333"],
    ["eu-central-1", "444455556666"],
  ]);
  const stack = plan.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  expect(stack?.outputs?.["callers"]).toEqual({ own: "111122223333", archive: "444455556666" });
});

describe("a recording", () => {
  test("has the same bytes however the program's timing varies", async () => {
    const plans = await Promise.all([record("jitter"), record("jitter"), record("jitter")]);
    const [first, ...others] = plans.map((plan) => encodePlan(plan));
    for (const other of others) expect(other).toBe(first);
    expect(plans[0]?.resources).toHaveLength(14);
  });

  test("passes on what the caller says of the environment", async () => {
    const plan = await record("dynamic", { environment: "production", tier: "prod" });
    expect(plan).toMatchObject({ environment: "production", tier: "prod", program: { project: "dynamic" } });
  });
});
