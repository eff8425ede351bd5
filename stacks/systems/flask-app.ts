import type { SettingsInput } from "../settings.ts";
import { cacheLogin, documentLogin } from "./_logins.ts";
import { statePeople } from "./_people.ts";
import { type DocumentPlace, placed } from "./_place.ts";
import { HOUR, MINUTE, signingKey, supplied } from "./_shared.ts";

/**
 * A Flask application without a name of its own: pages and an API with Pydantic, and RQ workers for heavy observers. The load
 * balancer and the CDN do what its Nginx and its tunnel did.
 */
export function flaskApp(place: DocumentPlace<"web" | "worker" | "documentBootstrap", "web" | "worker">) {
  const people = statePeople(place, ["LIMITS:", "LIMITER", "rq:"]);
  return {
    ...placed(place),
    system: "flask-app",
    owner: "flask-app-platform",
    dataClass: "personal",

    workloads: {
      web: {
        kind: "web",
        image: place.images.web,
        hosts: ["{main}", "www.{main}"],
        port: 8_000,
        health: { livePath: "/health/live", readyPath: "/health/ready" },
        autoscaling: place.scale.web,
        resources: { cpuRequest: "250m", cpuLimit: "1", memory: "512Mi" },
        env: {
          JWT_ACCESS_MINUTES: "15",
          JWT_REFRESH_DAYS: "7",
          CORS_ORIGINS: { from: "cors-origins" },
          TRUSTED_HOSTS: { from: "hosts" },
        },
        secrets: {
          JWT_SECRET_KEY: { secret: "jwt-access" },
          JWT_REFRESH_SECRET_KEY: { secret: "jwt-refresh" },
          MONGODB_URI: { secret: "documents-web", field: "url" },
          REDIS_URL: { secret: "state-web", field: "url" },
          MAIL_API_KEY: { secret: "mail-api-key" },
        },
        connects: ["document-store", "state"],
        egress: ["mail"],
      },
      // A worker that crashed is started again, and RQ's own retries take up its job.
      worker: {
        kind: "worker",
        image: place.images.worker,
        command: ["rq", "worker", "--with-scheduler", "observers"],
        autoscaling: place.scale.worker,
        resources: { cpuRequest: "250m", cpuLimit: "1", memory: "1Gi" },
        env: { RQ_QUEUES: "observers" },
        secrets: {
          RQ_REDIS_URL: { secret: "state-worker", field: "url" },
          MONGODB_URI: { secret: "documents-worker", field: "url" },
          MAIL_API_KEY: { secret: "mail-api-key" },
        },
        connects: ["document-store", "state"],
        egress: ["mail"],
        drainSeconds: 600,
      },
    },

    documentStore: {
      ...place.documentStore,
      bootstrapImage: place.images.documentBootstrap,
      databases: { app: { users: { email: { keys: [{ field: "email", order: 1 }], unique: true } } } },
      users: {
        web: { database: "app", access: "readwrite" },
        worker: { database: "app", access: "readwrite" },
      },
    },

    caches: {
      stores: { state: { nodeType: place.stateNodeType } },
      users: {
        ...people.users,
        "web-state": {
          store: "state",
          purposes: ["rate-limits", "revocations", "queue"],
          keyPrefixes: ["LIMITS:", "LIMITER", "blocklist:", "rq:"],
        },
        "worker-state": {
          store: "state",
          purposes: ["queue"],
          keyPrefixes: ["rq:"],
          // RQ sends commands to its workers over these.
          channelPrefixes: ["rq:pubsub:"],
        },
      },
    },

    secrets: {
      entries: {
        "jwt-access": signingKey("Signs access tokens (JWT_SECRET_KEY)"),
        "jwt-refresh": signingKey("Signs refresh tokens (JWT_REFRESH_SECRET_KEY)"),
        "documents-web": documentLogin("web"),
        "documents-worker": documentLogin("worker"),
        "state-web": cacheLogin("web-state"),
        "state-worker": cacheLogin("worker-state"),
        ...people.secrets,
        "mail-api-key": supplied("Key of the provider that sends verification mails (MAIL_API_KEY)"),
      },
    },

    tokens: {
      access: { secret: "jwt-access", minutes: 15 },
      refresh: { secret: "jwt-refresh", days: 7 },
      revocations: "web-state",
    },

    limits: {
      login: { paths: ["/login"], per: ["ip", "account"], requests: 5, windowSeconds: MINUTE, cacheUser: "web-state" },
      register: { paths: ["/register"], per: ["ip"], requests: 3, windowSeconds: HOUR, cacheUser: "web-state" },
      contact: { paths: ["/contact"], per: ["ip"], requests: 5, windowSeconds: HOUR, cacheUser: "web-state" },
    },

    edge: {
      cors: { origins: ["https://{main}"], credentials: true },
      headers: {
        // The pages will carry nonces, which only the application knows: it writes the header, and the edge passes it on.
        csp: { owner: "application" },
      },
      waf: {
        rateRules: {
          login: { paths: ["/login"], requests: 20, windowSeconds: 60 },
          register: { paths: ["/register"], requests: 10, windowSeconds: 600 },
          contact: { paths: ["/contact"], requests: 10, windowSeconds: 600 },
        },
      },
    },

    egress: {
      mail: { domains: ["api.mail-provider.example.com"], purpose: "Sends verification mails" },
    },

    operatorSessions: people.sessions,

    alarms: { receivers: { emails: place.alarmEmails }, loginFailuresPerMinute: 20, rateLimitedPerMinute: 100 },

    application: [
      {
        item: "Keep roles apart, show no stack traces, and validate what comes in by Pydantic",
        handsOver: "Debug off, and JSON logs in which an error is found by its request id",
      },
      {
        item: "Write the Content-Security-Policy with trusted sources, nonces later",
        handsOver: "csp.owner is application: the edge passes the header on and caches no page",
      },
      {
        item: "Send access tokens of at most 15 minutes and refresh tokens of 7 days in cookies HttpOnly, Secure and SameSite=Strict",
        handsOver: "Two keys, and a blocklist in the state store, which never loses an entry",
      },
      {
        item: "Log timestamp, request id and severity, never passwords or tokens, and each failed login and 403",
        handsOver: "The request id of the edge, the schema of the log, and alarms on bursts of both",
      },
      {
        item: "Never build a query with $where from what comes in",
        handsOver: "A store that has no server-side JavaScript and refuses the operator",
      },
      {
        item: "Connect with retryWrites=false and hold the certificate bundle of RDS at /etc/ssl/rds/global-bundle.pem",
        handsOver: "MONGODB_URI, which says both",
      },
      {
        item: "Give jobs a number of retries, and make them repeatable",
        handsOver: "Workers that start again after a crash, and a queue that is neither evicted nor lost with one node",
      },
      {
        item: "Serve its own files with a hash in the name and cache headers, as Nginx did",
        handsOver: "A CDN in front that obeys them, and compression at the edge",
      },
    ],
  } as const satisfies SettingsInput;
}
