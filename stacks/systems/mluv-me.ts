import type { SettingsInput } from "../settings.ts";
import { cacheLogin, databaseLogin } from "./_logins.ts";
import { postgresPeople } from "./_people.ts";
import { type PostgresImage, type PostgresPlace, placed } from "./_place.ts";
import { DAY, HOUR, MINUTE, supplied } from "./_shared.ts";

type Image = "api" | "audio" | "migrate" | "scanWorker" | PostgresImage;

/** Mluv.Me: spoken language lessons over Telegram and the web. An API with webhooks, a web application and audio processing. */
export function mluvMe(place: PostgresPlace<Image, "api" | "audio"> & { readonly pagerEndpoint: string }) {
  const people = postgresPeople(place, "mluvme", ["limit:", "queue:"]);
  return {
    ...placed(place),
    system: "mluv-me",
    owner: "mluv-me-platform",
    // Recordings of voices.
    dataClass: "sensitive",

    workloads: {
      api: {
        kind: "web",
        image: place.images.api,
        hosts: ["api.{main}"],
        port: 8_000,
        // Everything but health, signed webhooks, log-in and CSP reports wants a session; routes keep those apart.
        routes: [
          { path: "/webhooks/telegram" },
          { path: "/webhooks/stripe" },
          { path: "/csp-reports" },
          { path: "/health/*" },
          { path: "/api/*" },
        ],
        health: { livePath: "/health/live", readyPath: "/health/ready" },
        autoscaling: place.scale.api,
        resources: { cpuRequest: "250m", cpuLimit: "1", memory: "768Mi" },
        env: {
          ENVIRONMENT: "production",
          APP_URL: "https://app.{main}",
          CORS_ORIGINS: { from: "cors-origins" },
          TRUSTED_HOSTS: { from: "hosts" },
          SESSION_TTL_DAYS: "30",
          SESSION_IDLE_MINUTES: "1440",
          AUDIO_MAX_BYTES: "10485760",
          TEXT_MAX_CHARACTERS: "5000",
          UPLOAD_BUCKET: { from: "media.upload-bucket" },
        },
        secrets: {
          DATABASE_URL: { secret: "database-api", field: "url" },
          REDIS_URL: { secret: "state-api", field: "url" },
          TELEGRAM_BOT_TOKEN: { secret: "telegram-bot-token" },
          TELEGRAM_WEBHOOK_SECRET: { secret: "telegram-webhook-secret" },
          STRIPE_SECRET_KEY: { secret: "stripe-secret-key" },
          STRIPE_WEBHOOK_SECRET: { secret: "stripe-webhook-secret" },
          SESSION_SECRET: { secret: "session-secret" },
          TOTP_ENCRYPTION_KEY: { secret: "totp-encryption-key" },
        },
        connects: ["pooler", "state"],
        egress: ["telegram", "stripe"],
        media: ["presign-upload"],
        dataKeys: ["totp", "audio"],
      },
      audio: {
        kind: "worker",
        image: place.images.audio,
        autoscaling: place.scale.audio,
        resources: { cpuRequest: "500m", cpuLimit: "2", memory: "1536Mi" },
        // Plaintext audio lives in memory only, and no more of it than this.
        scratch: { "/tmp": 64, "/scratch/audio": 512 },
        liveCommand: ["python", "-m", "app.audio.health"],
        env: {
          AUDIO_SCRATCH_DIR: "/scratch/audio",
          AUDIO_MAX_BYTES: "10485760",
          UPLOAD_BUCKET: { from: "media.upload-bucket" },
          MEDIA_BUCKET: { from: "media.serving-bucket" },
        },
        secrets: {
          DATABASE_URL: { secret: "database-audio", field: "url" },
          REDIS_URL: { secret: "state-audio", field: "url" },
          TELEGRAM_BOT_TOKEN: { secret: "telegram-bot-token" },
          SPEECH_API_KEY: { secret: "speech-api-key" },
          AUDIO_ENCRYPTION_KEY: { secret: "audio-encryption-key" },
        },
        connects: ["pooler", "state"],
        egress: ["telegram", "speech"],
        media: ["read", "delete"],
        dataKeys: ["audio"],
        drainSeconds: 180,
      },
      "session-cleanup": {
        kind: "cron",
        image: place.images.api,
        command: ["python", "-m", "app.jobs.cleanup_sessions"],
        schedule: "25 * * * *",
        deadlineSeconds: 900,
        resources: { cpuRequest: "50m", cpuLimit: "500m", memory: "256Mi" },
        secrets: {
          DATABASE_URL: { secret: "database-cleanup", field: "url" },
          REDIS_URL: { secret: "state-cleanup", field: "url" },
        },
        connects: ["pooler", "state"],
      },
      migrate: {
        kind: "job",
        image: place.images.migrate,
        command: ["alembic", "upgrade", "head"],
        resources: { cpuRequest: "100m", cpuLimit: "1", memory: "512Mi" },
        secrets: { DATABASE_URL: { secret: "database-migrate", field: "url" } },
        connects: ["database"],
        before: ["api", "audio", "session-cleanup"],
      },
    },

    database: {
      ...place.database,
      engineVersion: "17",
      bootstrapImage: place.images.bootstrap,
      backupReplication: { region: place.copyRegion },
      databases: { mluvme: { extensions: ["pg_stat_statements", "btree_gin"] } },
      roles: {
        api: { database: "mluvme", access: "readwrite" },
        audio: { database: "mluvme", access: "readwrite" },
        cleanup: { database: "mluvme", access: "readwrite" },
        migrate: { database: "mluvme", access: "owner", via: "direct", connections: 2 },
        ...people.roles,
      },
    },
    pooler: { tier: "medium", image: place.images.pgbouncer, exporterImage: place.images.pgbouncerExporter },

    caches: {
      stores: { state: { nodeType: place.stateNodeType } },
      users: {
        ...people.users,
        // Sessions live here, so that a revoked one is gone at once everywhere.
        "api-state": {
          store: "state",
          purposes: ["sessions", "revocations", "rate-limits", "queue"],
          keyPrefixes: ["session:", "revoked:", "limit:", "queue:"],
        },
        "audio-state": { store: "state", purposes: ["queue"], keyPrefixes: ["queue:"] },
        "cleanup-state": { store: "state", purposes: ["sessions"], keyPrefixes: ["session:"] },
      },
    },

    secrets: {
      entries: {
        "database-api": databaseLogin("api"),
        "database-audio": databaseLogin("audio"),
        "database-cleanup": databaseLogin("cleanup"),
        "database-migrate": databaseLogin("migrate"),
        "state-api": cacheLogin("api-state"),
        "state-audio": cacheLogin("audio-state"),
        "state-cleanup": cacheLogin("cleanup-state"),
        ...people.secrets,
        "session-secret": {
          kind: "generated",
          purpose: "Authenticates session cookies (SESSION_SECRET)",
          use: "session",
          bytes: 48,
          rotation: { runbook: "rotate-signing-key" },
        },
        "totp-encryption-key": {
          kind: "generated",
          purpose: "Encrypts TOTP seeds until KMS data keys do (TOTP_ENCRYPTION_KEY)",
          use: "encryption",
          bytes: 32,
          rotation: { runbook: "rotate-encryption-key" },
        },
        "audio-encryption-key": {
          kind: "generated",
          purpose: "Encrypts stored audio until KMS data keys do (AUDIO_ENCRYPTION_KEY)",
          use: "encryption",
          bytes: 32,
          rotation: { runbook: "rotate-encryption-key" },
        },
        "telegram-webhook-secret": {
          kind: "generated",
          purpose: "Telegram repeats it in X-Telegram-Bot-Api-Secret-Token (TELEGRAM_WEBHOOK_SECRET)",
          use: "other",
          bytes: 48,
          rotation: { runbook: "rotate-signing-key" },
        },
        "telegram-bot-token": supplied("Token of the Telegram bot (TELEGRAM_BOT_TOKEN)"),
        "stripe-secret-key": supplied("Stripe's secret key (STRIPE_SECRET_KEY)"),
        "stripe-webhook-secret": supplied("Checks the signature of Stripe's webhooks (STRIPE_WEBHOOK_SECRET)"),
        "speech-api-key": supplied("Key of the speech provider (SPEECH_API_KEY)"),
      },
    },

    limits: {
      global: { paths: ["/api/*"], per: ["user"], requests: 600, windowSeconds: MINUTE, cacheUser: "api-state" },
      login: {
        paths: ["/api/auth/login", "/api/auth/telegram"],
        per: ["ip", "account"],
        requests: 5,
        windowSeconds: MINUTE,
        cacheUser: "api-state",
      },
      "second-factor": {
        paths: ["/api/auth/totp"],
        per: ["account"],
        requests: 5,
        windowSeconds: 5 * MINUTE,
        lockSeconds: 15 * MINUTE,
        cacheUser: "api-state",
      },
      // The free tier; paid tiers have none, so that nobody who pays is turned away by mistake.
      "lessons-free": {
        paths: ["/api/lessons"],
        per: ["user"],
        requests: 30,
        windowSeconds: HOUR,
        cacheUser: "api-state",
      },
      audio: { paths: ["/api/audio"], per: ["user"], requests: 60, windowSeconds: HOUR, cacheUser: "api-state" },
      "data-requests": {
        paths: ["/api/account/export", "/api/account/delete"],
        per: ["user"],
        requests: 3,
        windowSeconds: DAY,
        cacheUser: "api-state",
      },
    },

    // Transient: uploads and what was scanned are gone after a day.
    media: {
      host: "media.{main}",
      contentTypes: ["audio/ogg", "audio/webm", "audio/mpeg", "audio/mp4", "audio/wav"],
      maxUploadMib: 10,
      access: "signed",
      cacheTtlSeconds: 0,
      quarantineDays: 1,
      noncurrentDays: 1,
      retentionDays: 1,
    },
    antivirus: { engine: "guardduty", workerImage: place.images.scanWorker },

    edge: {
      cors: {
        origins: ["https://app.{main}", "https://{main}"],
        headers: ["Authorization", "Content-Type", "X-CSRF-Token"],
        credentials: true,
      },
      headers: {
        permissionsPolicy: { camera: [], geolocation: [], microphone: ["self"], payment: [], usb: [] },
        csp: {
          // Reports come first; the fourth week of the rollout changes this to enforce.
          mode: "report-only",
          reportPath: "/csp-reports",
          directives: {
            "script-src": ["'self'", "https://telegram.org"],
            "style-src": ["'self'", "'unsafe-inline'"],
            "img-src": ["'self'", "data:", "blob:"],
            "font-src": ["'self'"],
            "connect-src": ["'self'", "https://api.{main}"],
            "media-src": ["'self'", "blob:"],
            "frame-src": ["https://oauth.telegram.org"],
          },
        },
      },
      waf: {
        rateRules: {
          auth: { paths: ["/api/auth/*"], requests: 30, windowSeconds: 60 },
          lessons: { paths: ["/api/lessons*"], requests: 120, windowSeconds: 60 },
          reports: { paths: ["/csp-reports"], requests: 60, windowSeconds: 60 },
        },
      },
    },
    site: { hosts: ["app.{main}", "{main}"] },

    egress: {
      telegram: { domains: ["api.telegram.org"], purpose: "Answers to the bot's users, and their recordings" },
      stripe: { domains: ["api.stripe.com"], purpose: "Subscriptions" },
      speech: { domains: ["api.speech-provider.example.com"], purpose: "Turns recordings into text and judges them" },
    },

    clientBuild: { API_BASE_URL: "https://api.{main}/api" },

    operatorSessions: people.sessions,

    alarms: {
      receivers: { emails: place.alarmEmails, pagerEndpoint: place.pagerEndpoint },
      serverErrorPercent: 0.5,
      loginFailuresPerMinute: 20,
      rateLimitedPerMinute: 100,
    },

    application: [
      {
        item: "Keep sessions for 30 days sliding with an inactivity limit, revoke them within a minute, set cookies HttpOnly, Secure and SameSite=Strict",
        handsOver:
          "The cache user api-state, where a deleted session is gone for every pod, and one registrable domain",
      },
      {
        item: "Offer TOTP, and encrypt its seeds and stored audio by data keys",
        handsOver: "KMS data keys for the purposes totp and audio (dataKeys), which no other purpose decrypts",
      },
      {
        item: "Rotate encryption keys with a dry run that decrypts and re-encrypts nothing but counts",
        handsOver: "New key material by KMS without a change of the application, and the runbook rotate-encryption-key",
      },
      {
        item: "Check the signature of Stripe's webhooks and the secret token of Telegram's",
        handsOver: "STRIPE_WEBHOOK_SECRET, TELEGRAM_WEBHOOK_SECRET and a route of its own for each",
      },
      {
        item: "Authenticate every endpoint but health, webhooks, log-in and CSP reports",
        handsOver: "Routes that keep the four apart, so that a test can list them",
      },
      {
        item: "Limit by tier and run the limits in shadow for a week first",
        handsOver: "Counters in the state store, and the alarm on 429 that shadow counts are compared with",
      },
      {
        item: "Alert on new devices and locations",
        handsOver: "The viewer's country and address in headers that the edge writes itself",
      },
      {
        item: "Log log-in, log-out, second factor, revocation and change of secrets, without tokens and recordings",
        handsOver: "The schema of the JSON log, from which alarms on repeated failures and bursts of 429 are counted",
      },
      {
        item: "Collect CSP violations, then enforce the policy",
        handsOver: "The route /csp-reports and edge.headers.csp.mode",
      },
      {
        item: "Archive or purge what is older than its purpose, and answer requests for access and deletion",
        handsOver: "Uploads that are gone after a day, logs with a retention, and the runbook personal-data-deletion",
      },
      {
        item: "Refuse texts of more than 5000 characters",
        handsOver: "TEXT_MAX_CHARACTERS, and a largest body of 64 KiB at the edge",
      },
    ],
  } as const satisfies SettingsInput;
}
