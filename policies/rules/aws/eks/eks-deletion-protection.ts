import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "eks-deletion-protection",
  title: "Turn on cluster deletion protection.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A wrong destroy takes every workload.",
  fix: "Set deletionProtection to true.",
  links: [awsDocs("Deleting a cluster", "eks/latest/userguide/delete-cluster.html")],
  types: ["aws:eks/cluster:Cluster"],
  check: (resource) =>
    resource
      .get("deletionProtection")
      .mustBe(true, "A wrong destroy takes every workload; set deletionProtection to true"),
  remediate: (resource) => whenUnset(resource, "deletionProtection", true),
  examples: {
    pass: [{ inputs: { name: "shop", deletionProtection: true } }],
    fail: [
      {
        name: "not set",
        inputs: { name: "shop" },
        path: "/deletionProtection",
        message: "A wrong destroy takes every workload",
      },
      {
        inputs: { name: "shop", deletionProtection: false },
        path: "/deletionProtection",
        message: "A wrong destroy takes every workload",
      },
    ],
    undecided: [{ inputs: { name: "shop", deletionProtection: UNKNOWN }, path: "/deletionProtection" }],
  },
});
