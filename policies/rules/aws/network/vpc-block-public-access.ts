import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "vpc-block-public-access",
  title: "Block internet-gateway traffic at Region level, with exclusions only for the edge subnets.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "The Region switch holds even when someone adds a route by mistake. It is a switch of the whole account and Region: where a stack does not declare it, the rule has nothing to judge.",
  fix: "Set internetGatewayBlockMode, and exclude only the subnets of the edge.",
  links: [awsDocs("VPC block public access", "vpc/latest/userguide/security-vpc-bpa.html")],
  types: ["aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"],
  check: (resource) =>
    resource
      .get("internetGatewayBlockMode")
      .mustNotBe(
        "off",
        "Internet gateways are not blocked in the Region; set internetGatewayBlockMode to block-ingress or block-bidirectional",
      ),
  examples: {
    pass: [{ inputs: { internetGatewayBlockMode: "block-ingress" } }],
    fail: [
      {
        inputs: { internetGatewayBlockMode: "off" },
        path: "/internetGatewayBlockMode",
        message: "Internet gateways are not blocked in the Region",
      },
    ],
    undecided: [{ inputs: { internetGatewayBlockMode: UNKNOWN }, path: "/internetGatewayBlockMode" }],
  },
});
