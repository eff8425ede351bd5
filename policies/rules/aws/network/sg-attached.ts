import { ref } from "../../../examples.ts";
import type { Stack } from "../../../resource.ts";
import { defineRule } from "../../../rule.ts";
import { awsDocs } from "../_links.ts";

const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

export default defineRule({
  id: "sg-attached",
  title: "Remove security groups that nothing in the stack uses.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Orphan groups get reused later with rules nobody reviewed. A group that is passed to another stack has its user there: waive the rule for it.",
  fix: "Attach the group to what it was made for, or remove it.",
  links: [awsDocs("Security groups", "vpc/latest/userguide/vpc-security-groups.html")],
  types: ["aws:ec2/securityGroup:SecurityGroup"],
  check: (group, { stack }) =>
    stack.memo(attachedTo, () => attachedTo(stack)).has(group.urn)
      ? []
      : [group.fail("Nothing in the stack uses the security group; remove it before its rules are reused unseen")],
  examples: {
    pass: [
      {
        inputs: { description: "Postgres" },
        stack: [{ type: "aws:rds/instance:Instance", name: "db", inputs: { vpcSecurityGroupIds: [ref("subject")] } }],
      },
    ],
    fail: [
      {
        name: "only its own rule names it",
        inputs: { description: "old" },
        stack: [{ type: RULE, name: "rule", inputs: { securityGroupId: ref("subject"), cidrIpv4: "10.0.0.0/24" } }],
        path: "",
        message: "Nothing in the stack",
      },
    ],
    undecided: [],
  },
});
/** Rules that only say to which group they belong do not use it. */
const RULE_TYPES = new Set([
  RULE,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
]);

/** Everything that some input of another resource is computed from. */
function attachedTo(stack: Stack): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { type, data } of stack.resources) {
    for (const [input, sources] of Object.entries(data.propertyDependencies ?? {})) {
      if (input === "securityGroupId" && RULE_TYPES.has(type)) continue;
      for (const source of sources) used.add(source);
    }
  }
  return used;
}
