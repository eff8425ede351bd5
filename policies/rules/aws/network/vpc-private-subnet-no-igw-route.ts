import { z } from "zod";
import { ref } from "../../../examples.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { anyOf, defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs } from "../_links.ts";
import { ROUTE_TABLES, routesToInternet } from "../_routes.ts";

export default defineRule({
  id: "vpc-private-subnet-no-igw-route",
  title: "Keep default routes to an internet gateway out of route tables that serve private or data subnets.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "One such route turns a private tier into a public one.",
  fix: "Send the default route of private subnets to a NAT gateway, and give data subnets none.",
  links: [awsDocs("Route tables for subnets", "vpc/latest/userguide/subnet-route-tables.html")],
  types: ["aws:ec2/routeTableAssociation:RouteTableAssociation"],
  config: z.object({
    tags: z
      .record(z.string(), z.array(z.string()))
      .default({ tier: ["private", "data"], "kubernetes.io/role/internal-elb": ["1"] })
      .describe("Tags, with their values, that mark a subnet as private."),
  }),
  check: (association, { stack, config }) => {
    const subnets = stack.referents(association, association.get("subnetId"), "aws:ec2/subnet:Subnet");
    const tables = stack.referents(association, association.get("routeTableId"), ...ROUTE_TABLES);
    const tests = [
      () => some(tables, (table) => routesToInternet(stack, table)),
      () => some(subnets, (subnet) => isPrivate(stack, subnet, config.tags)),
    ];
    if (!every(tests, (test) => test())) return [];
    return [
      association
        .get("routeTableId")
        .fail("A private subnet has a route to an internet gateway; use a NAT gateway or no default route"),
    ];
  },
  examples: {
    pass: [
      {
        name: "a public subnet",
        inputs: { subnetId: ref("subnet"), routeTableId: ref("table") },
        stack: network({ tier: "public" }),
      },
      {
        name: "no internet route",
        inputs: { subnetId: ref("subnet"), routeTableId: ref("table") },
        stack: network({ tier: "data" }, "natGatewayId"),
      },
    ],
    fail: [
      {
        inputs: { subnetId: ref("subnet"), routeTableId: ref("table") },
        stack: network({ tier: "data" }),
        path: "/routeTableId",
        message: "private subnet has a route",
      },
      {
        name: "the subnet of a database",
        inputs: { subnetId: ref("subnet"), routeTableId: ref("table") },
        stack: [
          ...network({}),
          { type: "aws:rds/subnetGroup:SubnetGroup", name: "db", inputs: { subnetIds: [ref("subnet")] } },
        ],
        path: "/routeTableId",
        message: "private subnet has a route",
      },
    ],
    undecided: [
      {
        inputs: { subnetId: UNKNOWN, routeTableId: ref("table") },
        stack: network({ tier: "data" }),
        path: "/subnetId",
      },
      {
        inputs: { subnetId: ref("subnet"), routeTableId: ref("table") },
        stack: network({ tier: UNKNOWN }),
        path: "/tags/tier",
      },
    ],
  },
});
function isPrivate(stack: Stack, subnet: Resource, tags: Record<string, string[]>): boolean {
  return anyOf(
    () => some(Object.entries(tags), ([tag, values]) => values.includes(subnet.get("tags", tag).string() ?? "")),
    () =>
      some(stack.ofType("aws:rds/subnetGroup:SubnetGroup", "aws:elasticache/subnetGroup:SubnetGroup"), (group) =>
        some(referencesIn(group, group.get("subnetIds")), (item) => stack.refersTo(group, item, subnet)),
      ),
  );
}

function network(tags: { readonly [key: string]: Value }, target: "gatewayId" | "natGatewayId" = "gatewayId") {
  return [
    { type: "aws:ec2/internetGateway:InternetGateway", name: "gateway", inputs: {} },
    { type: "aws:ec2/subnet:Subnet", name: "subnet", inputs: { tags } },
    { type: "aws:ec2/routeTable:RouteTable", name: "table", inputs: {} },
    {
      type: "aws:ec2/route:Route",
      name: "route",
      inputs: { routeTableId: ref("table"), destinationCidrBlock: "0.0.0.0/0", [target]: ref("gateway") },
    },
  ];
}
