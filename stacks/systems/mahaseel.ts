import type { SettingsInput } from "../settings.ts";
import { cacheLogin, databaseLogin } from "./_logins.ts";
import { postgresPeople } from "./_people.ts";
import { type PostgresImage, type PostgresPlace, placed } from "./_place.ts";

type Image = "api" | "worker" | "migrate" | "clamav" | "scanWorker" | PostgresImage;

/**
 * Mahaseel: a marketplace for crops. A FastAPI service under `/api/v1` with chat over WebSocket, a Flutter
 * application for phones and the web, and photographs that are scanned before anybody sees them.
 */
export function mahaseel(place: PostgresPlace<Image, "api" | "worker">) {
  const people = postgresPeople(place, "mahaseel", ["limit:", "queue:"]);
  return {
    ...placed(place),
    system: "mahaseel",
    owner: "mahaseel-platform",
    dataClass: "personal",

    workloads: {
      api: {
        kind: "web",
        image: place.images.api,
        hosts: ["api.{main}"],
        port: 8_000,
        // Separate routes, so that chat and administration can be limited and watched by themselves.
        routes: [
          { path: "/api/v1/admin/*" },
          { path: "/api/v1/chat/*", websocket: true },
          { path: "/api/v1/*" },
          { path: "/health/*" },
        ],
        idleTimeoutSeconds: 600,
        health: { livePath: "/health/live", readyPath: "/health/ready" },
        autoscaling: place.scale.api,
        resources: { cpuRequest: "250m", cpuLimit: "1", memory: "512Mi" },
        env: {
          JWT_ACCESS_MINUTES: "15",
          CORS_ORIGINS: { from: "cors-origins" },
          S3_BUCKET: { from: "media.upload-bucket" },
          CDN_BASE_URL: { from: "media.base-url" },
          CLAMD_HOST: { from: "antivirus.host" },
          CLAMD_PORT: { from: "antivirus.port" },
        },
        secrets: {
          JWT_SECRET: { secret: "jwt-access" },
          JWT_REFRESH_SECRET: { secret: "jwt-refresh" },
          DATABASE_URL: { secret: "database-api", field: "url" },
          REDIS_URL: { secret: "state-api", field: "url" },
          CACHE_URL: { secret: "cache-api", field: "url" },
          SMS_API_KEY: { secret: "sms-api-key" },
        },
        connects: ["pooler", "state", "cache", "antivirus"],
        egress: ["sms"],
        media: ["presign-upload", "read", "delete"],
      },
      worker: {
        kind: "worker",
        image: place.images.worker,
        autoscaling: place.scale.worker,
        resources: { cpuRequest: "100m", cpuLimit: "500m", memory: "384Mi" },
        liveCommand: ["python", "-m", "app.worker.health"],
        env: { S3_BUCKET: { from: "media.upload-bucket" }, CDN_BASE_URL: { from: "media.base-url" } },
        secrets: {
          DATABASE_URL: { secret: "database-worker", field: "url" },
          REDIS_URL: { secret: "state-worker", field: "url" },
          SMS_API_KEY: { secret: "sms-api-key" },
        },
        connects: ["pooler", "state"],
        egress: ["sms"],
        media: ["read", "delete"],
        drainSeconds: 120,
      },
      migrate: {
        kind: "job",
        image: place.images.migrate,
        command: ["alembic", "upgrade", "head"],
        resources: { cpuRequest: "100m", cpuLimit: "1", memory: "512Mi" },
        secrets: { DATABASE_URL: { secret: "database-migrate", field: "url" } },
        connects: ["database"],
        before: ["api", "worker"],
      },
    },

    database: {
      ...place.database,
      bootstrapImage: place.images.bootstrap,
      backupReplication: { region: place.copyRegion },
      databases: { mahaseel: { extensions: ["pg_trgm", "unaccent", "pg_stat_statements"] } },
      roles: {
        api: { database: "mahaseel", access: "readwrite" },
        worker: { database: "mahaseel", access: "readwrite" },
        migrate: { database: "mahaseel", access: "owner", via: "direct", connections: 2 },
        ...people.roles,
      },
    },
    pooler: { tier: "large", image: place.images.pgbouncer, exporterImage: place.images.pgbouncerExporter },

    caches: {
      stores: {
        state: { nodeType: place.stateNodeType },
        cache: { nodeType: "cache.t4g.small" },
      },
      users: {
        ...people.users,
        "api-state": {
          store: "state",
          purposes: ["rate-limits", "revocations", "queue"],
          keyPrefixes: ["limit:", "otp:", "jti:", "queue:", "chat:"],
          channelPrefixes: ["chat:"],
        },
        "worker-state": {
          store: "state",
          purposes: ["queue"],
          keyPrefixes: ["queue:"],
        },
        "api-cache": {
          store: "cache",
          purposes: ["cache"],
          keyPrefixes: ["listing:"],
        },
      },
    },

    secrets: {
      entries: {
        "jwt-access": {
          kind: "generated",
          purpose: "Signs access tokens (JWT_SECRET)",
          use: "signing",
          bytes: 48,
          rotation: { runbook: "rotate-signing-key" },
        },
        "jwt-refresh": {
          kind: "generated",
          purpose: "Signs refresh tokens (JWT_REFRESH_SECRET)",
          use: "signing",
          bytes: 48,
          rotation: { runbook: "rotate-signing-key" },
        },
        "database-api": databaseLogin("api"),
        "database-worker": databaseLogin("worker"),
        "database-migrate": databaseLogin("migrate"),
        "state-api": cacheLogin("api-state"),
        "state-worker": cacheLogin("worker-state"),
        "cache-api": cacheLogin("api-cache"),
        ...people.secrets,
        "sms-api-key": {
          kind: "supplied",
          purpose: "Key of the SMS provider that sends one-time passwords",
          supplied: true,
          rotation: { runbook: "rotate-supplied-credential" },
        },
      },
    },

    tokens: {
      access: { secret: "jwt-access", minutes: 15 },
      refresh: { secret: "jwt-refresh", days: 7 },
      revocations: "api-state",
    },

    limits: {
      login: {
        paths: ["/api/v1/auth/login"],
        // Mobile carriers put thousands of people behind one address: the phone counts too.
        per: ["ip", "phone"],
        requests: 5,
        windowSeconds: 60,
        cacheUser: "api-state",
      },
      verify: {
        paths: ["/api/v1/auth/verify"],
        per: ["ip", "phone"],
        requests: 5,
        windowSeconds: 60,
        cacheUser: "api-state",
      },
      "otp-failures": {
        paths: ["/api/v1/auth/verify"],
        per: ["phone"],
        requests: 5,
        windowSeconds: 900,
        lockSeconds: 900,
        cacheUser: "api-state",
      },
    },

    media: {
      host: "media.{main}",
      contentTypes: ["image/jpeg", "image/png", "image/webp"],
      maxUploadMib: 10,
      access: "signed",
    },
    antivirus: {
      engine: "clamav",
      image: place.images.clamav,
      workerImage: place.images.scanWorker,
      maxFileMib: 25,
    },

    edge: {
      cors: {
        origins: ["https://{main}", "https://www.{main}"],
        headers: ["Authorization", "Content-Type"],
      },
      headers: {
        permissionsPolicy: { camera: ["self"], geolocation: ["self"], microphone: [], payment: [], usb: [] },
        csp: {
          directives: {
            // The web build of Flutter runs WebAssembly and writes styles from scripts.
            "script-src": ["'self'", "'wasm-unsafe-eval'"],
            "style-src": ["'self'", "'unsafe-inline'"],
            "img-src": ["'self'", "data:", "blob:", "https://media.{main}"],
            "font-src": ["'self'", "data:"],
            "connect-src": ["'self'", "https://api.{main}", "wss://api.{main}", "https://media.{main}"],
            "worker-src": ["'self'", "blob:"],
          },
        },
      },
      waf: {
        rateRules: {
          login: { paths: ["/api/v1/auth/*"], requests: 60, windowSeconds: 60 },
          upload: { paths: ["/api/v1/media/*"], requests: 120, windowSeconds: 60 },
        },
        // Carriers share addresses between many people.
        requestsPerAddress: 20_000,
      },
    },
    site: { hosts: ["{main}", "www.{main}"] },

    egress: {
      sms: { domains: ["api.sms-provider.example.com"], purpose: "Sends one-time passwords by SMS" },
    },

    clientBuild: { API_BASE_URL: "https://api.{main}/api/v1" },

    operatorSessions: people.sessions,

    alarms: { receivers: { emails: place.alarmEmails } },

    application: [
      {
        item: "Lock a phone for 15 minutes after five wrong one-time passwords and answer 429",
        handsOver: "The cache user api-state, which never loses a counter, and limits.otp-failures",
      },
      {
        item: "Sign refresh tokens with JWT_REFRESH_SECRET and keep revoked token ids until they expire",
        handsOver: "A second signing key and the cache user api-state",
      },
      {
        item: "Send a heartbeat over chat at least every five minutes, and sign people in again when it breaks",
        handsOver: "An idle time of 600 seconds and a route of its own for /api/v1/chat",
      },
      {
        item: "Cache hot listings for 30 to 60 seconds",
        handsOver: "The evicting store by CACHE_URL, apart from limits and queues",
      },
      {
        item: "Use one error envelope, and keep passwords, tokens and phone numbers out of logs",
        handsOver: "JSON logs with the request id of the edge",
      },
      {
        item: "Warn clients of old routes before they go away",
        handsOver: "Route rules by path, so that an old route can be counted and closed",
      },
      {
        item: "Trust only the hosts it serves and redirect nothing itself",
        handsOver: "Redirects and host rules at the edge; probes that send an allowed Host and X-Forwarded-Proto",
      },
    ],
  } as const satisfies SettingsInput;
}
