import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule, each } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { publicSubnetsAmong } from "../_routes.ts";
import { isReplica } from "../_rds.ts";

export default defineRule({
  id: "rds-private-subnet-group",
  title: "Place databases in a named subnet group whose subnets have no internet-gateway route.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "The default group can sit in public subnets.",
  fix: "Set dbSubnetGroupName to an own group whose subnets have no route to an internet gateway.",
  links: [
    securityHub("rds"),
    awsDocs("DB subnet groups", "AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"),
  ],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database, { stack }) => {
    if (isReplica(database)) return NOT_APPLICABLE;
    const name = database.get("dbSubnetGroupName");
    const groups = stack.referents(database, name, "aws:rds/subnetGroup:SubnetGroup");
    if (groups.length === 0)
      return isGiven(database, name)
        ? []
        : [
            name.fail(
              "The database is in the default subnet group; set dbSubnetGroupName to a group of private subnets",
            ),
          ];
    return each(groups, (group) =>
      publicSubnetsAmong(stack, group, group.get("subnetIds")).length === 0
        ? []
        : [name.fail("The database is in a subnet with a route to the internet; use a group of private subnets")],
    );
  },
  examples: {
    pass: [{ inputs: { dbSubnetGroupName: ref("group", "name") }, stack: subnets("natGatewayId") }],
    fail: [
      ...[
        {
          type: "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
          name: "main",
          inputs: { vpcId: ref("vpc"), routeTableId: ref("table") },
        },
        {
          type: "aws:ec2/defaultRouteTable:DefaultRouteTable",
          name: "main",
          inputs: {
            defaultRouteTableId: ref("vpc", "defaultRouteTableId"),
            routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }],
          },
        },
      ].map((main) => ({
        name: `a subnet that takes the main table: ${main.type.split(":")[2]}`,
        inputs: { dbSubnetGroupName: ref("group", "name") },
        stack: [...withoutAssociation(), main],
        path: "/dbSubnetGroupName",
        message: "route to the internet",
      })),
      { name: "not set", inputs: { engine: "postgres" }, path: "/dbSubnetGroupName", message: "default subnet group" },
      {
        inputs: { dbSubnetGroupName: ref("group", "name") },
        stack: subnets("gatewayId"),
        path: "/dbSubnetGroupName",
        message: "route to the internet",
      },
    ],
    undecided: [
      { inputs: { dbSubnetGroupName: UNKNOWN }, path: "/dbSubnetGroupName" },
      {
        inputs: { dbSubnetGroupName: ref("group", "name") },
        stack: subnets("gatewayId", UNKNOWN),
        path: "/subnetIds/0",
      },
    ],
  },
});
function subnets(target: "gatewayId" | "natGatewayId", subnet: Value = ref("subnet")) {
  return [
    { type: "aws:ec2/internetGateway:InternetGateway", name: "gateway", inputs: {} },
    { type: "aws:ec2/subnet:Subnet", name: "subnet", inputs: {} },
    {
      type: "aws:ec2/routeTable:RouteTable",
      name: "table",
      inputs: { routes: [{ cidrBlock: "0.0.0.0/0", [target]: ref("gateway") }] },
    },
    {
      type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
      name: "association",
      inputs: { subnetId: ref("subnet"), routeTableId: ref("table") },
    },
    { type: "aws:rds/subnetGroup:SubnetGroup", name: "group", inputs: { subnetIds: [subnet] } },
  ];
}

function withoutAssociation() {
  const vpc = { type: "aws:ec2/vpc:Vpc", name: "vpc", inputs: {}, outputs: { defaultRouteTableId: "rtb-0main" } };
  const rest = subnets("gatewayId").filter(({ name }) => name !== "association");
  return [vpc, ...rest.map((it) => (it.name === "subnet" ? { ...it, inputs: { vpcId: ref("vpc") } } : it))];
}
