import { RESERVED_DATABASES as DOCUMENT_DATABASES } from "../../../components/_document-plan-checks.ts";
import { RESERVED_DATABASES } from "../../../components/_bootstrap-checks.ts";
import { loginRoles, ownerRole } from "../../../components/_bootstrap-sql.ts";
import type { Finding } from "../../settings-errors.ts";
import { type SettingsRule, finding, rule } from "../_rule.ts";

/** Names that the servers have for themselves, or the platform makes from others. */
export const databaseRules: readonly SettingsRule[] = [
  rule(["database"], (settings) =>
    settings.database !== undefined && Object.keys(settings.database.databases).length === 0
      ? [finding(settings, ["database", "databases"], "is empty", "at least one database, or no `database`")]
      : [],
  ),
  rule(["database"], (settings) => taken(settings, "database", RESERVED_DATABASES)),
  rule(["documentStore"], (settings) => taken(settings, "documentStore", DOCUMENT_DATABASES)),
  rule(["database"], (settings) => {
    const { database } = settings;
    if (database === undefined) return [];
    const made = new Map(
      Object.keys(database.databases).map((name) => [ownerRole(name), `database.databases.${name}`]),
    );
    return Object.keys(database.roles).flatMap((name) => {
      const path = ["database", "roles", name];
      if (/^(pg|rds)_/.test(name)) {
        const allowed = 'a name that does not begin with "pg_" or "rds_"';
        return [finding(settings, path, "has a name that belongs to the server", allowed)];
      }
      const parts = [name, ...loginRoles(name)];
      const first = parts.find((part) => made.has(part));
      for (const part of parts) made.set(part, made.get(part) ?? `database.roles.${name}`);
      if (first === undefined) return [];
      const problem = `would make the role ${first}, which ${made.get(first)} makes already`;
      return [finding(settings, path, problem, "another name, such as one that says what uses the role")];
    });
  }),
  rule(["database", "secrets"], (settings) => {
    const owned = Object.values(settings.secrets.entries).flatMap((entry) =>
      entry.kind === "rotated" && "databaseRole" in entry.owner ? [entry.owner.databaseRole] : [],
    );
    const roles = Object.keys(settings.database?.roles ?? {});
    // An owner that is none, or listed twice, is an error of its own, and most likely the one that is missing here.
    if (owned.some((role, index) => !roles.includes(role) || owned.indexOf(role) !== index)) return [];
    return roles
      .filter((role) => !owned.includes(role))
      .map((role) =>
        finding(
          settings,
          ["database", "roles", role],
          "has no secret",
          `an entry of kind "rotated" in secrets.entries with the owner { databaseRole: "${role}" }`,
        ),
      );
  }),
];

function taken(
  settings: { readonly [Section in "database" | "documentStore"]?: { readonly databases: object } | undefined },
  section: "database" | "documentStore",
  reserved: ReadonlySet<string>,
): Finding[] {
  return Object.keys(settings[section]?.databases ?? {})
    .filter((name) => reserved.has(name))
    .map((name) =>
      finding(
        settings,
        [section, "databases", name],
        "has a name that every server has for itself",
        `a name other than ${[...reserved].join(", ")}`,
      ),
    );
}
