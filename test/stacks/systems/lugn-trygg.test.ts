import { describe, expect, test } from "vitest";
import { loadSettings } from "../../../stacks/load.ts";
import { shippedExamples } from "../../../stacks/settings/examples.ts";
import { TODAY } from "../_settings.ts";

const { settings } = loadSettings({ system: "lugn-trygg", environment: "prod", today: TODAY });
const api = settings.workloads["api"];

describe("Lugn & Trygg", () => {
  test("gives the API the variables its documentation names", () => {
    expect(api?.kind === "web" && api.port).toBe(5001);
    expect(api?.env).toMatchObject({
      PORT: "5001",
      FLASK_DEBUG: "False",
      JWT_EXPIRATION_MINUTES: "15",
      JWT_REFRESH_EXPIRATION_DAYS: "30",
      FRONTEND_URL: "https://app.lugn-trygg.example.com",
      CORS_ALLOWED_ORIGINS: { from: "cors-origins" },
    });
    const named = [
      "FIREBASE_PROJECT_ID",
      "FIREBASE_DATABASE_URL",
      "FIREBASE_STORAGE_BUCKET",
      "FIREBASE_AUTH_DOMAIN",
      "FIREBASE_MESSAGING_SENDER_ID",
      "FIREBASE_APP_ID",
      "STRIPE_PUBLISHABLE_KEY",
      "STRIPE_PRICE_ID",
      "GOOGLE_CLIENT_ID",
    ];
    expect(Object.keys(api?.env ?? {})).toEqual(expect.arrayContaining(named));
    const secret = [
      "JWT_SECRET_KEY",
      "JWT_REFRESH_SECRET_KEY",
      "OPENAI_API_KEY",
      "STRIPE_SECRET_KEY",
      "STRIPE_WEBHOOK_SECRET",
      "REDIS_URL",
      "FIREBASE_WEB_API_KEY",
    ];
    expect(Object.keys(api?.secrets ?? {})).toEqual(expect.arrayContaining(secret));
  });

  test("mounts Google's files read-only where the variables say", () => {
    const files = Object.keys(api?.secretFiles ?? {}).map((file) => `/run/secrets/app/${file}`);
    expect([api?.env["FIREBASE_CREDENTIALS_PATH"], api?.env["GOOGLE_APPLICATION_CREDENTIALS"]]).toEqual(files);
  });

  test("builds the application with every public variable and no key to encrypt with", () => {
    expect(Object.keys(settings.clientBuild)).toEqual([
      "VITE_BACKEND_URL",
      "VITE_FIREBASE_API_KEY",
      "VITE_FIREBASE_AUTH_DOMAIN",
      "VITE_FIREBASE_PROJECT_ID",
      "VITE_FIREBASE_STORAGE_BUCKET",
      "VITE_FIREBASE_MESSAGING_SENDER_ID",
      "VITE_FIREBASE_APP_ID",
      "VITE_FIREBASE_MEASUREMENT_ID",
      "VITE_FIREBASE_VAPID_KEY",
      "VITE_STRIPE_PUBLISHABLE_KEY",
      "VITE_ENCRYPTION_KEY",
      "VITE_GOOGLE_CLIENT_ID",
      "VITE_SENTRY_DSN",
      "VITE_AMPLITUDE_API_KEY",
    ]);
    expect(settings.clientBuild["VITE_ENCRYPTION_KEY"]).toBe("");
  });

  test("keeps documents with the three composite indexes, and revoked tokens until they expire", () => {
    const { moods, memories, revoked_tokens: revoked } = settings.documentStore?.databases["lugntrygg"] ?? {};
    const fields = (index: { keys: { field: string; order: number }[] } | undefined) =>
      index?.keys.map(({ field, order }) => `${field} ${order}`);
    expect(fields(moods?.["user-timestamp"])).toEqual(["userId 1", "timestamp -1"]);
    expect(fields(memories?.["user-created"])).toEqual(["userId 1", "createdAt -1"]);
    expect(fields(memories?.["user-favorite-created"])).toEqual(["userId 1", "isFavorite -1", "createdAt -1"]);
    expect(revoked?.["expiry"]).toEqual({
      keys: [{ field: "expiresAt", order: 1 }],
      unique: false,
      expireAfterSeconds: 0,
    });
    expect(settings.database).toBeUndefined();
    expect(settings.workloads["prune-tokens"]).toMatchObject({ kind: "cron", schedule: "15 3 * * *" });
  });

  test("connects to the store by TLS, and without the writes it does not have", () => {
    const login = settings.secrets.entries["documents-api"];
    const url = login?.kind === "login" ? login.fields["url"] : "";
    const { searchParams } = new URL((url ?? "").replaceAll(/\{([a-z]+)\}/g, "$1").replace(":port", ":27017"));
    expect(Object.fromEntries(searchParams)).toEqual({
      tls: "true",
      tlsCAFile: "/etc/ssl/rds/global-bundle.pem",
      replicaSet: "rs0",
      retryWrites: "false",
      authSource: "admin",
    });
  });

  test("answers its site alone, with the methods and headers listed", () => {
    expect(settings.edge.cors).toEqual({
      origins: ["https://app.lugn-trygg.example.com"],
      methods: ["GET", "POST", "PUT", "DELETE", "OPTIONS"],
      headers: ["Content-Type", "Authorization"],
      credentials: true,
      maxAgeSeconds: 3600,
    });
    expect(settings.edge.headers).toMatchObject({
      hsts: { maxAgeSeconds: 31_536_000, preload: true },
      xssProtection: true,
      permissionsPolicy: { geolocation: [], microphone: [], camera: [] },
    });
  });

  test("limits by day, by hour and at the log-in", () => {
    const { "default-day": day, "default-hour": hour, login } = settings.limits;
    expect([day?.requests, day?.windowSeconds]).toEqual([200, 86_400]);
    expect([hour?.requests, hour?.windowSeconds]).toEqual([50, 3_600]);
    expect([login?.requests, login?.windowSeconds, login?.per]).toEqual([5, 60, ["ip"]]);
    expect(settings.tokens).toMatchObject({ access: { minutes: 15 }, refresh: { days: 30 } });
  });

  test("ships no identifier that a deployment would take for real", () => {
    const filled = Object.entries(settings.clientBuild).filter(
      ([, value]) => value !== "" && !value.includes("lugn-trygg"),
    );
    expect(shippedExamples(settings)).toEqual(expect.arrayContaining(filled.map(([name]) => `clientBuild.${name}`)));
  });

  test("uses projects of its own in staging", () => {
    const staging = loadSettings({ system: "lugn-trygg", environment: "staging", today: TODAY }).settings;
    const same = Object.entries(settings.clientBuild).filter(([name, value]) => staging.clientBuild[name] === value);
    expect(same.map(([name]) => name)).toEqual(["VITE_ENCRYPTION_KEY"]);
  });
});
