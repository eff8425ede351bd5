import { ref } from "../../../examples.ts";
import { defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

const ADDON = "aws:eks/addon:Addon";

export default defineRule({
  id: "eks-guardduty-agent",
  title: "Install the runtime monitoring agent add-on.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Runtime findings need the agent. Where GuardDuty installs it by itself (EKS_ADDON_MANAGEMENT), waive the rule.",
  fix: "Add an aws.eks.Addon named aws-guardduty-agent.",
  links: [awsDocs("Runtime monitoring agent", "guardduty/latest/ug/managing-gdu-agent-eks-automatically.html")],
  types: ["aws:eks/cluster:Cluster"],
  check: (cluster, { stack }) => {
    const installed = some(stack.candidates(cluster, ADDON, "clusterName"), (it) =>
      every(
        [
          () => it.get("addonName").string() === "aws-guardduty-agent",
          () => stack.refersTo(it, it.get("clusterName"), cluster),
        ],
        (test) => test(),
      ),
    );
    return installed
      ? []
      : [cluster.fail("Nothing watches what runs on the nodes; install the add-on aws-guardduty-agent")];
  },
  examples: {
    pass: [{ inputs: { name: "shop" }, stack: [addon("aws-guardduty-agent")] }],
    fail: [
      { name: "no add-on", inputs: { name: "shop" }, path: "", message: "Nothing watches" },
      {
        name: "another add-on",
        inputs: { name: "shop" },
        stack: [addon("coredns")],
        path: "",
        message: "Nothing watches",
      },
    ],
    undecided: [{ inputs: { name: "shop" }, stack: [addon(UNKNOWN)], path: "/addonName" }],
  },
});
function addon(addonName: Value) {
  return { type: ADDON, name: "addon", inputs: { clusterName: ref("subject", "name"), addonName } };
}
