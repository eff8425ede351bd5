import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";

export default defineRule({
  id: "stack-no-opaque-helm-release",
  title: "Render charts into resources instead of using opaque releases, or list each release as accepted.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Policies see only the values of a release, never its pods.",
  fix: "Use kubernetes.helm.v4.Chart, whose objects are resources, or list the chart in the rule's settings.",
  links: [
    {
      title: "Pulumi: choosing the right Helm resource",
      url: "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/choosing-the-right-helm-resource-for-your-use-case/",
    },
  ],
  types: ["kubernetes:helm.sh/v3:Release"],
  config: z.object({ accepted: z.array(z.string()).default([]).describe("Charts whose releases somebody looked at.") }),
  check: (release, { config }) => {
    const accepted = config.accepted.length > 0 && config.accepted.includes(release.get("chart").string() ?? "");
    return accepted
      ? []
      : [release.fail("No policy sees the pods of the release; render the chart with helm.v4.Chart")];
  },
  examples: {
    pass: [{ inputs: { chart: "karpenter" }, config: { accepted: ["karpenter"] } }],
    fail: [
      { inputs: { chart: "karpenter" }, path: "", message: "No policy sees" },
      { inputs: { chart: "nginx" }, config: { accepted: ["karpenter"] }, path: "", message: "helm.v4.Chart" },
    ],
    undecided: [{ inputs: { chart: UNKNOWN }, config: { accepted: ["karpenter"] }, path: "/chart" }],
  },
});
