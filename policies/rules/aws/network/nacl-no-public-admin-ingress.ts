import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { coversPort, refuseAclEntries } from "../_network-acls.ts";

export default defineRule({
  id: "nacl-no-public-admin-ingress",
  title: "Refuse network ACL entries that admit SSH, RDP or FTP from any address.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "The subnet filter is the second fence and should not be open where the first may fail.",
  fix: "Remove the entry or limit its range; keep SSH, RDP and FTP from the internet in the subnet filter too.",
  links: [securityHub("ec2"), awsDocs("Network ACLs", "vpc/latest/userguide/vpc-network-acls.html")],
  types: [
    "aws:ec2/networkAcl:NetworkAcl",
    "aws:ec2/networkAclRule:NetworkAclRule",
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
  ],
  check: (resource) =>
    refuseAclEntries(
      resource,
      (entry) => some(ADMIN_PORTS, (port) => coversPort(entry, port)),
      "The network ACL admits SSH, RDP or FTP from the internet; limit the entry's ports or its range",
    ),
  examples: {
    pass: [
      {
        inputs: { ingress: [{ action: "allow", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlock: "0.0.0.0/0" }] },
      },
    ],
    fail: [
      {
        inputs: {
          ingress: [
            { action: "deny", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" },
            { action: "allow", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: "0.0.0.0/0" },
          ],
        },
        path: "/ingress/1/cidrBlock",
        message: "admits SSH",
      },
      {
        type: "aws:ec2/networkAclRule:NetworkAclRule",
        inputs: { ruleAction: "allow", protocol: "tcp", fromPort: 3000, toPort: 4000, ipv6CidrBlock: "::/0" },
        path: "/ipv6CidrBlock",
        message: "RDP",
      },
      {
        type: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
        inputs: { ingress: [{ action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" }] },
        path: "/ingress/0/cidrBlock",
        message: "FTP",
      },
    ],
    undecided: [
      {
        inputs: { ingress: [{ action: "allow", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: UNKNOWN }] },
        path: "/ingress/0/cidrBlock",
      },
      { type: "aws:ec2/networkAclRule:NetworkAclRule", inputs: { egress: UNKNOWN }, path: "/egress" },
    ],
  },
});
const ADMIN_PORTS = [20, 21, 22, 3389];
