import { describe, expect, test } from "vitest";
import { loadSettings } from "../../../stacks/load.ts";
import { shippedExamples } from "../../../stacks/settings/examples.ts";
import { TODAY } from "../_settings.ts";

const { settings } = loadSettings({ system: "mluv-me", environment: "prod", today: TODAY });

describe("Mluv.Me", () => {
  test("serves the webhooks, reports and health apart from what wants a session", () => {
    const api = settings.workloads["api"];
    expect(api?.kind === "web" && api.routes.map(({ path }) => path)).toEqual([
      "/webhooks/telegram",
      "/webhooks/stripe",
      "/csp-reports",
      "/health/*",
      "/api/*",
    ]);
    expect(api?.kind === "web" && api.hosts).toEqual(["api.mluv.me"]);
    expect(settings.site?.hosts).toEqual(["app.mluv.me", "mluv.me"]);
  });

  test("keeps plaintext audio in memory of bounded size, and uploads for a day", () => {
    expect(settings.workloads["audio"]?.scratch).toEqual({ "/tmp": 64, "/scratch/audio": 512 });
    expect(settings.media).toMatchObject({ maxUploadMib: 10, retentionDays: 1, quarantineDays: 1, noncurrentDays: 1 });
    expect(settings.workloads["api"]?.env).toMatchObject({ AUDIO_MAX_BYTES: "10485760", TEXT_MAX_CHARACTERS: "5000" });
  });

  test("lets only its two origins call with cookies, and Telegram's log-in into the page", () => {
    expect(settings.edge.cors).toMatchObject({
      origins: ["https://app.mluv.me", "https://mluv.me"],
      credentials: true,
    });
    const { mode, reportPath, directives } = settings.edge.headers.csp;
    expect({ mode, reportPath }).toEqual({ mode: "report-only", reportPath: "/csp-reports" });
    expect(directives["script-src"]).toContain("https://telegram.org");
    expect(directives["frame-src"]).toEqual(["https://oauth.telegram.org"]);
  });

  test("limits lessons of the free tier, and everything by user", () => {
    expect(settings.limits["lessons-free"]).toMatchObject({ per: ["user"], requests: 30, windowSeconds: 3600 });
    expect(settings.limits["global"]).toMatchObject({ paths: ["/api/*"], per: ["user"] });
  });

  test("keeps sessions where a revoked one is gone at once, and cleans them up", () => {
    expect(settings.caches.users["api-state"]?.purposes).toEqual(expect.arrayContaining(["sessions", "revocations"]));
    expect(settings.workloads["api"]?.env["SESSION_TTL_DAYS"]).toBe("30");
    expect(settings.workloads["session-cleanup"]?.kind).toBe("cron");
  });

  test("hands out data keys by purpose, to whom needs them", () => {
    const granted = Object.entries(settings.workloads).map(([name, { dataKeys }]) => [name, dataKeys]);
    expect(Object.fromEntries(granted)).toEqual({
      api: ["totp", "audio"],
      audio: ["audio"],
      "session-cleanup": [],
      migrate: [],
    });
  });

  test("pages somebody in production and nobody in staging", () => {
    const staging = loadSettings({ system: "mluv-me", environment: "staging", today: TODAY }).settings;
    expect(settings.alarms.receivers.pagerEndpoint).toBeDefined();
    expect(staging.alarms.receivers.pagerEndpoint).toBeUndefined();
    expect(shippedExamples(settings)).toContain("alarms.receivers.pagerEndpoint");
    expect(settings.alarms.serverErrorPercent).toBe(0.5);
  });

  test("names every third party it reaches", () => {
    expect(Object.keys(settings.egress)).toEqual(["telegram", "stripe", "speech"]);
    expect(settings.workloads["session-cleanup"]?.egress).toEqual([]);
  });
});
