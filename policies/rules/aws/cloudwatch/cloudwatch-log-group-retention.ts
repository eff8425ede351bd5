import { z } from "zod";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { matches } from "../../_policy-document.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudwatch-log-group-retention",
  title: "Set an explicit retention of at least a year for audit groups and a finite one for all.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Unset retention keeps forever; short retention loses evidence.",
  fix: "Set retentionInDays, to 365 or more for audit logs.",
  links: [
    securityHub("cloudwatch"),
    awsDocs("Log retention", "AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html"),
  ],
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  config: z.object({
    minDays: z.number().int().default(365).describe("Shortest retention of audit logs, where production is guarded."),
    auditNames: z
      .array(z.string())
      .default(["*cloudtrail*", "/aws/eks/*/cluster", "aws-waf-logs-*", "*flow-log*", "*audit*"])
      .describe("Patterns of names of audit log groups."),
  }),
  check: (group, { config, tier }) => {
    const retention = group.get("retentionInDays");
    const days = retention.number() ?? 0;
    // CloudWatch fixes the retention of the delivery class itself.
    if (days === 0 && group.get("logGroupClass").string() === "DELIVERY") return NOT_APPLICABLE;
    if (days === 0) return [retention.fail("The logs are kept for ever; set retentionInDays")];
    if (tier === "nonprod" || days >= config.minDays) return [];
    const name = (group.get("name").string() ?? group.name).toLowerCase();
    if (!config.auditNames.some((pattern) => matches(pattern, name))) return [];
    return [
      retention.fail(`Audit logs are kept for ${days} days only; set retentionInDays to ${config.minDays} or more`),
    ];
  },
  remediate: (group) => (group.get("logGroupClass").raw === "DELIVERY" ? [] : whenUnset(group, "retentionInDays", 365)),
  examples: {
    pass: [
      { inputs: { name: "/shop/api", retentionInDays: 30 } },
      { inputs: { name: UNKNOWN, retentionInDays: 400 } },
      {
        name: "audit logs of a test environment",
        inputs: { name: "/aws/eks/shop/cluster", retentionInDays: 30 },
        tier: "nonprod",
      },
    ],
    fail: [
      { name: "not set", inputs: { name: "/shop/api" }, path: "/retentionInDays", message: "kept for ever" },
      {
        inputs: { name: "/aws/eks/shop/cluster", retentionInDays: 30 },
        path: "/retentionInDays",
        message: "30 days only",
      },
    ],
    undecided: [
      { inputs: { retentionInDays: UNKNOWN }, path: "/retentionInDays" },
      { inputs: { name: UNKNOWN, retentionInDays: 30 }, path: "/name" },
    ],
  },
});
