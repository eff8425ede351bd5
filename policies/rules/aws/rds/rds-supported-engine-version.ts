import { z } from "zod";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { engineOf } from "../_rds.ts";

export default defineRule({
  id: "rds-supported-engine-version",
  title: "Stay on an engine version that is in standard support and free of known extension flaws.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Old majors stop getting fixes, and some releases allow file reads through log_fdw.",
  fix: "Move to a major version in standard support.",
  links: [
    awsDocs(
      "Release calendar of RDS for PostgreSQL",
      "AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html",
    ),
    awsDocs("RDS Extended Support", "AmazonRDS/latest/UserGuide/extended-support.html"),
  ],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  config: z.object({
    minimum: z
      .record(z.string(), z.string())
      .default({ postgres: "14", "aurora-postgresql": "14", mysql: "8.4", mariadb: "10.11", "aurora-mysql": "8.0" })
      .describe("Lowest version in standard support, by engine."),
  }),
  check: (database, { config }) => {
    const version = database.get("engineVersion");
    if (!version.isUnknown && !version.isSet) return [];
    const minimum = config.minimum[engineOf(database) ?? ""];
    if (minimum === undefined) return NOT_APPLICABLE;
    if (!isOlder(version.string() ?? "", minimum)) return [];
    return [version.fail(`The engine version is out of standard support; move to ${minimum} or newer`)];
  },
  examples: {
    pass: [
      { inputs: { engine: "postgres", engineVersion: "17.6" } },
      { name: "not set: RDS picks a current one", inputs: { engine: "postgres" } },
      { type: "aws:rds/cluster:Cluster", inputs: { engine: "aurora-mysql", engineVersion: "8.0.mysql_aurora.3.10.0" } },
    ],
    fail: [
      { inputs: { engine: "postgres", engineVersion: "13.4" }, path: "/engineVersion", message: "move to 14 or newer" },
      {
        inputs: { engine: "mysql", engineVersion: "8.0.42" },
        path: "/engineVersion",
        message: "out of standard support",
      },
    ],
    undecided: [
      { inputs: { engine: "postgres", engineVersion: UNKNOWN }, path: "/engineVersion" },
      { inputs: { engine: UNKNOWN, engineVersion: "13" }, path: "/engine" },
    ],
  },
});
/** Compares the numbers of dotted versions, as far as the shorter one goes. */
function isOlder(version: string, minimum: string): boolean {
  const parts = version.split(".");
  for (const [index, wanted] of minimum.split(".").entries()) {
    const part = parts[index];
    if (part === undefined || Number(part) === Number(wanted)) continue;
    return Number(part) < Number(wanted);
  }
  return false;
}
