import type { Resource } from "../../../resource.ts";
import { type Issue, NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { isReplica } from "../_rds.ts";

export default defineRule({
  id: "rds-multi-az",
  title: "Run production databases in more than one zone.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "One zone failure should not be an outage.",
  fix: "Set multiAz to true on instances; give clusters more than one availability zone.",
  links: [securityHub("rds"), awsDocs("Multi-AZ deployments", "AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html")],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:rds/clusterInstance:ClusterInstance"],
  check: (resource, { tier }) => {
    if (tier === "nonprod" || resource.type === "aws:rds/clusterInstance:ClusterInstance") return NOT_APPLICABLE;
    if (resource.type === "aws:rds/cluster:Cluster") return judgeCluster(resource);
    if (isReplica(resource)) return NOT_APPLICABLE;
    return resource.get("multiAz").mustBe(true, "The database runs in one zone; set multiAz to true");
  },
  examples: {
    pass: [
      { inputs: { multiAz: true } },
      {
        name: "RDS spreads a cluster over three zones by itself",
        type: "aws:rds/cluster:Cluster",
        inputs: { engine: "aurora-postgresql" },
      },
    ],
    fail: [
      { name: "not set", inputs: { engine: "postgres" }, path: "/multiAz", message: "one zone" },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { availabilityZones: ["eu-central-1a"] },
        path: "/availabilityZones",
        message: "one zone",
      },
    ],
    undecided: [
      { inputs: { multiAz: UNKNOWN }, path: "/multiAz" },
      { type: "aws:rds/cluster:Cluster", inputs: { availabilityZones: UNKNOWN }, path: "/availabilityZones" },
    ],
  },
});
function judgeCluster(cluster: Resource): Issue[] {
  const zones = cluster.get("availabilityZones");
  return zones.items().length === 1
    ? [zones.fail("The cluster is limited to one zone; name at least two or leave availabilityZones out")]
    : [];
}
