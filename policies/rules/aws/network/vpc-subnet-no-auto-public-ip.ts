import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "vpc-subnet-no-auto-public-ip",
  title: "Keep automatic public IPv4 assignment off on subnets.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Anything launched in the subnet would be reachable from the internet without a decision.",
  fix: "Set mapPublicIpOnLaunch to false; give public addresses to load balancers and NAT gateways only.",
  links: [
    securityHub("ec2"),
    awsDocs("Public IPv4 addressing of subnets", "vpc/latest/userguide/subnet-public-ip.html"),
  ],
  types: ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"],
  check: (subnet) => {
    const assigns = subnet.get("mapPublicIpOnLaunch");
    const message = "Instances launched in the subnet get public addresses; set mapPublicIpOnLaunch to false";
    // A default subnet assigns addresses unless told otherwise; any other does not.
    return subnet.type === DEFAULT_SUBNET ? assigns.mustBe(false, message) : assigns.mustNotBe(true, message);
  },
  remediate: (subnet) => whenUnset(subnet, "mapPublicIpOnLaunch", false),
  examples: {
    pass: [{ inputs: { mapPublicIpOnLaunch: false } }, { name: "not set", inputs: {} }],
    fail: [
      { inputs: { mapPublicIpOnLaunch: true }, path: "/mapPublicIpOnLaunch", message: "get public addresses" },
      {
        name: "not set on a default subnet",
        type: "aws:ec2/defaultSubnet:DefaultSubnet",
        inputs: {},
        path: "/mapPublicIpOnLaunch",
        message: "set mapPublicIpOnLaunch to false",
      },
    ],
    undecided: [{ inputs: { mapPublicIpOnLaunch: UNKNOWN }, path: "/mapPublicIpOnLaunch" }],
  },
});
const DEFAULT_SUBNET = "aws:ec2/defaultSubnet:DefaultSubnet";
