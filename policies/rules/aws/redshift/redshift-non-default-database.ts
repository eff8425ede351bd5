import { NOT_APPLICABLE, anyOf, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { securityHub } from "../_links.ts";

export default defineRule({
  id: "redshift-non-default-database",
  title: "Name the first database of a warehouse.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Guessing is harder when the name is not known.",
  fix: "Set databaseName to another name than dev. A change replaces the cluster.",
  links: [securityHub("redshift")],
  types: ["aws:redshift/cluster:Cluster"],
  check: (cluster) => {
    // What is restored has the databases of its snapshot.
    const restored = anyOf(
      () => isGiven(cluster, cluster.get("snapshotIdentifier")),
      () => isGiven(cluster, cluster.get("snapshotArn")),
    );
    if (restored) return NOT_APPLICABLE;
    const name = cluster.get("databaseName");
    return ["", "dev"].includes(name.string() ?? "")
      ? [name.fail("The first database has the default name; set databaseName to another one")]
      : [];
  },
  examples: {
    pass: [{ inputs: { databaseName: "orders" } }],
    fail: [
      { name: "not set", inputs: { nodeType: "ra3.large" }, path: "/databaseName", message: "default name" },
      { inputs: { databaseName: "dev" }, path: "/databaseName", message: "default name" },
    ],
    undecided: [
      { inputs: { databaseName: UNKNOWN }, path: "/databaseName" },
      { inputs: { snapshotIdentifier: UNKNOWN }, path: "/snapshotIdentifier" },
    ],
  },
});
