import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BootstrapPlan, clusterSql, databaseSql } from "../../../components/_bootstrap-sql.ts";
import { Lab, PoolerProcess, eventually, missing, password, postgresBin, sleep } from "./_servers.ts";

const plan: BootstrapPlan = {
  databases: { shop: { extensions: ["pgcrypto"] }, empty: {} },
  roles: {
    migrate: { database: "shop", access: "owner" },
    api: { database: "shop", access: "readwrite", connectionLimit: 40, statementTimeoutSeconds: 30 },
    report: { database: "shop", access: "readonly" },
    monitor: { database: "shop", access: "monitor" },
  },
};

const login = (user: string) => ({ user, password: password(), database: "shop" });
const migrate = login("migrate_a");
const api = login("api_a");
const report = login("report_a");
const monitor = login("monitor_a");
const secretOf = ({ user, password }: { user: string; password: string }) => ({ username: user, password });

describe.skipIf(missing !== undefined)(
  `real servers${missing === undefined ? "" : ` (skipped: ${missing} is not installed)`}`,
  () => {
    let lab: Lab;

    beforeAll(async () => {
      lab = await Lab.start();
      bootstrap();
    });
    afterAll(() => lab?.stop());

    function bootstrap(): string {
      const folder = lab.makeFolder("bootstrap");
      lab.makeFolder("bootstrap", "run");
      lab.write(`${folder}/master`, JSON.stringify({ username: lab.master.user, password: lab.master.password }));
      for (const role of [migrate, api, report, monitor])
        lab.write(`${folder}/${role.user}`, JSON.stringify(secretOf(role)));
      lab.write(`${folder}/cluster.sql`, clusterSql(plan));
      for (const database of Object.keys(plan.databases))
        lab.write(`${folder}/${database}.sql`, databaseSql(plan, database));
      return lab.run(lab.path("bin/bootstrap"), [
        "-host=127.0.0.1",
        `-port=${lab.port}`,
        `-ca=${lab.path("ca.crt")}`,
        `-runtime=${folder}/run`,
        `-master=${folder}/master`,
        ...[migrate, api, report, monitor].map(({ user }) => `-role=${folder}/${user}`),
        `postgres=${folder}/cluster.sql`,
        ...Object.keys(plan.databases).map((database) => `${database}=${folder}/${database}.sql`),
      ]);
    }

    describe("bootstrap", () => {
      const state = () =>
        lab.query(
          { ...lab.superuser, database: "shop" },
          `SELECT (SELECT array_agg(rolname || rolcanlogin || rolconnlimit || coalesce(rolpassword, '') ORDER BY rolname) FROM pg_authid) AS roles,
                (SELECT array_agg(roleid::regrole || '>' || member::regrole ORDER BY 1) FROM pg_auth_members) AS members,
                (SELECT array_agg(datname || coalesce(datacl::text, '') ORDER BY datname) FROM pg_database) AS databases,
                (SELECT array_agg(nspname || coalesce(nspacl::text, '') ORDER BY nspname) FROM pg_namespace) AS schemas,
                (SELECT array_agg(defaclobjtype::text || defaclacl::text ORDER BY 1) FROM pg_default_acl) AS defaults,
                (SELECT array_agg(setrole::regrole || setconfig::text ORDER BY 1) FROM pg_db_role_setting) AS settings`,
        );

      test("changes nothing the second time", async () => {
        const before = await state();
        const said = bootstrap();
        expect(await state()).toEqual(before);
        expect(said).not.toMatch(/ERROR|WARNING/);
        for (const secret of [lab.master, migrate, api]) expect(said).not.toContain(secret.password);
      });

      test("lets each access do what it may, whichever login role made the table", async () => {
        await lab.query(migrate, "CREATE TABLE item (id serial PRIMARY KEY, name text)");
        expect(await lab.query(migrate, "SELECT tableowner FROM pg_tables WHERE tablename = 'item'")).toEqual([
          { tableowner: "shop_owner" },
        ]);
        await lab.query(api, "INSERT INTO item (name) VALUES (encode(digest('x', 'sha256'), 'hex'))");
        expect(await lab.query(report, "SELECT count(*)::int FROM item")).toEqual([{ count: 1 }]);
        expect(await lab.query(monitor, "SELECT pg_has_role('pg_monitor', 'USAGE') AS it")).toEqual([{ it: true }]);
        expect(await lab.query(api, "SHOW statement_timeout")).toEqual([{ statement_timeout: "30s" }]);

        await expect(lab.query(api, "CREATE TABLE other ()")).rejects.toThrow("permission denied for schema public");
        await expect(lab.query(api, "TRUNCATE item")).rejects.toThrow("permission denied");
        await expect(lab.query(report, "INSERT INTO item (name) VALUES ('x')")).rejects.toThrow(
          "read-only transaction",
        );
        await expect(lab.query(monitor, "SELECT * FROM public.item")).rejects.toThrow("permission denied");
        await expect(lab.query({ ...api, database: "empty" }, "SELECT 1")).rejects.toThrow(
          "permission denied for database",
        );
        await expect(lab.query({ ...api, database: "postgres" }, "SELECT 1")).rejects.toThrow(
          "permission denied for database",
        );
      });

      test("leaves a rotated password alone, and makes the other login role without one", async () => {
        const verifier = "SELECT rolpassword FROM pg_authid WHERE rolname = ";
        expect(await lab.query(lab.superuser, `${verifier}'report_b'`)).toEqual([{ rolpassword: null }]);
        await lab.query(lab.master, `ALTER ROLE report_b PASSWORD '${password()}'`);
        const rotated = await lab.query(lab.superuser, `${verifier}'report_b'`);
        bootstrap();
        expect(await lab.query(lab.superuser, `${verifier}'report_b'`)).toEqual(rotated);
      });

      test("lowers an access that was lowered in the plan", async () => {
        const folder = lab.path("bootstrap");
        const lowered = {
          ...plan,
          roles: { ...plan.roles, migrate: { database: "shop", access: "readonly" as const } },
        };
        const apply = (it: BootstrapPlan) => {
          lab.write(`${folder}/cluster.sql`, clusterSql(it));
          lab.write(`${folder}/shop.sql`, databaseSql(it, "shop"));
          const master = [`-master=${folder}/master`, `-runtime=${folder}/run`, `-ca=${lab.path("ca.crt")}`];
          const server = ["-host=127.0.0.1", `-port=${lab.port}`];
          lab.run(lab.path("bin/bootstrap"), [
            ...server,
            ...master,
            `postgres=${folder}/cluster.sql`,
            `shop=${folder}/shop.sql`,
          ]);
        };
        apply(lowered);
        await expect(lab.query(migrate, "DROP TABLE item")).rejects.toThrow(/read-only|must be owner/);
        apply(plan);
        await lab.query(migrate, "ALTER TABLE item ADD COLUMN note text");
      });

      test("refuses a server whose certificate it cannot verify", () => {
        const run = () =>
          lab.run(lab.path("bin/bootstrap"), [
            "-host=127.0.0.1",
            `-port=${lab.port}`,
            `-ca=${lab.path("other-ca.crt")}`,
            `-runtime=${lab.path("bootstrap/run")}`,
            `-master=${lab.path("bootstrap/master")}`,
            `postgres=${lab.path("bootstrap/cluster.sql")}`,
          ]);
        expect(run).toThrow("certificate verify failed");
      });
    });

    describe("the server", () => {
      test("refuses clear text, MD5 and old TLS", async () => {
        const old = login("old_style");
        await lab.query(
          lab.superuser,
          `SET password_encryption = md5; CREATE ROLE ${old.user} LOGIN PASSWORD '${old.password}'; GRANT CONNECT ON DATABASE shop TO ${old.user}`,
        );
        await expect(lab.query(old, "SELECT 1")).rejects.toThrow("password authentication failed");
        await expect(startup(lab.port, api.user, false)).resolves.toMatchObject({
          error: expect.stringContaining("no encryption"),
        });
        await expect(oldTls(lab.port)).resolves.toMatch(/protocol version|unsupported|alert/i);
      });
    });

    describe("the pooler", () => {
      let pooler: PoolerProcess;
      const other = login("api_b");

      beforeAll(async () => {
        pooler = await new PoolerProcess(lab, "pooler").start({
          databases: [{ name: "shop", poolSize: 4, reserveSize: 2 }],
          secrets: { api: secretOf(api), report: secretOf(report) },
        });
      });

      test("passes queries, over TLS on both sides", async () => {
        const [row] = await lab.query(
          api,
          "SELECT current_user, ssl, version, client_addr FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE pid = pg_backend_pid()",
          pooler.port,
        );
        expect(row).toMatchObject({
          current_user: "api_a",
          ssl: true,
          version: expect.stringMatching(/^TLSv1\.[23]$/),
        });
      });

      test("refuses a wrong password, an unknown user and an unknown database", async () => {
        await expect(lab.query({ ...api, password: password() }, "SELECT 1", pooler.port)).rejects.toThrow(
          /SASL|password/,
        );
        await expect(lab.query(migrate, "SELECT 1", pooler.port)).rejects.toThrow(/no such user|SASL|password/);
        await expect(lab.query({ ...api, database: "empty" }, "SELECT 1", pooler.port)).rejects.toThrow(
          /no such database/,
        );
      });

      test("refuses clients without TLS, with old TLS, and those that send the password in clear or as MD5", async () => {
        await expect(startup(pooler.port, api.user, false)).resolves.toMatchObject({
          error: expect.stringContaining("SSL required"),
        });
        await expect(oldTls(pooler.port)).resolves.toMatch(/protocol version|unsupported|alert/i);
        const offered = await startup(pooler.port, api.user, true, api.password);
        // 10 is SASL; 3 would be clear text and 5 MD5. The password in clear is no answer to it.
        expect(offered).toMatchObject({ authentication: 10 });
        expect(offered.error).toBeDefined();
        const md5 = await startup(pooler.port, api.user, true, "md5d41d8cd98f00b204e9800998ecf8427e");
        expect(md5.error).toBeDefined();
      });

      test("does not talk to a server whose certificate it cannot verify", async () => {
        const stranger = await new PoolerProcess(lab, "stranger").start({
          databases: [{ name: "shop", poolSize: 1, reserveSize: 0 }],
          secrets: { api: secretOf(api) },
          authority: "other-ca",
        });
        const refused = expect(lab.query(api, "SELECT 1", stranger.port)).rejects.toThrow();
        await eventually(() => expect(lab.log("stranger")).toMatch(/certificate verify failed|TLS handshake error/));
        await stranger.terminate();
        await refused;
      });

      test("opens no more server connections than pool and reserve, whoever asks", async () => {
        const most = { value: 0 };
        const watch = async () => {
          const [row] = await lab.query(
            lab.superuser,
            "SELECT count(*)::int AS it FROM pg_stat_activity WHERE usename IN ('api_a', 'report_a')",
          );
          most.value = Math.max(most.value, Number(row?.it));
        };
        const busy = Promise.all(
          [api, report].flatMap((who) =>
            Array.from({ length: 10 }, () => lab.query(who, "SELECT pg_sleep(0.5)", pooler.port)),
          ),
        );
        for (let turn = 0; turn < 6; turn++) {
          await watch();
          await sleep(300);
        }
        await busy;
        expect(most.value).toBeGreaterThanOrEqual(4);
        expect(most.value).toBeLessThanOrEqual(6);
      });

      test("shows its counters to the exporter's user, who may do nothing else", async () => {
        const line = readFileSync(pooler.passfile, "utf8").trim();
        const stats = { user: "pgbouncer_stats", password: line.split(":")[4] ?? "", database: "pgbouncer" };
        expect((await lab.query(stats, "SHOW POOLS", pooler.port)).length).toBeGreaterThan(0);
        await expect(lab.query(stats, "PAUSE", pooler.port)).rejects.toThrow(/admin|not allowed/);
        await expect(lab.query({ ...api, database: "pgbouncer" }, "SHOW POOLS", pooler.port)).rejects.toThrow(
          /not allowed/,
        );
      });

      test("takes a rotated password under load without one failed transaction", async () => {
        const load = pgbench(lab, pooler.port, api, 8);
        await sleep(1_000);
        // The turn of a rotation: the other role gets a new password, then the secret names it and keeps the old one beside it.
        await lab.query(lab.master, `ALTER ROLE ${other.user} PASSWORD '${other.password}'`);
        pooler.rotate({
          api: { ...secretOf(other), alternateUsername: api.user, alternatePassword: api.password },
          report: secretOf(report),
        });
        const began = Date.now();
        await eventually(() => lab.query(other, "SELECT 1", pooler.port));
        expect(Date.now() - began).toBeLessThan(5_000);

        const { code, said } = await load;
        expect(code, said).toBe(0);
        expect(said).toMatch(/number of failed transactions: 0 /);
        expect(Number(/number of transactions actually processed: (\d+)/.exec(said)?.[1])).toBeGreaterThan(50);
        const log = lab.log("pooler");
        expect(log).toContain("secrets changed, reloading");
        for (const secret of [api, other, report]) expect(log).not.toContain(secret.password);
      });

      test("lets an open transaction finish when it is told to stop", async () => {
        const client = await lab.connect(other, pooler.port);
        await client.query("BEGIN");
        await client.query("INSERT INTO item (name) VALUES ('draining')");
        const ended = pooler.terminate();
        await sleep(500);
        await client.query("SELECT pg_sleep(0.5)");
        await client.query("COMMIT");
        expect(await ended).toBe(0);
        expect(await lab.query(report, "SELECT count(*)::int FROM item WHERE name = 'draining'")).toEqual([
          { count: 1 },
        ]);
        expect(lab.log("pooler")).toContain("draining");
      });
    });
  },
);

interface Answer {
  readonly authentication?: number;
  readonly error?: string;
}

/** Speaks the protocol by hand: asks to log in, with TLS or without, and answers any request with the text as a password. */
function startup(port: number, user: string, tls: boolean, text?: string): Promise<Answer> {
  const packet = Buffer.from(`\0\0\0\0\0\x03\0\0user\0${user}\0database\0shop\0\0`, "latin1");
  packet.writeInt32BE(packet.length, 0);
  return new Promise((resolve, reject) => {
    const socket = connectTcp(port, "127.0.0.1");
    socket.setTimeout(10_000, () => reject(new Error("no answer")));
    socket.once("error", reject);
    if (!tls) {
      listen(socket);
      socket.write(packet);
      return;
    }
    socket.write(Buffer.from("0000000804d2162f", "hex"));
    socket.once("data", () => {
      const secured = connectTls({ socket, rejectUnauthorized: false }, () => {
        listen(secured);
        secured.write(packet);
      });
      secured.once("error", reject);
    });

    function listen(stream: NodeJS.ReadWriteStream): void {
      let authentication: number | undefined;
      stream.on("data", (chunk: Buffer) => {
        if (chunk.toString("latin1", 0, 1) === "R") {
          authentication = chunk.readInt32BE(5);
          const body = Buffer.from(`p\0\0\0\0${text ?? ""}\0`, "latin1");
          body.writeInt32BE(body.length - 1, 1);
          stream.write(body);
          return;
        }
        socket.destroy();
        resolve({ ...(authentication !== undefined && { authentication }), error: chunk.toString("latin1") });
      });
      stream.on("end", () => resolve({ ...(authentication !== undefined && { authentication }), error: "closed" }));
    }
  });
}

/** The error of a client that speaks TLS 1.1 at most. */
function oldTls(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, "127.0.0.1");
    socket.write(Buffer.from("0000000804d2162f", "hex"));
    socket.once("data", () => {
      const old = { minVersion: "TLSv1" as const, maxVersion: "TLSv1.1" as const, ciphers: "DEFAULT@SECLEVEL=0" };
      const secured = connectTls({ socket, rejectUnauthorized: false, ...old }, () => {
        secured.destroy();
        resolve("accepted");
      });
      secured.once("error", (error) => resolve(error.message));
    });
  });
}

/** Clients that connect anew for every transaction, for four seconds. */
function pgbench(lab: Lab, port: number, who: { user: string; password: string }, clients: number) {
  const script = lab.path("load.sql");
  lab.write(script, "BEGIN;\nINSERT INTO item (name) VALUES ('load');\nSELECT count(*) FROM item;\nEND;\n");
  const child = spawn(
    `${postgresBin}/pgbench`,
    [
      "-n",
      "-C",
      "-c",
      String(clients),
      "-j",
      "2",
      "-T",
      "4",
      "-f",
      script,
      "-h",
      "127.0.0.1",
      "-p",
      String(port),
      "-U",
      who.user,
      "shop",
    ],
    { env: { PGPASSWORD: who.password, PGSSLMODE: "require" } },
  );
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, said })),
  );
}
