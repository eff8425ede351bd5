import { NOT_APPLICABLE, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";
import { isReplica } from "../_rds.ts";

export default defineRule({
  id: "rds-final-snapshot",
  title: "Take a final snapshot on deletion and keep automated backups.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Skipping both makes a delete unrecoverable.",
  fix: "Set skipFinalSnapshot to false with a finalSnapshotIdentifier, and deleteAutomatedBackups to false.",
  links: [awsDocs("Deleting a DB instance", "AmazonRDS/latest/UserGuide/USER_DeleteInstance.html")],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database) => {
    if (isReplica(database)) return NOT_APPLICABLE;
    return all(
      () =>
        database
          .get("skipFinalSnapshot")
          .mustNotBe(true, "No snapshot is taken when the database is deleted; set skipFinalSnapshot to false"),
      () =>
        database
          .get("deleteAutomatedBackups")
          .mustBe(false, "Automated backups are deleted with the database; set deleteAutomatedBackups to false"),
    );
  },
  remediate: (database) => (isReplica(database) ? [] : whenUnset(database, "deleteAutomatedBackups", false)),
  examples: {
    pass: [
      { inputs: { skipFinalSnapshot: false, finalSnapshotIdentifier: "shop-final", deleteAutomatedBackups: false } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { engine: "postgres" },
        path: "/deleteAutomatedBackups",
        message: "deleted with the database",
      },
      {
        inputs: { skipFinalSnapshot: true, deleteAutomatedBackups: false },
        path: "/skipFinalSnapshot",
        message: "No snapshot",
      },
      {
        name: "beside an unknown",
        inputs: { skipFinalSnapshot: UNKNOWN, deleteAutomatedBackups: true },
        path: "/deleteAutomatedBackups",
        message: "deleted with the database",
      },
    ],
    undecided: [
      { inputs: { skipFinalSnapshot: UNKNOWN, deleteAutomatedBackups: false }, path: "/skipFinalSnapshot" },
      { inputs: { deleteAutomatedBackups: UNKNOWN }, path: "/deleteAutomatedBackups" },
    ],
  },
});
