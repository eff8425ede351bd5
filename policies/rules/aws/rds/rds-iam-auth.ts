import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { engineOf } from "../_rds.ts";

export default defineRule({
  id: "rds-iam-auth",
  title: "Allow IAM database authentication.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Short-lived tokens replace shared passwords for people and jobs.",
  fix: "Set iamDatabaseAuthenticationEnabled to true.",
  links: [
    securityHub("rds"),
    awsDocs("IAM database authentication", "AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html"),
  ],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database) => {
    const enabled = database.get("iamDatabaseAuthenticationEnabled");
    if (!enabled.isUnknown && enabled.boolean() === true) return [];
    const engine = engineOf(database);
    if (engine !== undefined && !ENGINES.has(engine)) return NOT_APPLICABLE;
    return enabled.mustBe(true, "People and jobs share passwords; set iamDatabaseAuthenticationEnabled to true");
  },
  remediate: (database) => whenUnset(database, "iamDatabaseAuthenticationEnabled", true),
  examples: {
    pass: [{ inputs: { engine: "postgres", iamDatabaseAuthenticationEnabled: true } }],
    fail: [
      {
        name: "not set",
        inputs: { engine: "postgres" },
        path: "/iamDatabaseAuthenticationEnabled",
        message: "share passwords",
      },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { engine: "aurora-mysql", iamDatabaseAuthenticationEnabled: false },
        path: "/iamDatabaseAuthenticationEnabled",
        message: "share passwords",
      },
    ],
    undecided: [
      {
        inputs: { engine: "postgres", iamDatabaseAuthenticationEnabled: UNKNOWN },
        path: "/iamDatabaseAuthenticationEnabled",
      },
      { inputs: { engine: UNKNOWN }, path: "/engine" },
    ],
  },
});
/** Engines that offer IAM authentication. */
const ENGINES = new Set(["postgres", "mysql", "mariadb", "aurora-postgresql", "aurora-mysql"]);
