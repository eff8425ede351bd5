import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven, referencesIn } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "elasticache-security-group-set",
  title: "Name the cache security groups explicitly and use no classic groups.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "The VPC default group or a classic group would apply.",
  fix: "Set securityGroupIds to a group that admits the callers only, and remove securityGroupNames.",
  links: [awsDocs("Access to caches in a VPC", "AmazonElastiCache/latest/dg/elasticache-vpc-accessing.html")],
  types: ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"],
  check: (cache) => {
    // A member takes the groups of its replication group.
    if (isGiven(cache, cache.get("replicationGroupId")) && cache.type.endsWith(":Cluster")) return NOT_APPLICABLE;
    const groups = cache.get("securityGroupIds");
    return all(
      () =>
        referencesIn(cache, groups).length > 0
          ? []
          : [groups.fail("The VPC's default security group guards the cache; set securityGroupIds")],
      () => {
        const classic = cache.get("securityGroupNames");
        return classic.items().length === 0
          ? []
          : [classic.fail("Classic groups know no VPC; remove securityGroupNames and set securityGroupIds")];
      },
    );
  },
  examples: {
    pass: [
      {
        inputs: { securityGroupIds: [ref("cache")] },
        stack: [{ type: "aws:ec2/securityGroup:SecurityGroup", name: "cache", inputs: {} }],
      },
      { type: "aws:elasticache/cluster:Cluster", inputs: { engine: "memcached", securityGroupIds: ["sg-0123"] } },
    ],
    fail: [
      { name: "not set", inputs: { engine: "valkey" }, path: "/securityGroupIds", message: "default security group" },
      {
        type: "aws:elasticache/cluster:Cluster",
        inputs: { engine: "memcached", securityGroupIds: [] },
        path: "/securityGroupIds",
        message: "default security group",
      },
      {
        inputs: { securityGroupIds: ["sg-0123"], securityGroupNames: ["cache"] },
        path: "/securityGroupNames",
        message: "Classic groups",
      },
    ],
    undecided: [
      { inputs: { securityGroupIds: UNKNOWN }, path: "/securityGroupIds" },
      { inputs: { securityGroupIds: ["sg-0123"], securityGroupNames: UNKNOWN }, path: "/securityGroupNames" },
    ],
  },
});
