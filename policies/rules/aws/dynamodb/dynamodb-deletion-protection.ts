import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "dynamodb-deletion-protection",
  title: "Turn on deletion protection of tables.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "It stops one wrong destroy, or a change that replaces the table, from removing the data.",
  fix: "Set deletionProtectionEnabled to true.",
  links: [
    securityHub("dynamodb"),
    awsDocs("Basic operations on tables", "amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html"),
  ],
  types: ["aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"],
  check: (resource) =>
    resource
      .get("deletionProtectionEnabled")
      .mustBe(true, "One wrong destroy removes the table; set deletionProtectionEnabled to true"),
  remediate: (resource) => whenUnset(resource, "deletionProtectionEnabled", true),
  examples: {
    pass: [
      { inputs: { name: "orders", deletionProtectionEnabled: true } },
      { type: "aws:dynamodb/tableReplica:TableReplica", inputs: { deletionProtectionEnabled: true } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { name: "orders" },
        path: "/deletionProtectionEnabled",
        message: "destroy removes the table",
      },
      {
        inputs: { name: "orders", deletionProtectionEnabled: false },
        path: "/deletionProtectionEnabled",
        message: "destroy removes the table",
      },
      {
        name: "not set",
        type: "aws:dynamodb/tableReplica:TableReplica",
        inputs: {},
        path: "/deletionProtectionEnabled",
        message: "destroy removes the table",
      },
      {
        type: "aws:dynamodb/tableReplica:TableReplica",
        inputs: { deletionProtectionEnabled: false },
        path: "/deletionProtectionEnabled",
        message: "destroy removes the table",
      },
    ],
    undecided: [
      { inputs: { name: "orders", deletionProtectionEnabled: UNKNOWN }, path: "/deletionProtectionEnabled" },
      {
        type: "aws:dynamodb/tableReplica:TableReplica",
        inputs: { deletionProtectionEnabled: UNKNOWN },
        path: "/deletionProtectionEnabled",
      },
    ],
  },
});
