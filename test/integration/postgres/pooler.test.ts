import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { poolerRules } from "../../../components/_metrics-pooler.ts";
import { bootstrap, login, logins, secretOf } from "./_plan.ts";
import { PoolerProcess, pgbench } from "./_pooler.ts";
import { Lab, eventually, makePassword, missing, sleep } from "./_servers.ts";
import { oldTls, startup } from "./_wire.ts";
import { slowness } from "../../support/slowness.ts";

const { migrate, api, report } = logins;
const nextApi = login("api_b");

describe.skipIf(missing !== undefined)(
  `PgBouncer${missing === undefined ? "" : ` (not installed: ${missing})`}`,
  () => {
    let lab: Lab;
    let pooler: PoolerProcess;

    beforeAll(async () => {
      lab = await Lab.start();
      bootstrap(lab);
      await lab.query(migrate, "CREATE TABLE item (id serial PRIMARY KEY, name text)");
      pooler = await new PoolerProcess(lab, "pooler").start({
        databases: [{ name: "shop", poolSize: 4, reserveSize: 2 }],
        secrets: { api: secretOf(api), report: secretOf(report) },
      });
    });
    afterAll(() => lab?.stop());

    test("passes queries, over TLS on both sides", async () => {
      const [row] = await lab.query(
        api,
        "SELECT current_user, ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
        pooler.port,
      );
      expect(row).toEqual({ current_user: "api_a", ssl: true, version: expect.stringMatching(/^TLSv1\.[23]$/) });
    });

    test("refuses a wrong password, a user without a secret and a database that is not listed", async () => {
      const stranger = { ...api, password: makePassword() };
      await expect(lab.query(stranger, "SELECT 1", pooler.port)).rejects.toThrow("SASL authentication failed");
      await expect(lab.query(migrate, "SELECT 1", pooler.port)).rejects.toThrow("SASL authentication failed");
      await expect(lab.query({ ...api, database: "empty" }, "SELECT 1", pooler.port)).rejects.toThrow(
        "no such database",
      );
    });

    test("refuses clients without TLS and with old TLS", async () => {
      expect(await startup(pooler.port, api.user, false)).toMatchObject({
        error: expect.stringContaining("SSL required"),
      });
      expect(await oldTls(pooler.port)).toMatch(/alert protocol version/);
    });

    test("asks for SCRAM, and takes neither the password in clear nor its MD5 for an answer", async () => {
      for (const answer of [api.password, "md5d41d8cd98f00b204e9800998ecf8427e"]) {
        // 10 is SASL; a server that wanted clear text would say 3, and 5 for MD5.
        // oxlint-disable-next-line eslint/no-await-in-loop -- one client after the other
        expect(await startup(pooler.port, api.user, true, answer)).toMatchObject({
          authentication: 10,
          error: expect.stringMatching(/SASL|closed/),
        });
      }
    });

    test("does not talk to a server whose certificate it cannot verify", async () => {
      const misled = await new PoolerProcess(lab, "misled").start({
        databases: [{ name: "shop", poolSize: 1, reserveSize: 0 }],
        secrets: { api: secretOf(api) },
        authority: "other-ca",
      });
      const answer = lab.query(api, "SELECT 1", misled.port).catch(() => "refused");
      await eventually(() => expect(lab.log("misled")).toMatch(/certificate verify failed|TLS handshake error/));
      await misled.terminate();
      expect(await answer).toBe("refused");
    });

    test("opens no more server connections than pool and reserve, whoever asks", async () => {
      // Longer than clients wait before the reserve is opened, and short enough that none gives up.
      const seconds = 5;
      const busy = Promise.all(
        [api, report].flatMap((who) =>
          Array.from({ length: 5 }, () => lab.query(who, `SELECT pg_sleep(${seconds})`, pooler.port)),
        ),
      );
      const seen: number[] = [];
      for (const end = Date.now() + seconds * 2000; Date.now() < end; await sleep(200)) {
        const [row] = await lab.query(
          lab.superuser,
          "SELECT count(*)::int AS it FROM pg_stat_activity WHERE usename IN ('api_a', 'report_a')",
        );
        seen.push(Number(row?.it));
      }
      await busy;
      expect(Math.max(...seen)).toBeGreaterThanOrEqual(4);
      expect(Math.max(...seen)).toBeLessThanOrEqual(6);
    });

    test("shows its counters to the exporter's user, who may do nothing else", async () => {
      const line = readFileSync(pooler.passfile, "utf8").trim();
      const stats = { user: "pgbouncer_stats", password: line.split(":")[4] ?? "", database: "pgbouncer" };
      const pools = await lab.query(stats, "SHOW POOLS", pooler.port);
      expect(pools.map(({ database }) => database)).toContain("shop");
      await expect(lab.query(stats, "PAUSE", pooler.port)).rejects.toThrow("admin access needed");
      await expect(lab.query({ ...api, database: "pgbouncer" }, "SHOW POOLS", pooler.port)).rejects.toThrow(
        "not allowed",
      );
    });

    test("shows what the exporter turns into everything that the rules read", async () => {
      const line = readFileSync(pooler.passfile, "utf8").trim();
      const stats = { user: "pgbouncer_stats", password: line.split(":")[4] ?? "", database: "pgbouncer" };
      const show = (what: string) => lab.query(stats, `SHOW ${what}`, pooler.port);
      const [pools, databases, lists, config] = [
        await show("POOLS"),
        await show("DATABASES"),
        await show("LISTS"),
        await show("CONFIG"),
      ];
      // Column or row, and the metric and labels that collector.go of the exporter makes of it.
      expect(Object.keys(pools[0] ?? {})).toEqual(
        expect.arrayContaining(["database", "user", "cl_waiting", "maxwait"]),
      );
      expect(Object.keys(databases[0] ?? {})).toEqual(
        expect.arrayContaining(["name", "current_connections", "max_connections"]),
      );
      expect(lists.map(({ list }) => list)).toContain("used_clients");
      expect(config.map(({ key }) => key)).toContain("max_client_conn");
      const read = poolerRules("pooler", { poolWaitSeconds: 2, poolUsePercent: 80 })
        .rules.flatMap(({ expr }) => [...expr.matchAll(/\bpgbouncer_\w+/g)])
        .map(([name]) => name);
      expect(new Set(read)).toEqual(
        new Set([
          "pgbouncer_up",
          "pgbouncer_pools_client_waiting_connections",
          "pgbouncer_pools_client_maxwait_seconds",
          "pgbouncer_databases_current_connections",
          "pgbouncer_databases_max_connections",
          "pgbouncer_used_clients",
          "pgbouncer_config_max_client_connections",
        ]),
      );
      // The console is the one name without a limit, by which a share of it could be taken.
      expect(databases.filter(({ max_connections: most }) => Number(most) === 0).map(({ name }) => name)).toEqual([
        "pgbouncer",
      ]);
    });

    test("takes a rotated password under load without one failed transaction", async () => {
      const sql = "BEGIN;\nINSERT INTO item (name) VALUES ('load');\nSELECT count(*) FROM item;\nEND;\n";
      const load = pgbench(lab, pooler.port, api, {
        clients: 8,
        seconds: Math.min(60, Math.ceil(4 * slowness())),
        reconnect: true,
        sql,
      });
      await sleep(1_000);
      // The turn of a rotation: the other role gets a new password, then the secret names it and keeps the old one beside it.
      await lab.query(lab.master, `ALTER ROLE ${nextApi.user} PASSWORD '${nextApi.password}'`);
      pooler.rotate({
        api: { ...secretOf(nextApi), alternateUsername: api.user, alternatePassword: api.password },
        report: secretOf(report),
      });
      const began = Date.now();
      await eventually(() => lab.query(nextApi, "SELECT 1", pooler.port));
      expect(Date.now() - began).toBeLessThan(5_000 * slowness());

      const { code, said } = await load;
      expect({ code, said }).toMatchObject({
        code: 0,
        said: expect.stringContaining("number of failed transactions: 0 "),
      });
      expect(Number(/number of transactions actually processed: (\d+)/.exec(said)?.[1])).toBeGreaterThan(50);
      const log = lab.log("pooler");
      expect(log).toContain("secrets changed, reloading");
      for (const secret of [api, nextApi, report]) expect(log).not.toContain(secret.password);
    });

    test("lets an open transaction finish when it is told to stop", async () => {
      const client = await lab.connect(nextApi, pooler.port);
      await client.query("BEGIN");
      await client.query("INSERT INTO item (name) VALUES ('draining')");
      const ended = pooler.terminate();
      await sleep(500);
      await client.query("SELECT pg_sleep(0.5)");
      await client.query("COMMIT");
      expect(await ended).toBe(0);
      expect(await lab.query(report, "SELECT count(*)::int FROM item WHERE name = 'draining'")).toEqual([{ count: 1 }]);
      expect(lab.log("pooler")).toContain("draining");
    });
  },
);
