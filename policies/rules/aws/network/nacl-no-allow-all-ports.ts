import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { coversPort, refuseAclEntries } from "../_network-acls.ts";

export default defineRule({
  id: "nacl-no-allow-all-ports",
  title: "Refuse ingress network ACL entries that allow all ports from any address.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Such an entry cancels the ACL.",
  fix: "Name the ports that the subnet serves and the ephemeral range for replies.",
  links: [securityHub("ec2"), awsDocs("Network ACLs", "vpc/latest/userguide/vpc-network-acls.html")],
  types: ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/networkAclRule:NetworkAclRule"],
  check: (resource) =>
    refuseAclEntries(
      resource,
      (entry) => coversPort(entry),
      "The network ACL admits every port from the internet; name the ports that the subnet serves",
    ),
  examples: {
    pass: [
      {
        inputs: {
          ingress: [{ action: "allow", protocol: "tcp", fromPort: 1024, toPort: 65_535, cidrBlock: "0.0.0.0/0" }],
        },
      },
    ],
    fail: [
      {
        inputs: { ingress: [{ action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" }] },
        path: "/ingress/0/cidrBlock",
        message: "every port",
      },
      {
        type: "aws:ec2/networkAclRule:NetworkAclRule",
        inputs: {
          egress: false,
          ruleAction: "allow",
          protocol: "tcp",
          fromPort: 0,
          toPort: 65_535,
          cidrBlock: "0.0.0.0/0",
        },
        path: "/cidrBlock",
        message: "every port",
      },
    ],
    undecided: [
      {
        inputs: { ingress: [{ action: "allow", protocol: UNKNOWN, fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" }] },
        path: "/ingress/0/protocol",
      },
    ],
  },
});
