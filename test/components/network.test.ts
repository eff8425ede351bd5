import { beforeAll, describe, expect, test } from "vitest";
import { Network, type NetworkArgs } from "../../components/network.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";

const tags = { system: "shop", environment: "staging", owner: "platform", dataClass: "internal" };
const args: NetworkArgs = {
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  cidr: "10.20.0.0/16",
  availabilityZones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
  natGateways: "per-zone",
  logsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/logs",
  flowLogRetentionDays: 365,
  tags,
};
const runner = {
  repositoryUrl: "https://github.com/example/platform",
  connectionArn: `arn:aws:codeconnections:eu-west-1:${MOCK_ACCOUNT}:connection/00000000-1111-2222-3333-444444444444`,
  workflowNames: ["Deploy (prod)"],
};
const record = (extra: Partial<NetworkArgs> = {}) => recordResources(() => new Network("main", { ...args, ...extra }));

let network: Recording<Network>;
beforeAll(async () => {
  network = await record();
});

test("every resource has the component as parent and carries the tags it can", () => {
  const made = network.resources.filter((it) => it.custom);
  expect(made.filter((it) => it.parent !== "main")).toEqual([]);
  for (const { inputs } of made.filter((it) => it.inputs.tags !== undefined)) {
    expect(inputs.tags).toMatchObject({ component: "network", owner: "platform", system: "shop" });
  }
  const untaggable = /route:Route$|RouteTableAssociation|RolePolicy/;
  const untagged = network.resources.filter(
    (it) => it.custom && it.inputs.tags === undefined && !untaggable.test(it.type),
  );
  expect(untagged).toEqual([]);
});

test("every regional resource names its region", () => {
  const regional = network.resources.filter((it) => it.custom && !it.type.startsWith("aws:iam/"));
  expect(regional.filter((it) => it.inputs.region !== "eu-west-1").map((it) => it.name)).toEqual([]);
});

describe("the VPC", () => {
  test("resolves names and is protected", () => {
    const vpc = network.one("aws:ec2/vpc:Vpc");
    expect(vpc.inputs).toMatchObject({ cidrBlock: "10.20.0.0/16", enableDnsSupport: true, enableDnsHostnames: true });
    expect(vpc.opts.protect).toBe(true);
  });

  test("closes the default security group and the default route table", () => {
    expect(network.one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs).toMatchObject({
      ingress: [],
      egress: [],
    });
    expect(network.one("aws:ec2/defaultRouteTable:DefaultRouteTable").inputs).toMatchObject({ routes: [] });
  });

  test("has three tiers over the zones, none of which hands out public addresses", () => {
    const subnets = network.all("aws:ec2/subnet:Subnet");
    expect(subnets.map((it) => [it.name, it.inputs.availabilityZone, it.inputs.cidrBlock])).toEqual([
      ["main-data-a", "eu-west-1a", "10.20.192.0/20"],
      ["main-data-b", "eu-west-1b", "10.20.208.0/20"],
      ["main-data-c", "eu-west-1c", "10.20.224.0/20"],
      ["main-private-a", "eu-west-1a", "10.20.0.0/19"],
      ["main-private-b", "eu-west-1b", "10.20.32.0/19"],
      ["main-private-c", "eu-west-1c", "10.20.64.0/19"],
      ["main-public-a", "eu-west-1a", "10.20.128.0/20"],
      ["main-public-b", "eu-west-1b", "10.20.144.0/20"],
      ["main-public-c", "eu-west-1c", "10.20.160.0/20"],
    ]);
    for (const subnet of subnets) {
      expect(subnet.inputs).toMatchObject({ mapPublicIpOnLaunch: false, assignIpv6AddressOnCreation: false });
    }
    const roleOf = (name: string) => network.one("aws:ec2/subnet:Subnet", name).inputs.tags;
    expect(roleOf("main-public-a")).toMatchObject({ "kubernetes.io/role/elb": "1" });
    expect(roleOf("main-private-a")).toMatchObject({ "kubernetes.io/role/internal-elb": "1" });
    expect(Object.keys(roleOf("main-data-a")).filter((key) => key.startsWith("kubernetes"))).toEqual([]);
  });
});

describe("routes", () => {
  test("lead from each private zone to the NAT gateway of the same zone, and from public to the internet", () => {
    expect(network.all("aws:ec2/route:Route").map((it) => [it.name, it.opts.dependencies])).toEqual([
      ["main-private-a-nat", ["main-nat-a", "main-private-a"]],
      ["main-private-b-nat", ["main-nat-b", "main-private-b"]],
      ["main-private-c-nat", ["main-nat-c", "main-private-c"]],
      ["main-public-internet", ["main-internet", "main-public"]],
    ]);
    const tables = network.all("aws:ec2/routeTableAssociation:RouteTableAssociation");
    expect(tables.filter((it) => it.name.includes("-data-")).map((it) => it.opts.dependencies)).toEqual([
      ["main-data", "main-data-a"],
      ["main-data", "main-data-b"],
      ["main-data", "main-data-c"],
    ]);
  });

  test("leave the data tier with nothing but the VPC", () => {
    const data = network.one("aws:ec2/routeTable:RouteTable", "main-data");
    expect(data.inputs.routes).toBeUndefined();
    const leading = network.resources.filter((it) => it.type !== "aws:ec2/routeTableAssociation:RouteTableAssociation");
    expect(leading.filter((it) => it.opts.dependencies.includes("main-data")).map((it) => it.name)).toEqual([]);
    const rule = { protocol: "-1", ruleNo: 100, action: "allow", cidrBlock: "10.20.0.0/16", fromPort: 0, toPort: 0 };
    const acl = network.one("aws:ec2/networkAcl:NetworkAcl", "main-data").inputs;
    expect(acl).toMatchObject({ ingress: [rule], egress: [rule] });
    expect(acl.subnetIds).toHaveLength(3);
  });

  test("go through one NAT gateway for all zones on request", async () => {
    const single = await record({ natGateways: "single" });
    expect(single.all("aws:ec2/natGateway:NatGateway").map((it) => it.name)).toEqual(["main-nat-a"]);
    const nats = single.all("aws:ec2/route:Route").filter((it) => it.inputs.natGatewayId !== undefined);
    expect(nats.map((it) => it.name)).toEqual(["main-private-a-nat", "main-private-b-nat", "main-private-c-nat"]);
    expect(new Set(nats.map((it) => it.inputs.natGatewayId)).size).toBe(1);
  });

  test("lead nowhere from the private tier without NAT", async () => {
    const none = await record({ natGateways: "none" });
    expect(none.all("aws:ec2/natGateway:NatGateway")).toEqual([]);
    expect(none.all("aws:ec2/route:Route").map((it) => it.name)).toEqual(["main-public-internet"]);
    expect(await valueOf(none.result.natPublicIps)).toEqual([]);
  });
});

describe("endpoints", () => {
  test("serve S3 to the private route tables, for buckets of this account and image layers", () => {
    const s3 = network.one("aws:ec2/vpcEndpoint:VpcEndpoint", "main-endpoint-s3");
    expect(s3.inputs).toMatchObject({ vpcEndpointType: "Gateway", serviceName: "com.amazonaws.eu-west-1.s3" });
    expect(s3.inputs.routeTableIds).toHaveLength(3);
    const policy = parsePolicy(s3.inputs.policy);
    expect(policy.sid("OwnBuckets")).toMatchObject({
      Principal: "*",
      Action: ["s3:*"],
      Condition: { StringEquals: { "aws:PrincipalAccount": MOCK_ACCOUNT, "aws:ResourceAccount": MOCK_ACCOUNT } },
    });
    expect(policy.sid("ImageLayers")).toMatchObject({
      Action: ["s3:GetObject"],
      Resource: "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*",
    });
    expect(policy.statements).toHaveLength(2);
  });

  test("open named foreign buckets for reading only", async () => {
    const open = await record({ readableBucketArns: ["arn:aws:s3:::partner"] });
    expect(
      parsePolicy(open.one("aws:ec2/vpcEndpoint:VpcEndpoint", "main-endpoint-s3").inputs.policy).sid("ReadableBuckets"),
    ).toMatchObject({
      Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"],
      Resource: ["arn:aws:s3:::partner", "arn:aws:s3:::partner/*"],
    });
  });

  test("are private, in the private tier, behind their own group, and for this account alone", () => {
    const kms = network.one("aws:ec2/vpcEndpoint:VpcEndpoint", "main-endpoint-kms");
    expect(kms.inputs).toMatchObject({ vpcEndpointType: "Interface", privateDnsEnabled: true });
    expect(kms.inputs.subnetIds).toHaveLength(3);
    expect(kms.opts.dependencies).toEqual([
      "main",
      "main-endpoints",
      "main-private-a",
      "main-private-b",
      "main-private-c",
    ]);
    expect(parsePolicy(kms.inputs.policy).statements).toEqual([
      {
        Sid: "OwnPrincipals",
        Effect: "Allow",
        Principal: "*",
        Action: ["*"],
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalAccount": MOCK_ACCOUNT } },
      },
    ]);
    const sts = parsePolicy(network.one("aws:ec2/vpcEndpoint:VpcEndpoint", "main-endpoint-sts").inputs.policy);
    expect(sts.statements.map((it) => it.Sid)).toEqual(["OwnPrincipals", "TokensForOwnRoles"]);
    expect(sts.sid("TokensForOwnRoles")).toMatchObject({
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Resource: `arn:aws:iam::${MOCK_ACCOUNT}:role/*`,
    });
    // EKS endpoints refuse a policy.
    expect(network.one("aws:ec2/vpcEndpoint:VpcEndpoint", "main-endpoint-eks-auth").inputs.policy).toBeUndefined();
  });

  test("admit HTTPS from the private and data tiers by stand-alone rules", () => {
    const group = network.one("aws:ec2/securityGroup:SecurityGroup", "main-endpoints").inputs;
    expect([group.ingress, group.egress]).toEqual([undefined, undefined]);
    const rules = network.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(rules.map((it) => [it.inputs.cidrIpv4, it.inputs.ipProtocol, it.inputs.fromPort, it.inputs.toPort])).toEqual(
      [
        ["10.20.192.0/18", "tcp", 443, 443],
        ["10.20.0.0/17", "tcp", 443, 443],
      ],
    );
    expect(network.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")).toEqual([]);
  });
});

describe("flow logs", () => {
  test("record all traffic to an encrypted, kept, protected group", () => {
    const group = network.one("aws:cloudwatch/logGroup:LogGroup", "main-flow-logs");
    expect(group.inputs).toMatchObject({
      name: "/rampart/shop/staging/main/flow-logs",
      kmsKeyId: args.logsKeyArn,
      retentionInDays: 365,
      deletionProtectionEnabled: true,
    });
    expect(group.opts.protect).toBe(true);
    const log = network.one("aws:ec2/flowLog:FlowLog");
    expect(log.inputs).toMatchObject({ trafficType: "ALL", logDestinationType: "cloud-watch-logs" });
    expect(log.opts.dependencies).toContain("main-flow-logs-policy");
  });

  test("are written by a role that only the flow-log service of this account may use", () => {
    const role = network.one("aws:iam/role:Role", "main-flow-logs-role");
    expect(parsePolicy(role.inputs.assumeRolePolicy).sid("AssumeByService")).toMatchObject({
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": MOCK_ACCOUNT },
        ArnLike: { "aws:SourceArn": `arn:aws:ec2:eu-west-1:${MOCK_ACCOUNT}:vpc-flow-log/*` },
      },
    });
    const group = `arn:aws:logs:eu-west-1:${MOCK_ACCOUNT}:log-group:/rampart/shop/staging/main/flow-logs`;
    expect(parsePolicy(network.one("aws:iam/rolePolicy:RolePolicy").inputs.policy).sid("WriteRecords")).toMatchObject({
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      Resource: [group, `${group}:*`],
    });
  });
});

describe("protect: false", () => {
  test("lifts the protection of everything", async () => {
    const open = await record({ protect: false });
    expect(open.resources.filter((it) => it.opts.protect)).toEqual([]);
    expect(open.one("aws:cloudwatch/logGroup:LogGroup").inputs.deletionProtectionEnabled).toBe(false);
  });
});

describe("the runner", () => {
  let withRunner: Recording<Network>;
  beforeAll(async () => {
    withRunner = await record({ runner });
  });

  test("is absent unless asked for", () => {
    expect(network.all("aws:codebuild/project:Project")).toEqual([]);
    expect(network.result.runnerSecurityGroupId).toBeUndefined();
  });

  test("runs unprivileged in the private subnets, with encrypted logs, after its rights and routes exist", () => {
    const project = withRunner.one("aws:codebuild/project:Project");
    expect(project.inputs).toMatchObject({
      name: "shop-staging-main-runner",
      projectVisibility: "PRIVATE",
      artifacts: { type: "NO_ARTIFACTS" },
      source: {
        type: "GITHUB",
        location: "https://github.com/example/platform.git",
        auth: { type: "CODECONNECTIONS", resource: runner.connectionArn },
      },
      environment: { privilegedMode: false, imagePullCredentialsType: "CODEBUILD" },
      logsConfig: {
        cloudwatchLogs: { status: "ENABLED", groupName: "/rampart/shop/staging/main/runner" },
        s3Logs: { status: "DISABLED" },
      },
    });
    expect(project.inputs.vpcConfig.subnets).toHaveLength(3);
    expect(project.opts.dependencies).toEqual(expect.arrayContaining(["main-runner-policy", "main-private-a-nat"]));
    expect(withRunner.one("aws:cloudwatch/logGroup:LogGroup", "main-runner-logs").inputs.kmsKeyId).toBe(
      args.logsKeyArn,
    );
  });

  test("may fetch its agent from the bucket of CodeBuild", () => {
    const s3 = withRunner.one("aws:ec2/vpcEndpoint:VpcEndpoint", "main-endpoint-s3");
    expect(parsePolicy(s3.inputs.policy).sid("BuildAgent")).toMatchObject({
      Action: ["s3:GetObject"],
      Resource: "arn:aws:s3:::codefactory-eu-west-1-prod-default-build-agent-executor/*",
    });
  });

  test("starts only for the named workflows", () => {
    expect(withRunner.one("aws:codebuild/webhook:Webhook").inputs.filterGroups).toEqual([
      {
        filters: [
          { type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" },
          { type: "WORKFLOW_NAME", pattern: "^(Deploy \\(prod\\))$" },
        ],
      },
    ]);
  });

  test("can only write its logs, attach interfaces in the private subnets and read its repository", () => {
    const policy = parsePolicy(withRunner.one("aws:iam/rolePolicy:RolePolicy", "main-runner-policy").inputs.policy);
    expect(policy.statements.map((it) => it.Sid)).toEqual([
      "WriteLogs",
      "FindNetwork",
      "MakeInterfaces",
      "AttachInterfaces",
      "RemoveInterfaces",
      "ReachRepository",
    ]);
    const subnets = Array.from({ length: 3 }, () => expect.stringMatching(/:subnet\/subnet-[0-9a-f]{17}$/));
    expect(policy.sid("AttachInterfaces").Condition).toEqual({
      StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" },
      ArnEquals: { "ec2:Subnet": subnets },
    });
    expect(policy.sid("MakeInterfaces").Resource).toEqual([
      `arn:aws:ec2:eu-west-1:${MOCK_ACCOUNT}:network-interface/*`,
      ...subnets,
      expect.stringMatching(/:security-group\/sg-[0-9a-f]{17}$/),
    ]);
    expect(policy.sid("ReachRepository").Resource).toBe(runner.connectionArn);
    const trust = parsePolicy(withRunner.one("aws:iam/role:Role", "main-runner-role").inputs.assumeRolePolicy);
    expect(trust.sid("AssumeByService").Condition.ArnLike).toEqual({
      "aws:SourceArn": `arn:aws:codebuild:eu-west-1:${MOCK_ACCOUNT}:project/shop-staging-main-runner`,
    });
  });

  test("assumes only the roles it is given", async () => {
    const role = `arn:aws:iam::${MOCK_ACCOUNT}:role/deploy`;
    const deploying = await record({ runner: { ...runner, assumableRoleArns: [role] } });
    const policy = parsePolicy(deploying.one("aws:iam/rolePolicy:RolePolicy", "main-runner-policy").inputs.policy);
    expect(policy.sid("Deploy")).toMatchObject({ Action: ["sts:AssumeRole"], Resource: [role] });
  });

  test("admits nothing and sends HTTPS only", () => {
    const rules = withRunner.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
    expect(rules.map((it) => [it.inputs.cidrIpv4, it.inputs.ipProtocol, it.inputs.fromPort, it.inputs.toPort])).toEqual(
      [["0.0.0.0/0", "tcp", 443, 443]],
    );
  });
});

test("offers its outputs in the order of the zones", async () => {
  const { result } = network;
  expect(await valueOf(result.vpcId)).toMatch(/^vpc-/);
  expect(await valueOf(result.vpcCidr)).toBe("10.20.0.0/16");
  expect(await valueOf(result.privateTierCidr)).toBe("10.20.0.0/17");
  expect(await valueOf(result.natPublicIps)).toHaveLength(3);
  const registered = network.one("rampart:aws:Network").outputs;
  const placed = network.one("aws:ec2/vpcEndpoint:VpcEndpoint", "main-endpoint-kms").inputs.subnetIds;
  expect(registered?.privateSubnetIds).toEqual(placed);
  expect(await valueOf(result.privateSubnetIds)).toEqual(placed);
  expect(registered?.dataSubnetIds).toHaveLength(3);
});

describe("refuses", () => {
  const refused: [string, Partial<NetworkArgs>, string][] = [
    ["an account id that is none", { accountId: "1234" }, 'accountId is "1234"; give the twelve digits'],
    ["one zone", { availabilityZones: ["eu-west-1a"] }, "availabilityZones lists 1; give two or three"],
    [
      "a zone of another region",
      { availabilityZones: ["eu-west-1a", "eu-west-2b"] },
      'zone "eu-west-2b" is not one of eu-west-1',
    ],
    [
      "a local zone",
      { availabilityZones: ["eu-west-1a", "eu-west-1-lhr-1a"] },
      'zone "eu-west-1-lhr-1a" is not one of',
    ],
    ["a zone twice", { availabilityZones: ["eu-west-1a", "eu-west-1a"] }, "names a zone twice"],
    ["a public network", { cidr: "8.8.0.0/16" }, 'cidr is "8.8.0.0/16", which is not private'],
    [
      "a retention that CloudWatch lacks",
      { flowLogRetentionDays: 100 },
      "flowLogRetentionDays is 100, which CloudWatch",
    ],
    ["a full service name", { interfaceEndpoints: ["com.amazonaws.eu-west-1.kms"] }, "is not a short service name"],
    ["an interface endpoint for S3", { interfaceEndpoints: ["s3"] }, "S3 has a gateway endpoint"],
    ["an endpoint twice", { interfaceEndpoints: ["kms", "kms"] }, "names a service twice"],
    ["a runner without NAT", { natGateways: "none", runner }, "the runner needs a way to GitHub"],
    ["a runner for no workflow", { runner: { ...runner, workflowNames: [] } }, "runner.workflowNames is empty"],
    [
      "a runner for another forge",
      { runner: { ...runner, repositoryUrl: "https://gitlab.com/a/b" } },
      "runner.repositoryUrl is",
    ],
    [
      "an old connection",
      { runner: { ...runner, connectionArn: "arn:aws:codestar-connections:x" } },
      "it must begin with",
    ],
    ["a runner without end", { runner: { ...runner, timeoutMinutes: 4000 } }, "whole minutes from 5 to 2160"],
  ];
  test.each(refused)("%s", (_what, extra, message) => {
    expect(() => new Network("main", { ...args, ...extra })).toThrow(`Network "main": `);
    expect(() => new Network("main", { ...args, ...extra })).toThrow(message);
  });
});
