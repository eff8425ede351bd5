import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Tags, namedTags } from "./_tags.ts";

interface TierArgs {
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  readonly availabilityZones: readonly string[];
  /** One subnet a zone. */
  readonly cidrs: readonly string[];
  readonly protect: boolean;
  readonly tags: Tags;
}

interface PublicTier {
  readonly subnets: readonly aws.ec2.Subnet[];
  readonly addresses: readonly aws.ec2.Eip[];
  /** One a zone, the same one for each zone, or none. */
  readonly natGateways: readonly aws.ec2.NatGateway[];
}

/** Internet gateway, public subnets with their route, and the NAT gateways of the private tier. */
export function createPublicTier(
  name: string,
  args: TierArgs & { readonly nat: "per-zone" | "single" | "none" },
  parent: pulumi.Resource,
): PublicTier {
  const { region, vpcId, tags } = args;
  const gateway = new aws.ec2.InternetGateway(
    `${name}-internet`,
    { region, vpcId, tags: namedTags("network", `${name}-internet`, tags) },
    { parent },
  );
  const subnets = createSubnets(name, "public", args, { "kubernetes.io/role/elb": "1" }, parent);
  const table = createRouteTable(`${name}-public`, args, parent);
  const route = new aws.ec2.Route(
    `${name}-public-internet`,
    { region, routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
    { parent },
  );
  associate(`${name}-public`, args, subnets, () => table, parent);

  const homes = args.nat === "none" ? [] : args.nat === "single" ? subnets.slice(0, 1) : subnets;
  const addresses: aws.ec2.Eip[] = [];
  const natGateways = homes.map((subnet, index) => {
    const suffix = `${name}-nat-${zoneLetter(args, index)}`;
    const address = new aws.ec2.Eip(
      suffix,
      { region, domain: "vpc", tags: namedTags("network", suffix, tags) },
      { parent, protect: args.protect, dependsOn: [gateway] },
    );
    addresses.push(address);
    return new aws.ec2.NatGateway(
      suffix,
      {
        region,
        subnetId: subnet.id,
        allocationId: address.id,
        connectivityType: "public",
        tags: namedTags("network", suffix, tags),
      },
      { parent, dependsOn: [route] },
    );
  });
  return { subnets, addresses, natGateways };
}

interface PrivateTier {
  readonly subnets: readonly aws.ec2.Subnet[];
  readonly routeTables: readonly aws.ec2.RouteTable[];
  /** What must exist before anything in the tier can reach the internet. */
  readonly routes: readonly aws.ec2.Route[];
}

/** Private subnets with a route table a zone, so that a single NAT can become one a zone without moving a subnet. */
export function createPrivateTier(
  name: string,
  args: TierArgs & { readonly natGateways: readonly aws.ec2.NatGateway[] },
  parent: pulumi.Resource,
): PrivateTier {
  const subnets = createSubnets(name, "private", args, { "kubernetes.io/role/internal-elb": "1" }, parent);
  const routeTables = subnets.map((_, index) =>
    createRouteTable(`${name}-private-${zoneLetter(args, index)}`, args, parent),
  );
  const routes = routeTables.flatMap((table, index) => {
    const nat = args.natGateways[index] ?? args.natGateways[0];
    if (nat === undefined) return [];
    return new aws.ec2.Route(
      `${name}-private-${zoneLetter(args, index)}-nat`,
      { region: args.region, routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
      { parent },
    );
  });
  associate(`${name}-private`, args, subnets, (index) => routeTables[index] as aws.ec2.RouteTable, parent);
  return { subnets, routeTables, routes };
}

/** Data subnets: a route table without routes, and a network ACL that knows the VPC alone. */
export function createDataTier(
  name: string,
  args: TierArgs & { readonly vpcCidr: string },
  parent: pulumi.Resource,
): { readonly subnets: readonly aws.ec2.Subnet[] } {
  const { region, vpcId, tags } = args;
  const subnets = createSubnets(name, "data", args, {}, parent);
  const table = createRouteTable(`${name}-data`, args, parent);
  associate(`${name}-data`, args, subnets, () => table, parent);
  const withinVpc = { protocol: "-1", ruleNo: 100, action: "allow", cidrBlock: args.vpcCidr, fromPort: 0, toPort: 0 };
  new aws.ec2.NetworkAcl(
    `${name}-data`,
    {
      region,
      vpcId,
      subnetIds: subnets.map((subnet) => subnet.id),
      ingress: [withinVpc],
      egress: [withinVpc],
      tags: namedTags("network", `${name}-data`, tags),
    },
    { parent },
  );
  return { subnets };
}

function createSubnets(
  name: string,
  tier: "public" | "private" | "data",
  args: TierArgs,
  roleTags: Record<string, string>,
  parent: pulumi.Resource,
): aws.ec2.Subnet[] {
  return args.cidrs.map((cidrBlock, index) => {
    const suffix = `${name}-${tier}-${zoneLetter(args, index)}`;
    return new aws.ec2.Subnet(
      suffix,
      {
        region: args.region,
        vpcId: args.vpcId,
        availabilityZone: args.availabilityZones[index],
        cidrBlock,
        mapPublicIpOnLaunch: false,
        assignIpv6AddressOnCreation: false,
        tags: { ...namedTags("network", suffix, args.tags), tier, ...roleTags },
      },
      { parent },
    );
  });
}

function createRouteTable(
  name: string,
  { region, vpcId, tags }: TierArgs,
  parent: pulumi.Resource,
): aws.ec2.RouteTable {
  // No inline routes: the provider would remove those that stand-alone resources and gateway endpoints add.
  return new aws.ec2.RouteTable(name, { region, vpcId, tags: namedTags("network", name, tags) }, { parent });
}

function associate(
  name: string,
  args: TierArgs,
  subnets: readonly aws.ec2.Subnet[],
  tableOf: (index: number) => aws.ec2.RouteTable,
  parent: pulumi.Resource,
): void {
  subnets.forEach((subnet, index) => {
    new aws.ec2.RouteTableAssociation(
      `${name}-${zoneLetter(args, index)}`,
      { region: args.region, subnetId: subnet.id, routeTableId: tableOf(index).id },
      { parent },
    );
  });
}

/** The letter of a zone names its resources: it outlives a change of the list, an index would not. */
function zoneLetter({ availabilityZones }: TierArgs, index: number): string {
  return (availabilityZones[index] as string).slice(-1);
}
