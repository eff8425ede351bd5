import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "neptune-deletion-protection",
  title: "Turn on deletion protection of graph databases.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "It stops one wrong destroy from removing the data.",
  fix: "Set deletionProtection to true.",
  links: [
    securityHub("neptune"),
    awsDocs("Deleting a cluster", "neptune/latest/userguide/manage-console-instances-delete.html"),
  ],
  types: ["aws:neptune/cluster:Cluster", "aws:neptune/globalCluster:GlobalCluster"],
  check: (resource) =>
    resource
      .get("deletionProtection")
      .mustBe(true, "One wrong destroy removes the database; set deletionProtection to true"),
  remediate: (resource) => whenUnset(resource, "deletionProtection", true),
  examples: {
    pass: [
      { inputs: { clusterIdentifier: "shop", deletionProtection: true } },
      {
        type: "aws:neptune/globalCluster:GlobalCluster",
        inputs: { globalClusterIdentifier: "shop", deletionProtection: true },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { clusterIdentifier: "shop" },
        path: "/deletionProtection",
        message: "destroy removes the database",
      },
      {
        inputs: { clusterIdentifier: "shop", deletionProtection: false },
        path: "/deletionProtection",
        message: "destroy removes the database",
      },
      {
        name: "not set",
        type: "aws:neptune/globalCluster:GlobalCluster",
        inputs: { globalClusterIdentifier: "shop" },
        path: "/deletionProtection",
        message: "destroy removes the database",
      },
      {
        type: "aws:neptune/globalCluster:GlobalCluster",
        inputs: { globalClusterIdentifier: "shop", deletionProtection: false },
        path: "/deletionProtection",
        message: "destroy removes the database",
      },
    ],
    undecided: [
      { inputs: { clusterIdentifier: "shop", deletionProtection: UNKNOWN }, path: "/deletionProtection" },
      {
        type: "aws:neptune/globalCluster:GlobalCluster",
        inputs: { globalClusterIdentifier: "shop", deletionProtection: UNKNOWN },
        path: "/deletionProtection",
      },
    ],
  },
});
