import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { PARAMETERS, judgeParameter } from "../_parameters.ts";

export default defineRule({
  id: "docdb-audit-parameter",
  title: "Let document databases write an audit log.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Exporting the audit log exports nothing while the engine writes none.",
  fix: "Set the parameter audit_logs to enabled.",
  links: [awsDocs("Auditing events", "documentdb/latest/developerguide/event-auditing.html")],
  types: ["aws:docdb/clusterParameterGroup:ClusterParameterGroup"],
  check: (group) =>
    judgeParameter(group.get("parameters"), PARAMETERS, "audit_logs", (value) => !/^(disabled|none)?$/i.test(value), {
      required: true,
      message: "The engine writes no audit log; set the parameter audit_logs to enabled",
    }),
  examples: {
    pass: [{ inputs: { family: "docdb5.0", parameters: [{ name: "audit_logs", value: "enabled" }] } }],
    fail: [
      {
        name: "not set",
        inputs: { family: "docdb5.0" },
        path: "/parameters",
        message: "The engine writes no audit log",
      },
      {
        inputs: {
          family: "docdb5.0",
          parameters: [
            { name: "ttl_monitor", value: "enabled" },
            { name: "audit_logs", value: "disabled" },
          ],
        },
        path: "/parameters/1/value",
        message: "The engine writes no audit log",
      },
    ],
    undecided: [
      {
        inputs: { family: "docdb5.0", parameters: [{ name: "audit_logs", value: UNKNOWN }] },
        path: "/parameters/0/value",
      },
      { inputs: { family: "docdb5.0", parameters: UNKNOWN }, path: "/parameters" },
    ],
  },
});
