import { z } from "zod";
import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

const VISIBLE = { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName: "shop" };

export default defineRule({
  id: "waf-metrics-enabled",
  title: "Turn on metrics and sampling for ACL, groups and rules.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Silent rules cannot be tuned or alarmed on.",
  fix: "Set cloudwatchMetricsEnabled and sampledRequestsEnabled to true in every visibilityConfig.",
  links: [awsDocs("Metrics of WAF", "waf/latest/developerguide/monitoring-cloudwatch.html"), securityHub("waf")],
  types: ["aws:wafv2/webAcl:WebAcl", "aws:wafv2/ruleGroup:RuleGroup"],
  config: z.object({
    samples: z
      .boolean()
      .default(true)
      .describe("Whether samples of requests must be kept; they show cookies and credentials."),
  }),
  check: (acl, { config }) =>
    all(
      () => judge(acl.get("visibilityConfig"), config.samples),
      () => each(acl.get("rules").items(), (rule) => judge(rule.get("visibilityConfig"), config.samples)),
    ),
  remediate: (acl) => [
    ...whenUnset(acl, ["visibilityConfig", "cloudwatchMetricsEnabled"], true),
    ...whenUnset(acl, ["visibilityConfig", "sampledRequestsEnabled"], true),
  ],
  examples: {
    pass: [
      {
        name: "without samples",
        inputs: { visibilityConfig: { ...VISIBLE, sampledRequestsEnabled: false } },
        config: { samples: false },
      },
      { inputs: { visibilityConfig: VISIBLE, rules: [{ visibilityConfig: VISIBLE }] } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { scope: "REGIONAL" },
        path: "/visibilityConfig/cloudwatchMetricsEnabled",
        message: "no metric",
      },
      {
        inputs: {
          visibilityConfig: VISIBLE,
          rules: [{ visibilityConfig: VISIBLE }, { visibilityConfig: { ...VISIBLE, sampledRequestsEnabled: false } }],
        },
        path: "/rules/1/visibilityConfig/sampledRequestsEnabled",
        message: "no samples",
      },
      {
        type: "aws:wafv2/ruleGroup:RuleGroup",
        inputs: { visibilityConfig: { ...VISIBLE, cloudwatchMetricsEnabled: false } },
        path: "/visibilityConfig/cloudwatchMetricsEnabled",
        message: "no metric",
      },
    ],
    undecided: [
      {
        inputs: { visibilityConfig: { ...VISIBLE, cloudwatchMetricsEnabled: UNKNOWN } },
        path: "/visibilityConfig/cloudwatchMetricsEnabled",
      },
    ],
  },
});
function judge(visibility: Property, samples: boolean): Issue[] {
  return all(
    () =>
      visibility
        .get("cloudwatchMetricsEnabled")
        .mustBe(true, "The ACL or rule gives no metric; set cloudwatchMetricsEnabled to true"),
    () =>
      samples
        ? visibility
            .get("sampledRequestsEnabled")
            .mustBe(true, "The ACL or rule keeps no samples; set sampledRequestsEnabled to true")
        : [],
  );
}
