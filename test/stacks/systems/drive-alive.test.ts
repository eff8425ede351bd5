import { describe, expect, test } from "vitest";
import { loadSettings } from "../../../stacks/load.ts";
import { TODAY } from "../_settings.ts";

const { settings } = loadSettings({ system: "drive-alive", environment: "prod", today: TODAY });

describe("DRIVE_ALIVE", () => {
  test("gives the API the variables and secrets its documentation names", () => {
    const api = settings.workloads["api"];
    expect(api?.env).toEqual({
      ENVIRONMENT: "production",
      DEBUG: "false",
      ALLOWED_HOSTS: { from: "hosts", format: "json" },
      RATE_LIMIT_ENABLED: "true",
      DB_POOL_SIZE: "20",
      DB_MAX_OVERFLOW: "10",
      DB_POOL_TIMEOUT: "30",
      DB_POOL_RECYCLE: "3600",
    });
    expect(Object.keys(api?.secrets ?? {})).toEqual([
      "SECRET_KEY",
      "ENCRYPTION_KEY",
      "DATABASE_URL",
      "REDIS_URL",
      "TWILIO_AUTH_TOKEN",
      "STRIPE_SECRET_KEY",
      "STRIPE_WEBHOOK_SECRET",
    ]);
  });

  test("makes an encryption key of exactly 32 bytes in padded URL-safe base64, apart from the signing key", () => {
    expect(settings.secrets.entries["encryption-key"]).toMatchObject({ bytes: 32, encoding: "base64url-padded" });
    const { SECRET_KEY: signing, ENCRYPTION_KEY: encryption } = settings.workloads["api"]?.secrets ?? {};
    expect(signing?.secret).not.toBe(encryption?.secret);
  });

  test("sends the content security policy of its documentation, and its own API", () => {
    expect(settings.edge.headers.csp.directives).toEqual({
      "default-src": ["'self'"],
      "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'", "https://js.stripe.com"],
      "style-src": ["'self'", "'unsafe-inline'"],
      "img-src": ["'self'", "data:", "https:"],
      "font-src": ["'self'", "data:"],
      "connect-src": [
        "'self'",
        "https://api.drivealive.co.za",
        "https://api.stripe.com",
        "https://api.openstreetmap.org",
      ],
      "frame-src": ["https://js.stripe.com", "https://hooks.stripe.com"],
      "object-src": ["'none'"],
      "base-uri": ["'self'"],
      "form-action": ["'self'"],
      "frame-ancestors": ["'none'"],
    });
  });

  test("sends the headers of its documentation", () => {
    const { hsts, frameOptions, referrerPolicy, xssProtection, permissionsPolicy } = settings.edge.headers;
    expect(hsts).toEqual({ maxAgeSeconds: 31_536_000, includeSubdomains: true, preload: true });
    expect([frameOptions, referrerPolicy, xssProtection]).toEqual(["DENY", "strict-origin-when-cross-origin", true]);
    expect(permissionsPolicy).toEqual({ geolocation: ["self"], camera: [], microphone: [], payment: ["self"] });
  });

  test("limits as its documentation says", () => {
    const limits = Object.entries(settings.limits).map(([name, { requests, windowSeconds, per }]) => [
      name,
      requests,
      windowSeconds,
      per[0],
    ]);
    expect(limits).toEqual([
      ["login", 5, 60, "ip"],
      ["register-student", 3, 3_600, "ip"],
      ["register-instructor", 3, 3_600, "ip"],
      ["forgot-password", 3, 3_600, "ip"],
      ["reset-password", 5, 3_600, "ip"],
      ["verify-account", 10, 3_600, "ip"],
      ["create-admin", 5, 86_400, "user"],
      ["bookings", 20, 3_600, "user"],
    ]);
  });

  test("reaches Stripe, Twilio and the mail server, and nobody else", () => {
    expect(Object.values(settings.egress).map(({ domains, port }) => [domains[0], port])).toEqual([
      ["api.stripe.com", 443],
      ["api.twilio.com", 443],
      ["smtp.gmail.com", 587],
    ]);
  });

  test("encrypts the SMTP passwords after the schema is there and before the API starts", () => {
    expect(settings.workloads["encrypt-smtp-passwords"]).toMatchObject({
      kind: "job",
      after: ["migrate"],
      before: ["api"],
    });
  });

  test("ships builds with debugging off and no debug login", () => {
    expect(settings.clientBuild).toEqual({
      NODE_ENV: "production",
      EXPO_PUBLIC_DEBUG_MODE: "false",
      EXPO_PUBLIC_DEBUG_EMAIL: "",
      EXPO_PUBLIC_DEBUG_PHONE: "",
      EXPO_PUBLIC_DEBUG_PASSWORD: "",
    });
  });
});
