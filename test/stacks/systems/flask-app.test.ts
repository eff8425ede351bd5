import { describe, expect, test } from "vitest";
import { loadSettings } from "../../../stacks/load.ts";
import { TODAY } from "../_settings.ts";

const { settings } = loadSettings({ system: "flask-app", environment: "prod", today: TODAY });

describe("the Flask application", () => {
  test("keeps pages, workers and their logins apart", () => {
    const { web, worker } = settings.workloads;
    expect([web?.kind, worker?.kind]).toEqual(["web", "worker"]);
    expect(worker?.command?.slice(0, 2)).toEqual(["rq", "worker"]);
    expect(web?.secrets["REDIS_URL"]?.secret).not.toBe(worker?.secrets["RQ_REDIS_URL"]?.secret);
    expect(web?.secrets["MONGODB_URI"]?.secret).not.toBe(worker?.secrets["MONGODB_URI"]?.secret);
    expect(web?.connects).toEqual(["document-store", "state"]);
  });

  test("queues jobs where nothing is evicted", () => {
    expect(settings.caches.users["worker-state"]).toEqual({
      store: "state",
      purposes: ["queue"],
      keyPrefixes: ["rq:"],
      channelPrefixes: ["rq:pubsub:"],
    });
  });

  test("leaves the policy to the application, and answers its own site alone", () => {
    expect(settings.edge.headers.csp.owner).toBe("application");
    expect(settings.edge.cors).toMatchObject({ origins: ["https://flask-app.example.com"], credentials: true });
    expect(settings.site).toBeUndefined();
  });

  test("lives by two keys, 15 minutes, 7 days and a blocklist", () => {
    expect(settings.tokens).toEqual({
      access: { secret: "jwt-access", minutes: 15 },
      refresh: { secret: "jwt-refresh", days: 7 },
      revocations: "web-state",
    });
  });

  test("limits log-in, registration and contact, with a coarse wall before each", () => {
    const paths = Object.values(settings.limits).flatMap((limit) => limit.paths);
    expect(paths).toEqual(["/login", "/register", "/contact"]);
    expect(Object.values(settings.edge.waf.rateRules).flatMap((rule) => rule.paths)).toEqual(paths);
  });

  test("needs no Postgres", () => {
    expect(settings.database).toBeUndefined();
    expect(settings.documentStore).toMatchObject({ instances: 2, deletionProtection: true, backupRetentionDays: 35 });
  });
});
