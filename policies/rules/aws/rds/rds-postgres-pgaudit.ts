import { NOT_APPLICABLE, defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "rds-postgres-pgaudit",
  title: "Preload pgaudit and choose its classes in the parameter group of regulated databases.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Statement logging alone does not record object-level access. Whether a database is regulated its group does not tell: waive the rule where it is not.",
  fix: "Add pgaudit to shared_preload_libraries and set pgaudit.log, for example to ddl,role.",
  links: [awsDocs("pgAudit", "AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.pgaudit.html")],
  types: ["aws:rds/parameterGroup:ParameterGroup", "aws:rds/clusterParameterGroup:ClusterParameterGroup"],
  check: (group) => {
    if (!FAMILY.test(group.get("family").string() ?? "")) return NOT_APPLICABLE;
    const parameters = group.get("parameters");
    const items = parameters.items();
    const audits = every(
      [
        () =>
          some(
            items,
            (item) =>
              item.get("name").string() === "shared_preload_libraries" &&
              /\bpgaudit\b/.test(item.get("value").string() ?? ""),
          ),
        () =>
          some(
            items,
            (item) =>
              item.get("name").string() === "pgaudit.log" && !/^(?:none)?$/i.test(item.get("value").string() ?? ""),
          ),
      ],
      (test) => test(),
    );
    return audits
      ? []
      : [parameters.fail("Access to objects leaves no trace; preload pgaudit and choose its classes in pgaudit.log")];
  },
  examples: {
    pass: [
      {
        inputs: {
          family: "postgres17",
          parameters: [
            { name: "shared_preload_libraries", value: "pg_stat_statements,pgaudit" },
            { name: "pgaudit.log", value: "ddl,role" },
          ],
        },
      },
    ],
    fail: [
      { name: "not set", inputs: { family: "postgres17" }, path: "/parameters", message: "leaves no trace" },
      {
        inputs: { family: "postgres17", parameters: [{ name: "pgaudit.log", value: "ddl" }] },
        path: "/parameters",
        message: "leaves no trace",
      },
      {
        type: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
        inputs: {
          family: "aurora-postgresql16",
          parameters: [
            { name: "shared_preload_libraries", value: "pgaudit" },
            { name: "pgaudit.log", value: "none" },
          ],
        },
        path: "/parameters",
        message: "leaves no trace",
      },
    ],
    undecided: [
      { inputs: { family: "postgres17", parameters: UNKNOWN }, path: "/parameters" },
      { inputs: { family: UNKNOWN }, path: "/family" },
    ],
  },
});
const FAMILY = /^(?:aurora-)?postgres/;
