import { ref } from "../../../examples.ts";
import { anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

const ASSOCIATION = "aws:ec2/networkAclAssociation:NetworkAclAssociation";

export default defineRule({
  id: "nacl-attached",
  title: "Attach each custom network ACL to at least one subnet.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "An unattached ACL protects nothing while suggesting that it does.",
  fix: "Set subnetIds, or add an aws.ec2.NetworkAclAssociation.",
  links: [awsDocs("Network ACLs", "vpc/latest/userguide/vpc-network-acls.html")],
  types: ["aws:ec2/networkAcl:NetworkAcl"],
  check: (acl, { stack }) => {
    const attached = anyOf(
      () => referencesIn(acl, acl.get("subnetIds")).length > 0,
      () =>
        some(stack.candidates(acl, ASSOCIATION, "networkAclId"), (other) =>
          stack.refersTo(other, other.get("networkAclId"), acl),
        ),
    );
    return attached ? [] : [acl.fail("The network ACL guards no subnet; attach or remove it")];
  },
  examples: {
    pass: [
      { inputs: { subnetIds: ["subnet-0123"] } },
      { inputs: {}, stack: [{ type: ASSOCIATION, name: "a", inputs: { networkAclId: ref("subject") } }] },
    ],
    fail: [
      { name: "no subnet", inputs: { vpcId: "vpc-0123" }, path: "", message: "guards no subnet" },
      { inputs: { subnetIds: [] }, path: "", message: "guards no subnet" },
    ],
    undecided: [{ inputs: { subnetIds: UNKNOWN }, path: "/subnetIds" }],
  },
});
