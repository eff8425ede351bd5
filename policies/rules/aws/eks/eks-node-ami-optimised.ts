import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { matches } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "eks-node-ami-optimised",
  title: "Use a container-optimised image family such as Bottlerocket.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A small read-only system has less to attack.",
  fix: "Set amiType to a Bottlerocket one, such as BOTTLEROCKET_ARM_64.",
  links: [awsDocs("Bottlerocket", "eks/latest/userguide/eks-optimized-ami-bottlerocket.html")],
  types: ["aws:eks/nodeGroup:NodeGroup"],
  config: z.object({
    amiTypes: z.array(z.string()).default(["BOTTLEROCKET_*"]).describe("Patterns of accepted image types."),
  }),
  check: (group, { config }) => {
    const ami = group.get("amiType");
    return config.amiTypes.some((pattern) => matches(pattern, ami.string() ?? "AL2023_x86_64_STANDARD"))
      ? []
      : [ami.fail("Nodes run a general operating system; set amiType to a Bottlerocket one")];
  },
  examples: {
    pass: [{ inputs: { amiType: "BOTTLEROCKET_ARM_64" } }],
    fail: [
      { name: "not set", inputs: { clusterName: "shop" }, path: "/amiType", message: "general operating system" },
      { inputs: { amiType: "AL2_x86_64" }, path: "/amiType", message: "general operating system" },
    ],
    undecided: [{ inputs: { amiType: UNKNOWN }, path: "/amiType" }],
  },
});
