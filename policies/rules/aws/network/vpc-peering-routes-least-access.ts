import type { Property } from "../../../property.ts";
import { type Issue, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isWholeInternet } from "../../_security-groups.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "vpc-peering-routes-least-access",
  title: "Route only the needed CIDR ranges over a peering connection, never everything.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "A whole-range route exposes every host of the peer network.",
  fix: "Route only the ranges of the peer that are needed over the peering connection.",
  links: [awsDocs("Routing for VPC peering", "vpc/latest/peering/vpc-peering-routing.html")],
  types: ["aws:ec2/route:Route", "aws:ec2/routeTable:RouteTable"],
  check: (resource) => {
    const routes = resource.type === "aws:ec2/route:Route" ? [resource.inputs] : resource.get("routes").items();
    return each(routes, (route) => each(DESTINATIONS, (key) => judgeRoute(route, route.get(key))));
  },
  examples: {
    pass: [
      { inputs: { destinationCidrBlock: "10.9.0.0/16", vpcPeeringConnectionId: "pcx-0123" } },
      {
        name: "the default route of a NAT gateway",
        inputs: { destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat-0123" },
      },
    ],
    fail: [
      {
        inputs: { destinationCidrBlock: "0.0.0.0/0", vpcPeeringConnectionId: "pcx-0123" },
        path: "/destinationCidrBlock",
        message: "whole address space",
      },
      {
        type: "aws:ec2/routeTable:RouteTable",
        inputs: {
          routes: [
            { cidrBlock: "10.9.0.0/16", vpcPeeringConnectionId: "pcx-0123" },
            { ipv6CidrBlock: "::/0", vpcPeeringConnectionId: "pcx-0123" },
          ],
        },
        path: "/routes/1/ipv6CidrBlock",
        message: "whole address space",
      },
    ],
    undecided: [
      { inputs: { destinationCidrBlock: UNKNOWN, vpcPeeringConnectionId: "pcx-0123" }, path: "/destinationCidrBlock" },
    ],
  },
});
const DESTINATIONS = ["destinationCidrBlock", "destinationIpv6CidrBlock", "cidrBlock", "ipv6CidrBlock"];

function judgeRoute(route: Property, destination: Property): Issue[] {
  // An unknown id is still a peering connection: only whether one is given matters.
  const peering = route.get("vpcPeeringConnectionId");
  if ((!peering.isUnknown && !peering.isSet) || !isWholeInternet(destination)) return [];
  return [destination.fail("The whole address space is routed to a peer; name the ranges of the peer that are needed")];
}
