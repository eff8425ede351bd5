import { ref } from "../../../examples.ts";
import { anyOf, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { isPublicSubnet } from "../_routes.ts";

const SUBNET = "aws:ec2/subnet:Subnet";

export default defineRule({
  id: "efs-mount-target-private",
  title: "Keep mount targets out of public subnets.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "A mount target in a public subnet is one security-group rule away from the internet.",
  fix: "Set subnetId to a subnet that neither routes to an internet gateway nor gives out public addresses.",
  links: [securityHub("efs"), awsDocs("Mount targets", "efs/latest/ug/accessing-fs.html")],
  types: ["aws:efs/mountTarget:MountTarget"],
  check: (target, { stack }) => {
    const subnetId = target.get("subnetId");
    return each(stack.referents(target, subnetId, SUBNET), (subnet) => {
      const open = anyOf(
        () => subnet.get("mapPublicIpOnLaunch").boolean() === true,
        () => isPublicSubnet(stack, subnet),
      );
      return open ? [subnetId.fail("The mount target is in a public subnet; set subnetId to a private one")] : [];
    });
  },
  examples: {
    pass: [
      {
        inputs: { fileSystemId: "fs-1", subnetId: ref("subnet") },
        stack: [{ type: SUBNET, name: "subnet", inputs: {} }],
      },
      { name: "a subnet of another stack", inputs: { fileSystemId: "fs-1", subnetId: "subnet-0123456789abcdef0" } },
    ],
    fail: [
      {
        inputs: { fileSystemId: "fs-1", subnetId: ref("subnet") },
        stack: [{ type: SUBNET, name: "subnet", inputs: { mapPublicIpOnLaunch: true } }],
        path: "/subnetId",
        message: "public subnet",
      },
      {
        name: "a route to the internet",
        inputs: { fileSystemId: "fs-1", subnetId: ref("subnet") },
        stack: [
          { type: SUBNET, name: "subnet", inputs: {} },
          { type: "aws:ec2/internetGateway:InternetGateway", name: "gateway", inputs: {} },
          {
            type: "aws:ec2/routeTable:RouteTable",
            name: "table",
            inputs: { routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }] },
          },
          {
            type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
            name: "association",
            inputs: { subnetId: ref("subnet"), routeTableId: ref("table") },
          },
        ],
        path: "/subnetId",
        message: "public subnet",
      },
    ],
    undecided: [
      {
        inputs: { fileSystemId: "fs-1", subnetId: ref("subnet") },
        stack: [{ type: SUBNET, name: "subnet", inputs: { mapPublicIpOnLaunch: UNKNOWN } }],
        path: "/mapPublicIpOnLaunch",
      },
      {
        inputs: { fileSystemId: "fs-1", subnetId: UNKNOWN },
        stack: [{ type: SUBNET, name: "subnet", inputs: {} }],
        path: "/subnetId",
      },
    ],
  },
});
