import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";

export default defineRule({
  id: "sg-rules-described",
  title: "Describe every security group and every rule.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Undocumented openings survive reviews because nobody knows who needs them.",
  fix: "Say in description who needs the group or the rule.",
  links: [awsDocs("Security group rules", "vpc/latest/userguide/security-group-rules.html")],
  types: [
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  ],
  check: (resource) => {
    if (resource.type !== GROUP) return judge(resource.get("description"));
    const rules = ["ingress", "egress"].flatMap(
      (direction) => () => each(resource.get(direction).items(), (rule) => judge(rule.get("description"))),
    );
    return all(() => judge(resource.get("description")), ...rules);
  },
  examples: {
    pass: [
      { inputs: { description: "Postgres", ingress: [{ description: "From the pooler" }] } },
      {
        type: "aws:ec2/securityGroupRule:SecurityGroupRule",
        inputs: { type: "ingress", description: "From the pooler" },
      },
    ],
    fail: [
      { name: "not set", inputs: { name: "data" }, path: "/description", message: "Nobody can tell" },
      {
        inputs: { description: "Postgres", egress: [{ description: "DNS" }, { protocol: "-1" }] },
        path: "/egress/1/description",
        message: "Nobody can tell",
      },
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { fromPort: 443 },
        path: "/description",
        message: "Nobody can tell",
      },
      {
        type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        inputs: { description: "" },
        path: "/description",
        message: "Nobody can tell",
      },
      {
        type: "aws:ec2/securityGroupRule:SecurityGroupRule",
        inputs: { type: "egress" },
        path: "/description",
        message: "Nobody can tell",
      },
      {
        name: "the provider's own text",
        inputs: { description: "Managed by Pulumi" },
        path: "/description",
        message: "Nobody can tell",
      },
    ],
    undecided: [{ inputs: { description: UNKNOWN }, path: "/description" }],
  },
});
/** What the provider writes where nobody wrote anything. */
const DEFAULTS = new Set(["", "Managed by Pulumi", "Managed by Terraform"]);

function judge(description: Property): Issue[] {
  return DEFAULTS.has(description.string() ?? "")
    ? [description.fail("Nobody can tell who needs this; say it in description")]
    : [];
}
