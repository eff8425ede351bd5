import type { SettingsInput } from "../settings.ts";
import { cacheLogin, databaseLogin } from "./_logins.ts";
import { postgresPeople } from "./_people.ts";
import { type PostgresImage, type PostgresPlace, placed } from "./_place.ts";
import { HOUR, MINUTE, supplied } from "./_shared.ts";

type Image = "api" | "migrate" | PostgresImage;

/** DRIVE_ALIVE: bookings of driving lessons. A FastAPI service, and an Expo application for phones and the web. */
export function driveAlive(place: PostgresPlace<Image, "api">) {
  const people = postgresPeople(place, "drivealive", ["limit:", "LIMITER"]);
  return {
    ...placed(place),
    system: "drive-alive",
    owner: "drive-alive-platform",
    // Identity numbers of learners and instructors.
    dataClass: "sensitive",

    workloads: {
      api: {
        kind: "web",
        image: place.images.api,
        hosts: ["api.{main}"],
        port: 8_000,
        health: { livePath: "/health", readyPath: "/health" },
        autoscaling: place.scale.api,
        resources: { cpuRequest: "250m", cpuLimit: "1", memory: "768Mi" },
        env: {
          ENVIRONMENT: "production",
          DEBUG: "false",
          // The setting is typed as a list and expects JSON, though its helper splits at commas.
          ALLOWED_HOSTS: { from: "hosts", format: "json" },
          RATE_LIMIT_ENABLED: "true",
          DB_POOL_SIZE: "20",
          DB_MAX_OVERFLOW: "10",
          DB_POOL_TIMEOUT: "30",
          DB_POOL_RECYCLE: "3600",
        },
        secrets: {
          SECRET_KEY: { secret: "secret-key" },
          ENCRYPTION_KEY: { secret: "encryption-key" },
          DATABASE_URL: { secret: "database-api", field: "url" },
          REDIS_URL: { secret: "state-api", field: "url" },
          TWILIO_AUTH_TOKEN: { secret: "twilio-auth-token" },
          STRIPE_SECRET_KEY: { secret: "stripe-secret-key" },
          STRIPE_WEBHOOK_SECRET: { secret: "stripe-webhook-secret" },
        },
        connects: ["pooler", "state"],
        egress: ["stripe", "twilio", "smtp"],
      },
      migrate: {
        kind: "job",
        image: place.images.migrate,
        command: ["alembic", "upgrade", "head"],
        resources: { cpuRequest: "100m", cpuLimit: "1", memory: "512Mi" },
        secrets: { DATABASE_URL: { secret: "database-migrate", field: "url" } },
        connects: ["database"],
        before: ["api"],
      },
      "encrypt-smtp-passwords": {
        kind: "job",
        image: place.images.migrate,
        command: ["python", "-m", "scripts.encrypt_smtp_passwords"],
        resources: { cpuRequest: "100m", cpuLimit: "500m", memory: "256Mi" },
        secrets: {
          DATABASE_URL: { secret: "database-migrate", field: "url" },
          ENCRYPTION_KEY: { secret: "encryption-key" },
        },
        connects: ["database"],
        after: ["migrate"],
        before: ["api"],
      },
    },

    database: {
      ...place.database,
      engineVersion: "17",
      bootstrapImage: place.images.bootstrap,
      backupReplication: { region: place.copyRegion },
      databases: { drivealive: { extensions: ["pg_stat_statements"] } },
      roles: {
        api: { database: "drivealive", access: "readwrite" },
        migrate: { database: "drivealive", access: "owner", via: "direct", connections: 4 },
        ...people.roles,
      },
    },
    // 100 to 1,000 users at once; the tier above is for more.
    pooler: { tier: "medium", image: place.images.pgbouncer, exporterImage: place.images.pgbouncerExporter },

    caches: {
      stores: { state: { nodeType: place.stateNodeType } },
      users: {
        ...people.users,
        "api-state": {
          store: "state",
          purposes: ["rate-limits", "sessions", "revocations"],
          keyPrefixes: ["limit:", "LIMITER", "session:", "jti:"],
        },
      },
    },

    secrets: {
      entries: {
        "secret-key": {
          kind: "generated",
          purpose: "Signs access tokens (SECRET_KEY)",
          use: "signing",
          bytes: 48,
          rotation: { runbook: "rotate-signing-key" },
        },
        "encryption-key": {
          kind: "generated",
          purpose: "Encrypts SMTP passwords in the database (ENCRYPTION_KEY)",
          use: "encryption",
          // A Fernet key: URL-safe base64, with its padding, of exactly 32 bytes.
          bytes: 32,
          encoding: "base64url-padded",
          rotation: { maxAgeDays: 365, runbook: "rotate-encryption-key" },
        },
        "database-api": databaseLogin("api"),
        "database-migrate": databaseLogin("migrate"),
        "state-api": cacheLogin("api-state"),
        ...people.secrets,
        "twilio-auth-token": supplied("Twilio's token for text messages (TWILIO_AUTH_TOKEN)"),
        "stripe-secret-key": supplied("Stripe's secret key (STRIPE_SECRET_KEY)"),
        "stripe-webhook-secret": supplied("Checks the signature of Stripe's webhooks (STRIPE_WEBHOOK_SECRET)"),
      },
    },

    tokens: { access: { secret: "secret-key", minutes: 15 }, revocations: "api-state" },

    limits: {
      login: perAddress(["/auth/login"], 5, MINUTE),
      "register-student": perAddress(["/auth/register/student"], 3, HOUR),
      "register-instructor": perAddress(["/auth/register/instructor"], 3, HOUR),
      "forgot-password": perAddress(["/auth/forgot-password"], 3, HOUR),
      "reset-password": perAddress(["/auth/reset-password"], 5, HOUR),
      "verify-account": perAddress(["/auth/verify-account"], 10, HOUR),
      "create-admin": { ...perAddress(["/admin/create"], 5, 24 * HOUR), per: ["user"] },
      bookings: { ...perAddress(["/bookings"], 20, HOUR), per: ["user"] },
    },

    edge: {
      cors: {
        origins: ["https://{main}", "https://www.{main}"],
        headers: ["Authorization", "Content-Type"],
        credentials: true,
      },
      headers: {
        hsts: { preload: true },
        xssProtection: true,
        permissionsPolicy: { geolocation: ["self"], camera: [], microphone: [], payment: ["self"] },
        csp: {
          unsafe: {
            reason:
              "The Expo web build evaluates code and writes inline scripts; hashes come with its next major version",
          },
          directives: {
            "default-src": ["'self'"],
            "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'", "https://js.stripe.com"],
            "style-src": ["'self'", "'unsafe-inline'"],
            "img-src": ["'self'", "data:", "https:"],
            "font-src": ["'self'", "data:"],
            "connect-src": ["'self'", "https://api.{main}", "https://api.stripe.com", "https://api.openstreetmap.org"],
            "frame-src": ["https://js.stripe.com", "https://hooks.stripe.com"],
          },
        },
      },
      waf: {
        rateRules: {
          login: { paths: ["/auth/*"], requests: 30, windowSeconds: 60 },
          bookings: { paths: ["/bookings*"], requests: 60, windowSeconds: 60 },
        },
      },
    },
    site: { hosts: ["{main}", "www.{main}"] },

    egress: {
      stripe: { domains: ["api.stripe.com"], purpose: "Payments" },
      twilio: { domains: ["api.twilio.com"], purpose: "Text messages" },
      smtp: { domains: ["smtp.gmail.com"], port: 587, purpose: "E-mail from the addresses of driving schools" },
    },

    clientBuild: {
      NODE_ENV: "production",
      EXPO_PUBLIC_DEBUG_MODE: "false",
      EXPO_PUBLIC_DEBUG_EMAIL: "",
      EXPO_PUBLIC_DEBUG_PHONE: "",
      EXPO_PUBLIC_DEBUG_PASSWORD: "",
    },

    operatorSessions: people.sessions,

    alarms: { receivers: { emails: place.alarmEmails } },

    application: [
      {
        item: "Set cookies HttpOnly, Secure and host-only, with SameSite=Strict instead of Lax",
        handsOver: "One registrable domain for site and service, so that Strict cookies are sent",
      },
      {
        item: "Shorten access tokens from 30 to 15 minutes and add a refresh token with a key of its own",
        handsOver: "tokens.refresh, which takes a second signing key when the application has one",
      },
      {
        item: "Read ALLOWED_HOSTS as JSON, or split it at commas, but not both",
        handsOver: "The format of the variable: env.ALLOWED_HOSTS.format",
      },
      {
        item: "Require ENCRYPTION_KEY instead of deriving it from SECRET_KEY, and keep old keys to decrypt with",
        handsOver: "A key of its own, made before the migration job runs, and a runbook for its rotation",
      },
      {
        item: "Answer limits with the seconds that really remain instead of Retry-After: 60",
        handsOver: "Counters in the state store, whose remaining time can be read",
      },
      {
        item: "Page lists by 50 and 100 at most, with three queries for each endpoint at most",
        handsOver: "A slow-query log and pg_stat_statements",
      },
      {
        item: "Offer /admin/system/database-pool to administrators only",
        handsOver: "The pooler's own metrics, which show the server side of the pool",
      },
    ],
  } as const satisfies SettingsInput;
}

function perAddress<Path extends string>(paths: readonly [Path], requests: number, windowSeconds: number) {
  return { paths, per: ["ip"], requests, windowSeconds, cacheUser: "api-state" } as const;
}
