import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bootstrap, login, logins, plan } from "./_plan.ts";
import { Lab, makePassword, missing } from "./_servers.ts";
import { oldTls, startup } from "./_wire.ts";

const { migrate, api, report, monitor } = logins;
const VERIFIER = "SELECT rolpassword FROM pg_authid WHERE rolname = ";

/** Everything that the bootstrap makes, as the server has it. */
const STATE = `
  SELECT (SELECT array_agg(rolname || rolcanlogin || rolconnlimit || coalesce(rolpassword, '') ORDER BY rolname) FROM pg_authid) AS roles,
         (SELECT array_agg(roleid::regrole || '>' || member::regrole ORDER BY 1) FROM pg_auth_members) AS members,
         (SELECT array_agg(datname || coalesce(datacl::text, '') ORDER BY datname) FROM pg_database) AS databases,
         (SELECT array_agg(nspname || coalesce(nspacl::text, '') ORDER BY nspname) FROM pg_namespace) AS schemas,
         (SELECT array_agg(defaclobjtype::text || defaclacl::text ORDER BY 1) FROM pg_default_acl) AS defaults,
         (SELECT array_agg(setrole::regrole || setconfig::text ORDER BY 1) FROM pg_db_role_setting) AS settings`;

describe.skipIf(missing !== undefined)(`Postgres${missing === undefined ? "" : ` (not installed: ${missing})`}`, () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.start();
    bootstrap(lab);
  });
  afterAll(() => lab?.stop());

  test("is left as it is by a second bootstrap, which says no secret", async () => {
    const state = () => lab.query({ ...lab.superuser, database: "shop" }, STATE);
    const before = await state();
    const said = bootstrap(lab);
    expect(await state()).toEqual(before);
    expect(said).not.toMatch(/ERROR|WARNING|SCRAM-SHA-256/);
    for (const secret of [lab.master, migrate, api]) expect(said).not.toContain(secret.password);
  });

  test("lets each access do what it may, and no more", async () => {
    await lab.query(migrate, "CREATE TABLE item (id serial PRIMARY KEY, name text)");
    await lab.query(api, "INSERT INTO item (name) VALUES (encode(digest('x', 'sha256'), 'hex'))");
    expect(await lab.query(report, "SELECT count(*)::int FROM item")).toEqual([{ count: 1 }]);
    expect(await lab.query(monitor, "SELECT pg_has_role('pg_monitor', 'USAGE') AS it")).toEqual([{ it: true }]);
    expect(await lab.query(api, "SHOW statement_timeout")).toEqual([{ statement_timeout: "30s" }]);

    const denied = "permission denied";
    await expect(lab.query(api, "CREATE TABLE other ()")).rejects.toThrow(`${denied} for schema public`);
    await expect(lab.query(api, "TRUNCATE item")).rejects.toThrow(`${denied} for table item`);
    await expect(lab.query(report, "INSERT INTO item (name) VALUES ('x')")).rejects.toThrow("read-only transaction");
    await expect(lab.query(monitor, "SELECT * FROM public.item")).rejects.toThrow(`${denied} for schema public`);
    await expect(lab.query({ ...api, database: "empty" }, "SELECT 1")).rejects.toThrow(`${denied} for database`);
    await expect(lab.query({ ...api, database: "postgres" }, "SELECT 1")).rejects.toThrow(`${denied} for database`);
  });

  test("gives what a migration makes to the owner, whichever login role made it", async () => {
    const other = { ...migrate, user: "migrate_b" };
    await lab.query(lab.master, `ALTER ROLE migrate_b PASSWORD '${other.password}'`);
    await lab.query(migrate, "CREATE TABLE made_by_a (id int)");
    await lab.query(other, "ALTER TABLE made_by_a ADD COLUMN note text");
    expect(await lab.query(migrate, "SELECT tableowner FROM pg_tables WHERE tablename = 'made_by_a'")).toEqual([
      { tableowner: "shop_owner" },
    ]);
  });

  test("keeps a rotated password, and has the other login role without one until then", async () => {
    expect(await lab.query(lab.superuser, `${VERIFIER}'report_b'`)).toEqual([{ rolpassword: null }]);
    await lab.query(lab.master, `ALTER ROLE report_b PASSWORD '${makePassword()}'`);
    const rotated = await lab.query(lab.superuser, `${VERIFIER}'report_b'`);
    bootstrap(lab);
    expect(await lab.query(lab.superuser, `${VERIFIER}'report_b'`)).toEqual(rotated);
  });

  test("takes back what an access loses in the plan", async () => {
    await lab.query(migrate, "CREATE TABLE kept (id int)");
    bootstrap(lab, { ...plan, roles: { ...plan.roles, migrate: { database: "shop", access: "readonly" } } });
    await expect(lab.query(migrate, "DROP TABLE kept")).rejects.toThrow(/read-only transaction|must be owner/);
    bootstrap(lab);
    await lab.query(migrate, "DROP TABLE kept");
  });

  test("is not talked to when its certificate cannot be verified", () => {
    expect(() => bootstrap(lab, plan, "other-ca")).toThrow("certificate verify failed");
  });

  test("refuses MD5, connections without TLS and old TLS", async () => {
    const old = login("old_style");
    await lab.query(
      lab.superuser,
      `SET password_encryption = md5; CREATE ROLE ${old.user} LOGIN PASSWORD '${old.password}'; GRANT CONNECT ON DATABASE shop TO ${old.user}`,
    );
    await expect(lab.query(old, "SELECT 1")).rejects.toThrow("password authentication failed");
    expect(await startup(lab.port, api.user, false)).toMatchObject({ error: expect.stringContaining("no encryption") });
    expect(await oldTls(lab.port)).toMatch(/alert protocol version/);
  });
});
