import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "rds-snapshot-not-public",
  title: "Do not share database snapshots with everyone.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A public snapshot is a public copy of the database.",
  fix: 'Share the snapshot with named accounts, never with "all".',
  links: [securityHub("rds"), awsDocs("Sharing a DB snapshot", "AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html")],
  types: [
    "aws:rds/snapshot:Snapshot",
    "aws:rds/clusterSnapshot:ClusterSnapshot",
    "aws:rds/snapshotCopy:SnapshotCopy",
    "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
  ],
  check: (snapshot) =>
    each(snapshot.get("sharedAccounts").items(), (account) =>
      account.mustNotBe("all", "The snapshot is public; name the accounts that may restore it"),
    ),
  examples: {
    pass: [{ inputs: {} }, { inputs: { sharedAccounts: ["111122223333"] } }],
    fail: [{ inputs: { sharedAccounts: ["111122223333", "all"] }, path: "/sharedAccounts/1", message: "public" }],
    undecided: [{ inputs: { sharedAccounts: [UNKNOWN] }, path: "/sharedAccounts/0" }],
  },
});
