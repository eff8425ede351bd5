import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "eks-access-entry-no-system-masters",
  title: "Do not put privileged built-in groups on access entries.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "That group bypasses RBAC.",
  fix: "Use an access policy, or a group of your own with RBAC bindings.",
  links: [awsDocs("Access entries", "eks/latest/userguide/access-entries.html")],
  types: ["aws:eks/accessEntry:AccessEntry"],
  check: (entry) =>
    each(entry.get("kubernetesGroups").items(), (group) =>
      group.string()?.startsWith("system:") === true
        ? [
            group.fail(
              "The access entry is in a built-in group, which bypasses the cluster's own RBAC; use an access policy or an own group",
            ),
          ]
        : [],
    ),
  examples: {
    pass: [{ inputs: { kubernetesGroups: ["shop-operators"] } }, { inputs: { type: "EC2" } }],
    fail: [
      {
        inputs: { kubernetesGroups: ["viewers", "system:masters"] },
        path: "/kubernetesGroups/1",
        message: "built-in group",
      },
    ],
    undecided: [{ inputs: { kubernetesGroups: [UNKNOWN] }, path: "/kubernetesGroups/0" }],
  },
});
