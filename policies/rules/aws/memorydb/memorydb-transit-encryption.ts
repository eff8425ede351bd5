import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "memorydb-transit-encryption",
  title: "Leave TLS of in-memory databases on.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Data and passwords cross the network in the clear otherwise, and no access list applies.",
  fix: "Remove tlsEnabled or set it to true. A change replaces the cluster.",
  links: [awsDocs("In-transit encryption", "memorydb/latest/devguide/in-transit-encryption.html")],
  types: ["aws:memorydb/cluster:Cluster"],
  check: (resource) =>
    resource.get("tlsEnabled").mustNotBe(false, "The cluster answers in clear text; set tlsEnabled to true"),
  examples: {
    pass: [{ inputs: { aclName: "shop", tlsEnabled: true } }, { name: "not set", inputs: { aclName: "shop" } }],
    fail: [{ inputs: { aclName: "shop", tlsEnabled: false }, path: "/tlsEnabled", message: "answers in clear text" }],
    undecided: [{ inputs: { aclName: "shop", tlsEnabled: UNKNOWN }, path: "/tlsEnabled" }],
  },
});
