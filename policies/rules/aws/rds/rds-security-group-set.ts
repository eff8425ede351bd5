import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "rds-security-group-set",
  title: "Name the security groups of a database explicitly.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Otherwise the VPC default group applies.",
  fix: "Set vpcSecurityGroupIds to a group that admits the callers only.",
  links: [
    awsDocs("Controlling access with security groups", "AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html"),
  ],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database) => {
    const groups = database.get("vpcSecurityGroupIds");
    return referencesIn(database, groups).length > 0
      ? []
      : [groups.fail("The VPC's default security group guards the database; set vpcSecurityGroupIds")];
  },
  examples: {
    pass: [
      {
        inputs: { vpcSecurityGroupIds: [ref("data")] },
        stack: [{ type: "aws:ec2/securityGroup:SecurityGroup", name: "data", inputs: {} }],
      },
      { type: "aws:rds/cluster:Cluster", inputs: { vpcSecurityGroupIds: ["sg-0123"] } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { engine: "postgres" },
        path: "/vpcSecurityGroupIds",
        message: "default security group",
      },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { vpcSecurityGroupIds: [] },
        path: "/vpcSecurityGroupIds",
        message: "default security group",
      },
    ],
    undecided: [{ inputs: { vpcSecurityGroupIds: UNKNOWN }, path: "/vpcSecurityGroupIds" }],
  },
});
