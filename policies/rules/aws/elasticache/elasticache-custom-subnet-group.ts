import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "elasticache-custom-subnet-group",
  title: "Use an own subnet group made of private subnets.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "The default group follows the default network.",
  fix: "Create an aws.elasticache.SubnetGroup of private subnets and name it in subnetGroupName.",
  links: [securityHub("elasticache"), awsDocs("Subnet groups", "AmazonElastiCache/latest/dg/SubnetGroups.html")],
  types: [
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:elasticache/cluster:Cluster",
    "aws:elasticache/subnetGroup:SubnetGroup",
  ],
  check: (resource) => {
    if (resource.type === "aws:elasticache/subnetGroup:SubnetGroup") {
      return resource.get("name").mustNotBe("default", "The group is the default one; give it a name of its own");
    }
    const group = resource.get("replicationGroupId");
    if (resource.type === "aws:elasticache/cluster:Cluster" && (group.isUnknown || group.isSet)) return NOT_APPLICABLE;
    const name = resource.get("subnetGroupName");
    if (isGiven(resource, name) && name.raw !== "default") return [];
    return [name.fail("The cache is in the default subnet group; set subnetGroupName to a group of private subnets")];
  },
  examples: {
    pass: [
      { inputs: { subnetGroupName: "shop-data" } },
      { type: "aws:elasticache/subnetGroup:SubnetGroup", inputs: { subnetIds: [UNKNOWN] } },
    ],
    fail: [
      { name: "not set", inputs: { engine: "valkey" }, path: "/subnetGroupName", message: "default subnet group" },
      {
        type: "aws:elasticache/cluster:Cluster",
        inputs: { subnetGroupName: "default" },
        path: "/subnetGroupName",
        message: "default subnet group",
      },
    ],
    undecided: [{ inputs: { subnetGroupName: UNKNOWN }, path: "/subnetGroupName" }],
  },
});
