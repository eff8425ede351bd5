import { z } from "zod";
import { NOT_APPLICABLE, anyOf, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { matches } from "../../_policy-document.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudwatch-log-group-deletion-protection",
  title: "Protect audit log groups from deletion and keep them on destroy.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Destroying a stack must not destroy its evidence.",
  fix: "Set deletionProtectionEnabled to true, or skipDestroy.",
  links: [
    awsDocs(
      "Deletion protection of log groups",
      "AmazonCloudWatch/latest/logs/protecting-log-groups-from-deletion.html",
    ),
  ],
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  config: z.object({
    auditNames: z
      .array(z.string())
      .default(["*cloudtrail*", "/aws/eks/*/cluster", "aws-waf-logs-*", "*flow-log*", "*audit*"])
      .describe("Patterns of names of audit log groups."),
  }),
  check: (group, { config }) => {
    const kept = anyOf(
      () => group.get("deletionProtectionEnabled").boolean() === true,
      () => group.get("skipDestroy").boolean() === true,
    );
    if (kept) return [];
    const name = (group.get("name").string() ?? group.name).toLowerCase();
    if (!config.auditNames.some((pattern) => matches(pattern, name))) return NOT_APPLICABLE;
    return [
      group
        .get("deletionProtectionEnabled")
        .fail("Destroying the stack destroys its evidence; set deletionProtectionEnabled to true"),
    ];
  },
  remediate: (group) => whenUnset(group, "deletionProtectionEnabled", true),
  examples: {
    pass: [
      { inputs: { name: "/aws/eks/shop/cluster", deletionProtectionEnabled: true } },
      { inputs: { name: "/shop/audit", skipDestroy: true } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { name: "/aws/eks/shop/cluster" },
        path: "/deletionProtectionEnabled",
        message: "destroys its evidence",
      },
      {
        inputs: { name: "aws-waf-logs-shop", deletionProtectionEnabled: false },
        path: "/deletionProtectionEnabled",
        message: "destroys its evidence",
      },
    ],
    undecided: [
      { inputs: { name: "/shop/audit", deletionProtectionEnabled: UNKNOWN }, path: "/deletionProtectionEnabled" },
      { inputs: { name: UNKNOWN }, path: "/name" },
    ],
  },
});
