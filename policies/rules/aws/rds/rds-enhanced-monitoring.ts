import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isAuroraCluster } from "../_rds.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "rds-enhanced-monitoring",
  title: "Collect enhanced operating-system metrics.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "They show resource abuse that engine metrics miss. An Aurora cluster sets it on its instances, so that one without a setting of its own is left out.",
  fix: "Set monitoringInterval to 60 or fewer seconds, and monitoringRoleArn.",
  links: [awsDocs("Enhanced monitoring", "AmazonRDS/latest/UserGuide/USER_Monitoring.OS.html"), securityHub("rds")],
  types: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance", "aws:rds/cluster:Cluster"],
  check: (database) => {
    const interval = database.get("monitoringInterval");
    if (isAuroraCluster(database) && !interval.isSet) return NOT_APPLICABLE;
    return (interval.number() ?? 0) > 0
      ? []
      : [
          interval.fail(
            "The operating system's metrics are not collected; set monitoringInterval and monitoringRoleArn",
          ),
        ];
  },
  examples: {
    pass: [{ inputs: { monitoringInterval: 60, monitoringRoleArn: UNKNOWN } }],
    fail: [
      { name: "not set", inputs: { engine: "postgres" }, path: "/monitoringInterval", message: "not collected" },
      {
        type: "aws:rds/clusterInstance:ClusterInstance",
        inputs: { monitoringInterval: 0 },
        path: "/monitoringInterval",
        message: "not collected",
      },
    ],
    undecided: [{ inputs: { monitoringInterval: UNKNOWN }, path: "/monitoringInterval" }],
  },
});
