import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "docdb-deletion-protection",
  title: "Turn on deletion protection of document databases.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "It stops one wrong destroy from removing the data.",
  fix: "Set deletionProtection to true.",
  links: [
    securityHub("documentdb"),
    awsDocs("Deleting a cluster", "documentdb/latest/developerguide/db-cluster-delete.html"),
  ],
  types: ["aws:docdb/cluster:Cluster", "aws:docdb/globalCluster:GlobalCluster"],
  check: (resource) =>
    resource
      .get("deletionProtection")
      .mustBe(true, "One wrong destroy removes the database; set deletionProtection to true"),
  remediate: (resource) => whenUnset(resource, "deletionProtection", true),
  examples: {
    pass: [
      { inputs: { clusterIdentifier: "shop", deletionProtection: true } },
      {
        type: "aws:docdb/globalCluster:GlobalCluster",
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
        type: "aws:docdb/globalCluster:GlobalCluster",
        inputs: { globalClusterIdentifier: "shop" },
        path: "/deletionProtection",
        message: "destroy removes the database",
      },
      {
        type: "aws:docdb/globalCluster:GlobalCluster",
        inputs: { globalClusterIdentifier: "shop", deletionProtection: false },
        path: "/deletionProtection",
        message: "destroy removes the database",
      },
    ],
    undecided: [
      { inputs: { clusterIdentifier: "shop", deletionProtection: UNKNOWN }, path: "/deletionProtection" },
      {
        type: "aws:docdb/globalCluster:GlobalCluster",
        inputs: { globalClusterIdentifier: "shop", deletionProtection: UNKNOWN },
        path: "/deletionProtection",
      },
    ],
  },
});
