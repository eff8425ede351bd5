import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";
import { isAuroraCluster } from "../_rds.ts";

export default defineRule({
  id: "rds-performance-insights",
  title: "Turn on performance insights.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Load analysis is the fastest way to see hostile or runaway queries. An Aurora cluster leaves the switch to its instances.",
  fix: "Set performanceInsightsEnabled to true where the instance class supports it.",
  links: [awsDocs("Performance Insights", "AmazonRDS/latest/UserGuide/USER_PerfInsights.html")],
  types: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance", "aws:rds/cluster:Cluster"],
  check: (database) => {
    const insights = database.get("performanceInsightsEnabled");
    if (isAuroraCluster(database) && !insights.isSet) return NOT_APPLICABLE;
    return insights.mustBe(true, "Nobody sees which queries load the database; set performanceInsightsEnabled to true");
  },
  remediate: (database) =>
    database.type.endsWith(":Cluster") ? [] : whenUnset(database, "performanceInsightsEnabled", true),
  examples: {
    pass: [{ inputs: { performanceInsightsEnabled: true } }],
    fail: [
      { name: "not set", inputs: { engine: "postgres" }, path: "/performanceInsightsEnabled", message: "Nobody sees" },
      {
        type: "aws:rds/clusterInstance:ClusterInstance",
        inputs: { performanceInsightsEnabled: false },
        path: "/performanceInsightsEnabled",
        message: "Nobody sees",
      },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { engine: "postgres" },
        path: "/performanceInsightsEnabled",
        message: "Nobody sees",
      },
    ],
    undecided: [{ inputs: { performanceInsightsEnabled: UNKNOWN }, path: "/performanceInsightsEnabled" }],
  },
});
