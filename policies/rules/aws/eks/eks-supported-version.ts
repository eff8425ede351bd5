import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "eks-supported-version",
  title: "Run a Kubernetes version in standard support.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Unsupported versions miss fixes and are upgraded by force.",
  fix: "Move to a Kubernetes version in standard support, one minor version at a time.",
  links: [securityHub("eks"), awsDocs("Kubernetes versions on EKS", "eks/latest/userguide/kubernetes-versions.html")],
  types: ["aws:eks/cluster:Cluster"],
  config: z.object({
    minimum: z
      .string()
      .regex(/^\d+\.\d+$/)
      .default("1.34")
      .describe("Lowest version in standard support."),
  }),
  check: (cluster, { config }) => {
    const version = cluster.get("version");
    const text = version.string();
    // EKS takes its newest version when none is named.
    if (text === undefined || minorOf(text) >= minorOf(config.minimum)) return [];
    return [version.fail(`The Kubernetes version is out of standard support; move to ${config.minimum} or newer`)];
  },
  examples: {
    pass: [{ inputs: { version: "1.36" } }, { name: "not set", inputs: { vpcConfig: {} } }],
    fail: [{ inputs: { version: "1.29" }, path: "/version", message: "out of standard support" }],
    undecided: [{ inputs: { version: UNKNOWN }, path: "/version" }],
  },
});
function minorOf(version: string): number {
  const [major, minor] = version.split(".");
  return Number(major) * 1000 + Number(minor ?? 0);
}
