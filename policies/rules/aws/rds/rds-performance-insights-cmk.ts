import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "rds-performance-insights-cmk",
  title: "Encrypt performance insights with a customer key.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Sampled SQL text can contain personal data.",
  fix: "Set performanceInsightsKmsKeyId to a customer key. It cannot be changed later.",
  links: [awsDocs("Performance Insights", "AmazonRDS/latest/UserGuide/USER_PerfInsights.html")],
  types: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance", "aws:rds/cluster:Cluster"],
  check: (database) => {
    if (database.get("performanceInsightsEnabled").boolean() !== true) return NOT_APPLICABLE;
    const key = database.get("performanceInsightsKmsKeyId");
    return isCustomerKey(database, key)
      ? []
      : [key.fail("Sampled queries are not encrypted with a key of yours; set performanceInsightsKmsKeyId")];
  },
  examples: {
    pass: [
      {
        inputs: { performanceInsightsEnabled: true, performanceInsightsKmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { performanceInsightsEnabled: true },
        path: "/performanceInsightsKmsKeyId",
        message: "Sampled queries",
      },
      {
        type: "aws:rds/clusterInstance:ClusterInstance",
        inputs: { performanceInsightsEnabled: true, performanceInsightsKmsKeyId: "alias/aws/rds" },
        path: "/performanceInsightsKmsKeyId",
        message: "Sampled queries",
      },
    ],
    undecided: [
      {
        inputs: { performanceInsightsEnabled: true, performanceInsightsKmsKeyId: UNKNOWN },
        path: "/performanceInsightsKmsKeyId",
      },
      { inputs: { performanceInsightsEnabled: UNKNOWN }, path: "/performanceInsightsEnabled" },
    ],
  },
});
