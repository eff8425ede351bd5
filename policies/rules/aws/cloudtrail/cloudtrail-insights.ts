import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudtrail-insights",
  title: "Turn on anomaly insights.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Unusual call rates surface early.",
  fix: "Add insightSelectors for ApiCallRateInsight and ApiErrorRateInsight.",
  links: [
    awsDocs("CloudTrail Insights", "awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html"),
  ],
  types: ["aws:cloudtrail/trail:Trail"],
  check: (trail) => {
    const insights = trail.get("insightSelectors");
    return insights.items().length > 0 ? [] : [insights.fail("Unusual call rates surface late; add insightSelectors")];
  },
  examples: {
    pass: [{ inputs: { insightSelectors: [{ insightType: "ApiCallRateInsight" }] } }],
    fail: [
      { name: "not set", inputs: { name: "audit" }, path: "/insightSelectors", message: "surface late" },
      { inputs: { insightSelectors: [] }, path: "/insightSelectors", message: "surface late" },
    ],
    undecided: [{ inputs: { insightSelectors: UNKNOWN }, path: "/insightSelectors" }],
  },
});
