import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "redshift-encrypted",
  title: "Leave warehouses encrypted at rest.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Data blocks, system metadata and snapshots stay readable otherwise.",
  fix: "Remove encrypted or set it to true.",
  links: [
    securityHub("redshift"),
    awsDocs("Database encryption", "redshift/latest/mgmt/working-with-db-encryption.html"),
  ],
  types: ["aws:redshift/cluster:Cluster"],
  check: (resource) =>
    resource.get("encrypted").mustNotBe(false, "The warehouse is not encrypted at rest; set encrypted to true"),
  examples: {
    pass: [
      { inputs: { nodeType: "ra3.large", encrypted: true } },
      { name: "not set", inputs: { nodeType: "ra3.large" } },
    ],
    fail: [
      { inputs: { nodeType: "ra3.large", encrypted: false }, path: "/encrypted", message: "not encrypted at rest" },
    ],
    undecided: [{ inputs: { nodeType: "ra3.large", encrypted: UNKNOWN }, path: "/encrypted" }],
  },
});
