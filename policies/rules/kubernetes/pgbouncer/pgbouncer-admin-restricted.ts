import { z } from "zod";
import type { Resource } from "../../../resource.ts";
import { type Issue, NOT_APPLICABLE, type Outcome, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { PGBOUNCER } from "../_links.ts";
import { CONFIG_TYPES, type ConfigFile, onSetting } from "../_pgbouncer.ts";
import { configMap, ini } from "./_examples.ts";

export default defineRule({
  id: "pgbouncer-admin-restricted",
  title: "Limit admin and stats users and do not use the database master user.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "An administrator of the console pauses, kills and redirects every database; the master user's password opens all of them.",
  fix: "Leave admin_users empty, give stats_users one account of its own, and make auth_user a role that may only look up logins.",
  links: [PGBOUNCER],
  types: CONFIG_TYPES,
  config: z.object({
    masterUsers: z
      .array(z.string())
      .default(["postgres", "root", "master", "admin", "rds_superuser"])
      .describe("Names of database accounts with all rights."),
    maxAdmins: z.number().int().min(0).default(1).describe("How many users may administer the console."),
  }),
  check: (resource, { config }) => {
    const outcomes = ["admin_users", "stats_users", "auth_user"].map((setting) => judge(resource, setting, config));
    return outcomes.some((outcome) => outcome === NOT_APPLICABLE)
      ? NOT_APPLICABLE
      : outcomes.flatMap((outcome) => (outcome === NOT_APPLICABLE ? [] : outcome));
  },
  examples: {
    pass: [
      { name: "unset", inputs: configMap({ "pgbouncer.ini": ini() }) },
      { inputs: configMap({ "pgbouncer.ini": ini({ admin_users: "console", stats_users: "exporter" }) }) },
    ],
    fail: [
      {
        inputs: configMap({ "pgbouncer.ini": ini({ admin_users: "console, postgres" }) }),
        path: "/data/pgbouncer.ini",
        message: "names an account with all rights in admin_users",
      },
      {
        inputs: configMap({ "pgbouncer.ini": ini({ auth_user: "postgres" }) }),
        path: "/data/pgbouncer.ini",
        message: "names an account with all rights in auth_user",
      },
      {
        name: "everybody",
        inputs: configMap({ "pgbouncer.ini": ini({ admin_users: "*" }) }),
        path: "/data/pgbouncer.ini",
        message: "lets too many users administer",
      },
    ],
    undecided: [{ inputs: configMap({ "pgbouncer.ini": UNKNOWN }), path: "/data/pgbouncer.ini" }],
  },
});

interface Config {
  readonly masterUsers: readonly string[];
  readonly maxAdmins: number;
}

function judge(resource: Resource, setting: string, { masterUsers, maxAdmins }: Config): Outcome {
  const judgeUsers = (value = "", { key, property }: ConfigFile) => {
    const users = value
      .split(",")
      .map((user) => user.trim().replace(/^"|"$/g, ""))
      .filter(Boolean);
    const issues: Issue[] = [];
    if (users.some((user) => masterUsers.includes(user))) {
      issues.push(property.fail(`${key} names an account with all rights in ${setting}; use one of its own.`));
    }
    if (setting === "admin_users" && (users.includes("*") || users.length > maxAdmins)) {
      issues.push(
        property.fail(`${key} lets too many users administer the console; keep admin_users to ${maxAdmins}.`),
      );
    }
    return issues;
  };
  return onSetting(resource, setting, judgeUsers, "decides");
}
