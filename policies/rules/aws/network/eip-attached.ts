import { ref } from "../../../examples.ts";
import { anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "eip-attached",
  title: "Do not keep elastic addresses that are attached to nothing.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Unused public addresses cost money and invite takeover of stale DNS records. An address that a network load balancer of the stack names counts as used.",
  fix: "Attach the address by aws.ec2.EipAssociation or a NAT gateway, or remove it.",
  links: [awsDocs("Elastic IP addresses", "AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html")],
  types: ["aws:ec2/eip:Eip"],
  check: (address, { stack }) => {
    const attached = anyOf(
      () => ["instance", "networkInterface"].some((key) => isGiven(address, address.get(key))),
      () =>
        some(USERS, ([type, key]) =>
          some(stack.candidates(address, type, key), (user) => stack.refersTo(user, user.get(key), address)),
        ),
    );
    return attached ? [] : [address.fail("The address is attached to nothing; attach or release it")];
  },
  examples: {
    pass: [
      { inputs: { instance: "i-0123" } },
      {
        inputs: { domain: "vpc" },
        stack: [{ type: "aws:ec2/natGateway:NatGateway", name: "nat", inputs: { allocationId: ref("subject") } }],
      },
    ],
    fail: [
      { name: "no user", inputs: { domain: "vpc" }, path: "", message: "attached to nothing" },
      {
        name: "another address is used",
        inputs: {},
        stack: [
          { type: "aws:ec2/eip:Eip", name: "other", inputs: {} },
          { type: "aws:ec2/natGateway:NatGateway", name: "nat", inputs: { allocationId: ref("other") } },
        ],
        path: "",
        message: "attached to nothing",
      },
    ],
    undecided: [
      {
        inputs: {},
        stack: [{ type: "aws:ec2/natGateway:NatGateway", name: "nat", inputs: { allocationId: UNKNOWN } }],
        path: "/allocationId",
      },
    ],
  },
});
const USERS = [
  ["aws:ec2/eipAssociation:EipAssociation", "allocationId"],
  ["aws:ec2/natGateway:NatGateway", "allocationId"],
  ["aws:lb/loadBalancer:LoadBalancer", "subnetMappings"],
] as const;
