import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "rds-deletion-protection",
  title: "Turn on deletion protection for databases.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "It stops one wrong destroy from removing the data.",
  fix: "Set deletionProtection to true.",
  links: [securityHub("rds"), awsDocs("Deleting a DB instance", "AmazonRDS/latest/UserGuide/USER_DeleteInstance.html")],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:rds/globalCluster:GlobalCluster"],
  check: (database) =>
    database
      .get("deletionProtection")
      .mustBe(true, "One wrong destroy removes the database; set deletionProtection to true"),
  remediate: (database) => whenUnset(database, "deletionProtection", true),
  examples: {
    pass: [{ inputs: { deletionProtection: true } }],
    fail: [
      {
        name: "not set",
        inputs: { engine: "postgres" },
        path: "/deletionProtection",
        message: "set deletionProtection",
      },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { deletionProtection: false },
        path: "/deletionProtection",
        message: "set deletionProtection",
      },
    ],
    undecided: [
      {
        type: "aws:rds/globalCluster:GlobalCluster",
        inputs: { deletionProtection: UNKNOWN },
        path: "/deletionProtection",
      },
      { inputs: { deletionProtection: UNKNOWN }, path: "/deletionProtection" },
    ],
  },
});
