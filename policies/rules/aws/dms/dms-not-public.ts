import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "dms-not-public",
  title: "Give replication instances no public address.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Whoever gets in reaches the databases on both sides.",
  fix: "Leave publiclyAccessible out, or set it to false.",
  links: [securityHub("dms"), awsDocs("Replication instances", "dms/latest/userguide/CHAP_ReplicationInstance.html")],
  types: ["aws:dms/replicationInstance:ReplicationInstance"],
  check: (instance) =>
    instance
      .get("publiclyAccessible")
      .mustNotBe(true, "The replication instance has a public address; set publiclyAccessible to false"),
  examples: {
    pass: [
      { inputs: { publiclyAccessible: false } },
      { name: "not set", inputs: { replicationInstanceClass: "dms.t3.medium" } },
    ],
    fail: [{ inputs: { publiclyAccessible: true }, path: "/publiclyAccessible", message: "public address" }],
    undecided: [{ inputs: { publiclyAccessible: UNKNOWN }, path: "/publiclyAccessible" }],
  },
});
