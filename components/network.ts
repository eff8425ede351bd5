import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkLogRetention } from "./_log-retention.ts";
import { planAddresses } from "./_network-addresses.ts";
import { DEFAULT_INTERFACE_ENDPOINTS, createEndpoints } from "./_network-endpoints.ts";
import { createFlowLogs } from "./_network-flow-logs.ts";
import { type RunnerArgs, checkRunner, createRunner } from "./_network-runner.ts";
import { createDataTier, createPrivateTier, createPublicTier } from "./_network-tiers.ts";
import { type Tags, namedTags } from "./_tags.ts";

export type { RunnerArgs } from "./_network-runner.ts";

/** What a `Network` is made of. */
export interface NetworkArgs {
  /** AWS region of everything in it, for example `eu-west-1`. */
  readonly region: string;
  /** Twelve-digit id of the account. */
  readonly accountId: string;
  /**
   * Addresses of the VPC: a private network (RFC 1918) from /16 to /20, given by its first address. How it is cut
   * into subnets is written in `_network-addresses.ts`. A /20 gives each zone 507 addresses for pods, a /16 8,187.
   */
  readonly cidr: string;
  /**
   * Two or three zones of the region by name, for example `["eu-west-1a", "eu-west-1b"]`. A zone's subnets follow
   * its place in the list: append a zone, but never reorder or drop one, or subnets are replaced.
   */
  readonly availabilityZones: readonly string[];
  /**
   * Ways out for the private tier: one NAT gateway a zone (a failed zone takes no other with it), a single one
   * in the first zone, or none (then only the endpoints below can be reached).
   */
  readonly natGateways: "per-zone" | "single" | "none";
  /** Key of the log groups; its policy must admit CloudWatch Logs of this region. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days to keep flow records and the runner's logs, one of the periods CloudWatch Logs offers. */
  readonly flowLogRetentionDays: number;
  /**
   * AWS services reached by an interface endpoint, by short name, for example `ecr.api`; S3 always has a gateway
   * endpoint. Each costs about 7 USD a month and zone.
   * @default ecr.api, ecr.dkr, eks-auth, elasticache, kms, logs, secretsmanager, ssm, sts
   */
  readonly interfaceEndpoints?: readonly string[];
  /**
   * ARNs of buckets of other accounts that may be read (never written) through the S3 endpoint. Public registries
   * and package mirrors on S3 count: `registry.k8s.io` serves layers from `prod-registry-k8s-io-<region>`.
   * @default none
   */
  readonly readableBucketArns?: readonly pulumi.Input<string>[];
  /** A deployment runner in the private tier, for a cluster with a private endpoint. @default none */
  readonly runner?: RunnerArgs;
  /** Refuse deletion of the VPC, its NAT addresses (partners allow-list them) and its log groups. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

/**
 * A VPC with three tiers over two or three zones.
 *
 * - Public: NAT gateways only; tagged for load balancers that face the internet.
 * - Private: pods and functions; out through NAT, to AWS through endpoints.
 * - Data: databases and caches; no route leads out, and a network ACL admits the VPC alone.
 *
 * Guarantees: no subnet hands out public addresses; the default security group and the default route table are
 * empty; flow records of all traffic go to an encrypted log group; every security group rule is a resource of
 * its own; endpoints whose service takes a policy serve identities of this account only; through the S3 endpoint
 * nothing is written to a bucket of another account.
 *
 * Cannot: IPv6, more than three zones, peering or transit gateways (whoever makes those adds the routes back to
 * `privateRouteTableIds`). The default network ACL stays as AWS makes it: ACLs are stateless, and one that is narrow
 * enough to matter for the routed tiers drops return traffic.
 *
 * ```ts
 * const network = new Network("main", {
 *   region: "eu-west-1",
 *   accountId: "111122223333",
 *   cidr: "10.20.0.0/16",
 *   availabilityZones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
 *   natGateways: "per-zone",
 *   logsKeyArn: keys.logs.arn,
 *   flowLogRetentionDays: 365,
 *   tags,
 * });
 * ```
 */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly vpcArn: pulumi.Output<string>;
  readonly vpcCidr: pulumi.Output<string>;
  /** In the order of the zones, as are the two below. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly dataSubnetIds: pulumi.Output<string[]>;
  /** One route table a zone. */
  readonly privateRouteTableIds: pulumi.Output<string[]>;
  /** CIDR of the whole tier, for rules that admit pods without a security group of their own. */
  readonly privateTierCidr: pulumi.Output<string>;
  readonly dataTierCidr: pulumi.Output<string>;
  /** Addresses from which the private tier reaches the internet; empty without NAT. */
  readonly natPublicIps: pulumi.Output<string[]>;
  /** One a zone, a single one, or none. */
  readonly natGatewayIds: readonly pulumi.Output<string>[];
  /** Guards the interface endpoints; admits HTTPS from the private and data tiers. */
  readonly endpointSecurityGroupId: pulumi.Output<string>;
  readonly s3EndpointId: pulumi.Output<string>;
  /** Addresses of S3 in the region, for rules of security groups. */
  readonly s3PrefixListId: pulumi.Output<string>;
  readonly flowLogGroupName: pulumi.Output<string>;
  /** Group to admit at the cluster's endpoint; undefined without a runner. */
  readonly runnerSecurityGroupId: pulumi.Output<string> | undefined;
  readonly runnerRoleArn: pulumi.Output<string> | undefined;
  /** Name for the `runs-on` label of a workflow; undefined without a runner. */
  readonly runnerProjectName: pulumi.Output<string> | undefined;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(`Network "${name}"`, args);
    super("rampart:aws:Network", name, {}, opts);
    const { region, accountId, tags } = args;
    const protect = args.protect ?? true;
    const plan = planAddresses(args.cidr, args.availabilityZones.length);

    const vpc = new aws.ec2.Vpc(
      name,
      {
        region,
        cidrBlock: args.cidr,
        enableDnsSupport: true,
        enableDnsHostnames: true,
        tags: namedTags("network", name, tags),
      },
      { parent: this, protect },
    );
    new aws.ec2.DefaultSecurityGroup(
      `${name}-default`,
      { region, vpcId: vpc.id, ingress: [], egress: [], tags: namedTags("network", `${name}-default-unused`, tags) },
      { parent: this },
    );
    new aws.ec2.DefaultRouteTable(
      `${name}-default-routes`,
      {
        region,
        defaultRouteTableId: vpc.defaultRouteTableId,
        routes: [],
        tags: namedTags("network", `${name}-default-unused`, tags),
      },
      { parent: this },
    );

    const zones = { region, vpcId: vpc.id, availabilityZones: args.availabilityZones, tags, protect };
    const publicTier = createPublicTier(name, { ...zones, cidrs: plan.publicSubnets, nat: args.natGateways }, this);
    const privateTier = createPrivateTier(
      name,
      { ...zones, cidrs: plan.privateSubnets, natGateways: publicTier.natGateways },
      this,
    );
    const dataTier = createDataTier(name, { ...zones, cidrs: plan.dataSubnets, vpcCidr: args.cidr }, this);

    const privateSubnetIds = privateTier.subnets.map((subnet) => subnet.id);
    const endpoints = createEndpoints(
      name,
      {
        vpcId: vpc.id,
        region,
        accountId,
        plan,
        privateSubnetIds,
        privateRouteTableIds: privateTier.routeTables.map((table) => table.id),
        interfaceEndpoints: args.interfaceEndpoints ?? DEFAULT_INTERFACE_ENDPOINTS,
        readableBucketArns: args.readableBucketArns ?? [],
        runner: args.runner !== undefined,
        tags,
      },
      this,
    );
    const logging = { vpcId: vpc.id, region, accountId, logsKeyArn: args.logsKeyArn, protect, tags };
    const flowLogs = createFlowLogs(name, { ...logging, retentionDays: args.flowLogRetentionDays }, this);
    const runner =
      args.runner &&
      createRunner(
        name,
        args.runner,
        { ...logging, privateSubnetIds, logRetentionDays: args.flowLogRetentionDays, ready: privateTier.routes },
        this,
      );

    this.vpcId = vpc.id;
    this.vpcArn = vpc.arn;
    this.vpcCidr = pulumi.output(args.cidr);
    this.publicSubnetIds = pulumi.all(publicTier.subnets.map((subnet) => subnet.id));
    this.privateSubnetIds = pulumi.all(privateSubnetIds);
    this.dataSubnetIds = pulumi.all(dataTier.subnets.map((subnet) => subnet.id));
    this.privateRouteTableIds = pulumi.all(privateTier.routeTables.map((table) => table.id));
    this.privateTierCidr = pulumi.output(plan.privateTier);
    this.dataTierCidr = pulumi.output(plan.dataTier);
    this.natGatewayIds = publicTier.natGateways.map((gateway) => gateway.id);
    this.natPublicIps = pulumi.all(publicTier.addresses.map((address) => address.publicIp));
    this.endpointSecurityGroupId = endpoints.securityGroup.id;
    this.s3EndpointId = endpoints.s3.id;
    this.s3PrefixListId = endpoints.s3.prefixListId;
    this.flowLogGroupName = flowLogs.name;
    this.runnerSecurityGroupId = runner?.securityGroup.id;
    this.runnerRoleArn = runner?.role.arn;
    this.runnerProjectName = runner?.project.name;
    this.registerOutputs({
      vpcId: this.vpcId,
      vpcArn: this.vpcArn,
      vpcCidr: this.vpcCidr,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
      dataSubnetIds: this.dataSubnetIds,
      privateRouteTableIds: this.privateRouteTableIds,
      privateTierCidr: this.privateTierCidr,
      dataTierCidr: this.dataTierCidr,
      natPublicIps: this.natPublicIps,
      endpointSecurityGroupId: this.endpointSecurityGroupId,
      s3EndpointId: this.s3EndpointId,
      flowLogGroupName: this.flowLogGroupName,
      runnerSecurityGroupId: this.runnerSecurityGroupId,
      runnerRoleArn: this.runnerRoleArn,
      runnerProjectName: this.runnerProjectName,
    });
  }
}

function checkArgs(where: string, args: NetworkArgs): void {
  const { region, availabilityZones: zones, interfaceEndpoints = [] } = args;
  if (!/^\d{12}$/.test(args.accountId)) {
    throw new Error(`${where}: accountId is "${args.accountId}"; give the twelve digits of the account.`);
  }
  if (zones.length < 2 || zones.length > 3) {
    throw new Error(`${where}: availabilityZones lists ${zones.length}; give two or three, so that one may fail.`);
  }
  for (const zone of zones) {
    if (!zone.startsWith(region) || !/^[a-z]$/.test(zone.slice(region.length))) {
      throw new Error(`${where}: availability zone "${zone}" is not one of ${region}; zones look like "${region}a".`);
    }
  }
  if (new Set(zones).size < zones.length) {
    throw new Error(`${where}: availabilityZones names a zone twice (${zones.join(", ")}); list each once.`);
  }
  try {
    planAddresses(args.cidr, zones.length);
  } catch (error) {
    throw new Error(`${where}: ${(error as Error).message}`, { cause: error });
  }
  checkLogRetention(where, "flowLogRetentionDays", args.flowLogRetentionDays);
  for (const service of interfaceEndpoints) {
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(service) || service.startsWith("com.")) {
      throw new Error(`${where}: interface endpoint "${service}" is not a short service name such as "ecr.api".`);
    }
    if (service === "s3")
      throw new Error(`${where}: interface endpoint "s3" is not needed; S3 has a gateway endpoint.`);
  }
  if (new Set(interfaceEndpoints).size < interfaceEndpoints.length) {
    throw new Error(`${where}: interfaceEndpoints names a service twice (${interfaceEndpoints.join(", ")}).`);
  }
  if (args.runner === undefined) return;
  if (args.natGateways === "none") {
    throw new Error(`${where}: the runner needs a way to GitHub; set natGateways to "single" or "per-zone".`);
  }
  checkRunner(where, args.runner, region, args.accountId);
}
