import { describe, expect, test } from "vitest";
import { loadSettings } from "../../../stacks/load.ts";
import { TODAY } from "../_settings.ts";

const { settings } = loadSettings({ system: "mahaseel", environment: "prod", today: TODAY });

describe("Mahaseel", () => {
  test("gives the API the variables its documentation names", () => {
    const api = settings.workloads["api"];
    expect(api?.env).toEqual({
      JWT_ACCESS_MINUTES: "15",
      CORS_ORIGINS: { from: "cors-origins", format: "comma" },
      S3_BUCKET: { from: "media.upload-bucket", format: "comma" },
      CDN_BASE_URL: { from: "media.base-url", format: "comma" },
      CLAMD_HOST: { from: "antivirus.host", format: "comma" },
      CLAMD_PORT: { from: "antivirus.port", format: "comma" },
    });
    expect(api?.secrets["JWT_SECRET"]).toEqual({ secret: "jwt-access" });
    expect(settings.clientBuild).toEqual({ API_BASE_URL: "https://api.mahaseel.example.com/api/v1" });
  });

  test("keeps the limits on logins and one-time passwords in the store that never evicts", () => {
    const { login, verify, "otp-failures": failures } = settings.limits;
    expect([login?.requests, login?.windowSeconds, login?.per]).toEqual([5, 60, ["ip", "phone"]]);
    expect([verify?.requests, verify?.windowSeconds, verify?.paths]).toEqual([5, 60, ["/api/v1/auth/verify"]]);
    expect([failures?.requests, failures?.lockSeconds, failures?.per]).toEqual([5, 900, ["phone"]]);
    for (const limit of Object.values(settings.limits)) {
      expect(settings.caches.users[limit.cacheUser]?.store).toBe("state");
    }
  });

  test("lives by tokens of 15 minutes and 7 days, signed by two keys", () => {
    expect(settings.tokens).toEqual({
      access: { secret: "jwt-access", minutes: 15 },
      refresh: { secret: "jwt-refresh", days: 7 },
      revocations: "api-state",
    });
  });

  test("runs the migration straight on the database, before what serves", () => {
    const migrate = settings.workloads["migrate"];
    expect(migrate).toMatchObject({ kind: "job", connects: ["database"], before: ["api", "worker"] });
    expect(settings.database?.roles["migrate"]).toMatchObject({ access: "owner", via: "direct" });
  });

  test("names every third party it reaches", () => {
    expect(Object.keys(settings.egress)).toEqual(["sms"]);
    expect(settings.workloads["api"]?.egress).toEqual(["sms"]);
    expect(settings.workloads["migrate"]?.egress).toEqual([]);
  });
});
