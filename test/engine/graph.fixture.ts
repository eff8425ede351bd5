import { decodePlan } from "../../engine/plan-codec.ts";
import type { Plan } from "../../engine/plan.ts";

const STACK = "urn:pulumi:prod::shop";

interface Made {
  readonly type: string;
  readonly name: string;
  readonly inputs?: object;
  readonly in?: string;
  readonly uses?: Readonly<Record<string, readonly string[]>>;
}

/** A shop in a network: a load balancer, a cluster with two workloads, a database, a site, keys and alarms. */
const MADE: readonly Made[] = [
  { type: "acme:net:Network", name: "network" },
  { type: "aws:ec2/vpc:Vpc", name: "vpc", in: "network", inputs: { cidrBlock: "10.0.0.0/16" } },
  { type: "aws:ec2/internetGateway:InternetGateway", name: "internet", in: "network", uses: { vpcId: ["vpc"] } },
  ...["public", "private", "data"].flatMap((tier): Made[] => [
    { type: "aws:ec2/subnet:Subnet", name: `subnet-${tier}`, in: "network", uses: { vpcId: ["vpc"] } },
    { type: "aws:ec2/routeTable:RouteTable", name: `table-${tier}`, in: "network", uses: { vpcId: ["vpc"] } },
    {
      type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
      name: `association-${tier}`,
      in: "network",
      uses: { subnetId: [`subnet-${tier}`], routeTableId: [`table-${tier}`] },
    },
  ]),
  { type: "aws:ec2/natGateway:NatGateway", name: "nat", in: "network", uses: { subnetId: ["subnet-public"] } },
  {
    type: "aws:ec2/route:Route",
    name: "to-internet",
    in: "network",
    uses: { routeTableId: ["table-public"], gatewayId: ["internet"] },
  },
  {
    type: "aws:ec2/route:Route",
    name: "to-nat",
    in: "network",
    uses: { routeTableId: ["table-private"], natGatewayId: ["nat"] },
  },
  { type: "acme:app:Entry", name: "entry" },
  { type: "aws:lb/loadBalancer:LoadBalancer", name: "balancer", in: "entry", uses: { subnets: ["subnet-public"] } },
  { type: "acme:app:Cluster", name: "cluster" },
  { type: "aws:eks/cluster:Cluster", name: "eks", in: "cluster", uses: { vpcConfig: ["subnet-private"] } },
  ...["web", "pool"].flatMap((name): Made[] => [
    { type: "acme:app:Workload", name },
    {
      type: "kubernetes:apps/v1:Deployment",
      name: `${name}-deployment`,
      in: name,
      inputs: { metadata: { namespace: "shop" }, spec: { template: { metadata: { labels: { app: name } } } } },
    },
  ]),
  {
    type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    name: "web-egress",
    in: "web",
    inputs: {
      metadata: { namespace: "shop" },
      spec: {
        podSelector: { matchLabels: { app: "web" } },
        egress: [{ to: [{ podSelector: { matchLabels: { app: "pool" } } }], ports: [{ port: 6432 }] }],
      },
    },
  },
  { type: "acme:data:Database", name: "database" },
  { type: "aws:ec2/securityGroup:SecurityGroup", name: "db-group", in: "database", uses: { vpcId: ["vpc"] } },
  { type: "aws:rds/subnetGroup:SubnetGroup", name: "db-subnets", in: "database", uses: { subnetIds: ["subnet-data"] } },
  {
    type: "aws:rds/instance:Instance",
    name: "db",
    in: "database",
    inputs: { publiclyAccessible: true, tags: { of: "pool" } },
    uses: { dbSubnetGroupName: ["db-subnets"], kmsKeyId: ["key"], tags: ["eks"] },
  },
  {
    type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    name: "pool-to-db",
    in: "pool",
    inputs: { fromPort: 5432, toPort: 5432 },
    uses: { referencedSecurityGroupId: ["db-group"] },
  },
  { type: "acme:edge:Site", name: "site" },
  {
    type: "aws:cloudfront/distribution:Distribution",
    name: "distribution",
    in: "site",
    uses: { origins: ["balancer"] },
  },
  { type: "aws:kms/key:Key", name: "key" },
  { type: "aws:cloudwatch/metricAlarm:MetricAlarm", name: "db-alarm", uses: { dimensions: ["db"] } },
];

export function urnOf(name: string): string {
  const made = MADE.find((one) => one.name === name);
  if (made === undefined) throw new RangeError(name);
  const parent = MADE.find((one) => one.name === made.in);
  return `${STACK}::${parent === undefined ? "" : `${parent.type}$`}${made.type}::${name}`;
}

export function shop(): Plan {
  const resources = MADE.map(({ type, name, inputs = {}, in: parent, uses = {} }) => ({
    urn: urnOf(name),
    type,
    name,
    custom: !type.startsWith("acme:"),
    inputs,
    ...(parent !== undefined && { parent: urnOf(parent) }),
    propertyDependencies: Object.fromEntries(Object.entries(uses).map(([key, names]) => [key, names.map(urnOf)])),
  }));
  return decodePlan(JSON.stringify({ program: { project: "shop" }, stack: "prod", tier: "prod", resources }));
}
