import { ref } from "../../../examples.ts";
import { defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs } from "../_links.ts";
import { isPublicSubnet } from "../_routes.ts";

export default defineRule({
  id: "eks-private-nodes",
  title: "Place node groups and profiles in private subnets.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "Nodes need no public address.",
  fix: "List private subnets, whose default route is a NAT gateway, in subnetIds.",
  links: [awsDocs("VPC and subnets for EKS", "eks/latest/userguide/network-reqs.html")],
  types: ["aws:eks/nodeGroup:NodeGroup", "aws:eks/fargateProfile:FargateProfile", "aws:eks/cluster:Cluster"],
  check: (resource, { stack }) => {
    const isCluster = resource.type === "aws:eks/cluster:Cluster";
    const subnetIds = isCluster ? resource.get("vpcConfig", "subnetIds") : resource.get("subnetIds");
    return each(referencesIn(resource, subnetIds), (item) => {
      const subnets = stack.referents(resource, item, "aws:ec2/subnet:Subnet");
      if (!some(subnets, (subnet) => isPublicSubnet(stack, subnet))) return [];
      return [
        item.fail(
          "Nodes or cluster interfaces are placed in a subnet with a route to the internet; list private subnets only",
        ),
      ];
    });
  },
  examples: {
    pass: [
      { inputs: { subnetIds: [ref("subnet")] }, stack: subnetWith("natGatewayId") },
      {
        type: "aws:eks/cluster:Cluster",
        inputs: { vpcConfig: { subnetIds: [ref("subnet")] } },
        stack: subnetWith("natGatewayId"),
      },
    ],
    fail: [
      {
        inputs: { subnetIds: [ref("subnet")] },
        stack: subnetWith("gatewayId"),
        path: "/subnetIds/0",
        message: "route to the internet",
      },
      {
        type: "aws:eks/cluster:Cluster",
        inputs: { vpcConfig: { subnetIds: ["subnet-0other", ref("subnet")] } },
        stack: subnetWith("gatewayId"),
        path: "/vpcConfig/subnetIds/1",
        message: "route to the internet",
      },
    ],
    undecided: [{ inputs: { subnetIds: [UNKNOWN] }, stack: subnetWith("gatewayId"), path: "/subnetIds/0" }],
  },
});
function subnetWith(target: "gatewayId" | "natGatewayId") {
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
  ];
}
