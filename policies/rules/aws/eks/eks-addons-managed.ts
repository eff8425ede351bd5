import { z } from "zod";
import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

const ADDON = "aws:eks/addon:Addon";

export default defineRule({
  id: "eks-addons-managed",
  title: "Manage the core add-ons (vpc-cni, coredns, kube-proxy, ebs-csi) as pinned add-on resources.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Self-managed copies miss patches. A cluster in Auto Mode has them built into its nodes and is left out.",
  fix: "Add an aws.eks.Addon with an addonVersion for each.",
  links: [awsDocs("EKS add-ons", "eks/latest/userguide/eks-add-ons.html")],
  types: ["aws:eks/cluster:Cluster"],
  config: z.object({
    addons: z
      .array(z.string())
      .default(["vpc-cni", "coredns", "kube-proxy", "aws-ebs-csi-driver"])
      .describe("Add-ons that every cluster needs."),
  }),
  check: (cluster, { stack, config }) => {
    // Auto Mode runs these itself, as part of the nodes.
    if (cluster.get("computeConfig", "enabled").boolean() === true) return NOT_APPLICABLE;
    const addons = stack.referrers(cluster, ADDON, "clusterName");
    const missing = config.addons.filter((name) => !some(addons, (addon) => addon.get("addonName").string() === name));
    const unpinned = each(addons, (addon) =>
      isGiven(addon, addon.get("addonVersion"))
        ? []
        : [addon.get("addonVersion").fail("The add-on changes by itself; pin addonVersion")],
    );
    if (missing.length === 0) return unpinned;
    return [cluster.fail(`Self-managed copies miss patches; add ${missing.join(", ")} as add-ons`), ...unpinned];
  },
  examples: {
    pass: [
      {
        inputs: { name: "shop" },
        stack: ["vpc-cni", "coredns", "kube-proxy", "aws-ebs-csi-driver"].map((name) => addon(name, "v1.20.0")),
      },
    ],
    fail: [
      { name: "no add-on", inputs: { name: "shop" }, path: "", message: "vpc-cni, coredns" },
      {
        name: "not pinned",
        inputs: { name: "shop" },
        stack: [addon("coredns", null)],
        path: "/addonVersion",
        message: "by itself",
      },
    ],
    undecided: [
      { inputs: { name: "shop" }, stack: [addon(UNKNOWN, "v1.20.0")], path: "/addonName" },
      { inputs: { computeConfig: UNKNOWN }, path: "/computeConfig" },
    ],
  },
});
function addon(addonName: Value, addonVersion: Value) {
  return {
    type: ADDON,
    name: typeof addonName === "string" ? addonName : "addon",
    inputs: { clusterName: ref("subject", "name"), addonName, addonVersion },
  };
}
