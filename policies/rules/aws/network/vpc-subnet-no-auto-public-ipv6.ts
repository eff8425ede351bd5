import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "vpc-subnet-no-auto-public-ipv6",
  title: "Keep automatic IPv6 assignment off on subnets meant to be private.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "IPv6 addresses are globally routable, so private workloads get a second way out and in. Waive the rule for subnets behind an egress-only gateway.",
  fix: "Set assignIpv6AddressOnCreation to false or leave it out.",
  links: [awsDocs("IPv6 addresses of subnets", "vpc/latest/userguide/subnet-public-ip.html")],
  types: ["aws:ec2/subnet:Subnet"],
  check: (resource) =>
    resource
      .get("assignIpv6AddressOnCreation")
      .mustNotBe(
        true,
        "Whatever is put into the subnet gets an address that the internet routes; set assignIpv6AddressOnCreation to false",
      ),
  remediate: (resource) => whenUnset(resource, "assignIpv6AddressOnCreation", false),
  examples: {
    pass: [{ name: "not set", inputs: {} }, { inputs: { assignIpv6AddressOnCreation: false } }],
    fail: [
      {
        inputs: { assignIpv6AddressOnCreation: true },
        path: "/assignIpv6AddressOnCreation",
        message: "Whatever is put into the subnet gets an address that the internet routes",
      },
    ],
    undecided: [{ inputs: { assignIpv6AddressOnCreation: UNKNOWN }, path: "/assignIpv6AddressOnCreation" }],
  },
});
