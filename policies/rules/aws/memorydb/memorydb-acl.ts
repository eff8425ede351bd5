import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "memorydb-acl",
  title: "Give in-memory databases an access list.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The list open-access lets in whoever reaches the port, without a password and with every right.",
  fix: "Set aclName to an aws.memorydb.Acl with the users of the application.",
  links: [awsDocs("Access control lists", "memorydb/latest/devguide/clusters.acls.html")],
  types: ["aws:memorydb/cluster:Cluster"],
  check: (resource) =>
    resource
      .get("aclName")
      .mustNotBe("open-access", "The cluster lets in whoever reaches it; set aclName to a list of users"),
  examples: {
    pass: [
      { inputs: { nodeType: "db.t4g.small", aclName: "shop" } },
      { name: "not set", inputs: { nodeType: "db.t4g.small" } },
    ],
    fail: [
      {
        inputs: { nodeType: "db.t4g.small", aclName: "open-access" },
        path: "/aclName",
        message: "in whoever reaches it",
      },
    ],
    undecided: [{ inputs: { nodeType: "db.t4g.small", aclName: UNKNOWN }, path: "/aclName" }],
  },
});
