import { describe, expect, test } from "vitest";
import { block, message, refusal } from "../_settings.ts";

const READONLY = { database: "mahaseel", access: "readonly" } as const;

/** A role of that name, with its login. */
function role(name: string) {
  const login = { kind: "rotated", purpose: "A login", owner: { databaseRole: name } };
  return { database: { roles: { [name]: READONLY } }, secrets: { entries: { "database-more": login } } };
}

const SHOWN = "an object with the keys database, access, via, connections";

describe("Names in databases", () => {
  test("refuses a role that the owner of a database is called by", () => {
    expect(refusal(role("mahaseel_owner"))).toBe(
      message(
        block(
          "database.roles.mahaseel_owner would make the role mahaseel_owner, which database.databases.mahaseel makes already",
          SHOWN,
          "another name, such as one that says what uses the role",
        ),
      ),
    );
  });

  test("refuses a role that another one logs in as", () => {
    expect(refusal(role("api_a"))).toContain("would make the role api_a, which database.roles.api makes already");
  });

  test.each(["pg_reader", "rds_reader"])("refuses the role %s", (name) => {
    expect(refusal(role(name))).toContain(`database.roles.${name} has a name that belongs to the server`);
  });

  test("refuses a role that nobody can log in as", () => {
    expect(refusal({ database: { roles: { report: READONLY } } })).toBe(
      message(
        block(
          "database.roles.report has no secret",
          SHOWN,
          'an entry of kind "rotated" in secrets.entries with the owner { databaseRole: "report" }',
        ),
      ),
    );
  });

  test("refuses databases that every server has", () => {
    expect(refusal({ database: { databases: { postgres: {} } } })).toBe(
      message(
        block(
          "database.databases.postgres has a name that every server has for itself",
          "an object with the keys extensions",
          "a name other than postgres, rdsadmin, template0, template1, pgbouncer",
        ),
      ),
    );
    const documents = { system: "flask-app", environment: "prod" };
    expect(refusal({ documentStore: { databases: { admin: {} } } }, documents)).toContain(
      "documentStore.databases.admin has a name that every server has for itself",
    );
  });

  test("refuses an instance without a database", () => {
    expect(refusal({ database: { databases: { mahaseel: null } } })).toContain("database.databases is empty");
  });
});
