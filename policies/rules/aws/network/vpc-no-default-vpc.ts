import { defineRule } from "../../../rule.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "vpc-no-default-vpc",
  title: "Do not adopt or build on the account default VPC or its subnets.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The default network is public by design and shared by anything launched carelessly.",
  fix: "Build a VPC with aws.ec2.Vpc and leave the default one alone, or delete it.",
  links: [awsDocs("Default VPCs", "vpc/latest/userguide/default-vpc.html")],
  types: ["aws:ec2/defaultVpc:DefaultVpc", "aws:ec2/defaultSubnet:DefaultSubnet"],
  check: (resource) => [
    resource.fail("The stack adopts the default network, which is public by design; build an own aws.ec2.Vpc"),
  ],
  examples: {
    pass: [],
    fail: [
      { inputs: {}, path: "", message: "adopts the default network" },
      {
        type: "aws:ec2/defaultSubnet:DefaultSubnet",
        inputs: { availabilityZone: "eu-central-1a" },
        path: "",
        message: "default network",
      },
    ],
    undecided: [],
  },
});
