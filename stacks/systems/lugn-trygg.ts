import type { SettingsInput } from "../settings.ts";
import { cacheLogin, documentLogin } from "./_logins.ts";
import { statePeople } from "./_people.ts";
import { type DocumentPlace, placed } from "./_place.ts";
import { DAY, HOUR, MINUTE, signingKey, supplied } from "./_shared.ts";

/** What the project in Firebase is called and shows to browsers. None of it is secret. */
export interface FirebaseProject {
  readonly projectId: string;
  readonly databaseUrl: string;
  readonly storageBucket: string;
  readonly webApiKey: string;
  readonly authDomain: string;
  readonly messagingSenderId: string;
  readonly appId: string;
  readonly measurementId: string;
  readonly vapidKey: string;
}

/** Identifiers that third parties gave the application and that browsers see. */
interface PublicIdentifiers {
  readonly firebase: FirebaseProject;
  readonly stripePublishableKey: string;
  readonly stripePriceId: string;
  readonly googleClientId: string;
  readonly sentryDsn: string;
  readonly amplitudeApiKey: string;
}

/**
 * Lugn & Trygg: a journal of moods and memories. A Flask API and a single-page application that works offline. What was in
 * Firestore is in DocumentDB, what was in Firebase's storage in S3; signing in, push and speech stay with Google.
 */
export function lugnTrygg(
  place: DocumentPlace<"api" | "scanWorker" | "documentBootstrap", "api"> & { readonly ids: PublicIdentifiers },
) {
  const { firebase, ...ids } = place.ids;
  const google = {
    "firebase-credentials.json": { secret: "firebase-credentials" },
    "google-credentials.json": { secret: "google-credentials" },
  } as const;
  const people = statePeople(place, ["LIMITS:", "LIMITER"]);
  return {
    ...placed(place),
    system: "lugn-trygg",
    owner: "lugn-trygg-platform",
    // Moods are health data.
    dataClass: "sensitive",

    workloads: {
      api: {
        kind: "web",
        image: place.images.api,
        hosts: ["api.{main}"],
        port: 5_001,
        health: { livePath: "/health/live", readyPath: "/health/ready" },
        autoscaling: place.scale.api,
        resources: { cpuRequest: "250m", cpuLimit: "1", memory: "768Mi" },
        env: {
          PORT: "5001",
          FLASK_DEBUG: "False",
          JWT_EXPIRATION_MINUTES: "15",
          JWT_REFRESH_EXPIRATION_DAYS: "30",
          FIREBASE_CREDENTIALS_PATH: "/run/secrets/app/firebase-credentials.json",
          GOOGLE_APPLICATION_CREDENTIALS: "/run/secrets/app/google-credentials.json",
          FIREBASE_PROJECT_ID: firebase.projectId,
          FIREBASE_DATABASE_URL: firebase.databaseUrl,
          FIREBASE_STORAGE_BUCKET: firebase.storageBucket,
          FIREBASE_AUTH_DOMAIN: firebase.authDomain,
          FIREBASE_MESSAGING_SENDER_ID: firebase.messagingSenderId,
          FIREBASE_APP_ID: firebase.appId,
          STRIPE_PUBLISHABLE_KEY: ids.stripePublishableKey,
          STRIPE_PRICE_ID: ids.stripePriceId,
          GOOGLE_CLIENT_ID: ids.googleClientId,
          FRONTEND_URL: "https://app.{main}",
          CORS_ALLOWED_ORIGINS: { from: "cors-origins" },
          UPLOAD_BUCKET: { from: "media.upload-bucket" },
          MEDIA_BASE_URL: { from: "media.base-url" },
        },
        secrets: {
          JWT_SECRET_KEY: { secret: "jwt-access" },
          JWT_REFRESH_SECRET_KEY: { secret: "jwt-refresh" },
          SECRET_KEY: { secret: "flask-secret-key" },
          ENCRYPTION_KEY: { secret: "encryption-key" },
          OPENAI_API_KEY: { secret: "openai-api-key" },
          STRIPE_SECRET_KEY: { secret: "stripe-secret-key" },
          STRIPE_WEBHOOK_SECRET: { secret: "stripe-webhook-secret" },
          // No secret, but called like one: the gate for plain variables cannot tell.
          FIREBASE_WEB_API_KEY: { secret: "firebase-web-api-key" },
          REDIS_URL: { secret: "state-api", field: "url" },
          MONGODB_URI: { secret: "documents-api", field: "url" },
        },
        secretFiles: google,
        connects: ["document-store", "state"],
        egress: ["google", "firebase", "openai", "stripe"],
        media: ["presign-upload", "read", "delete"],
      },
      // An index with an expiry removes revoked tokens, too; the job counts what is left and keeps what is due.
      "prune-tokens": {
        kind: "cron",
        image: place.images.api,
        command: ["python", "-m", "jobs.prune_revoked_tokens"],
        schedule: "15 3 * * *",
        deadlineSeconds: 1_800,
        resources: { cpuRequest: "50m", cpuLimit: "500m", memory: "256Mi" },
        secrets: { MONGODB_URI: { secret: "documents-prune", field: "url" } },
        connects: ["document-store"],
      },
    },

    documentStore: {
      ...place.documentStore,
      bootstrapImage: place.images.documentBootstrap,
      databases: {
        lugntrygg: {
          moods: {
            "user-timestamp": {
              keys: [
                { field: "userId", order: 1 },
                { field: "timestamp", order: -1 },
              ],
            },
          },
          memories: {
            "user-created": {
              keys: [
                { field: "userId", order: 1 },
                { field: "createdAt", order: -1 },
              ],
            },
            "user-favorite-created": {
              keys: [
                { field: "userId", order: 1 },
                { field: "isFavorite", order: -1 },
                { field: "createdAt", order: -1 },
              ],
            },
          },
          revoked_tokens: {
            jti: { keys: [{ field: "jti", order: 1 }], unique: true },
            expiry: { keys: [{ field: "expiresAt", order: 1 }], expireAfterSeconds: 0 },
          },
        },
      },
      users: {
        api: { database: "lugntrygg", access: "readwrite" },
        prune: { database: "lugntrygg", access: "readwrite" },
      },
    },

    caches: {
      stores: { state: { nodeType: place.stateNodeType } },
      users: {
        ...people.users,
        "api-state": {
          store: "state",
          purposes: ["rate-limits", "sessions"],
          // Flask-Limiter writes its own prefix.
          keyPrefixes: ["LIMITS:", "LIMITER", "session:"],
        },
      },
    },

    secrets: {
      entries: {
        "jwt-access": signingKey("Signs access tokens (JWT_SECRET_KEY)"),
        "jwt-refresh": signingKey("Signs refresh tokens (JWT_REFRESH_SECRET_KEY)"),
        "flask-secret-key": {
          kind: "generated",
          purpose: "Flask's own key for what it signs (SECRET_KEY)",
          use: "session",
          bytes: 48,
          rotation: { runbook: "rotate-signing-key" },
        },
        "encryption-key": {
          kind: "generated",
          purpose: "Encrypts entries of the journal (ENCRYPTION_KEY)",
          use: "encryption",
          bytes: 32,
          encoding: "hex",
          rotation: { maxAgeDays: 365, runbook: "rotate-encryption-key" },
        },
        "documents-api": documentLogin("api"),
        "documents-prune": documentLogin("prune"),
        "state-api": cacheLogin("api-state"),
        ...people.secrets,
        "openai-api-key": supplied("Key of OpenAI's API (OPENAI_API_KEY)"),
        "stripe-secret-key": supplied("Stripe's secret key, a live one in production (STRIPE_SECRET_KEY)"),
        "stripe-webhook-secret": supplied("Checks the signature of Stripe's webhooks (STRIPE_WEBHOOK_SECRET)"),
        "firebase-web-api-key": supplied("Names the project to Google (FIREBASE_WEB_API_KEY)"),
        "firebase-credentials": supplied("Service account of Firebase, as JSON (FIREBASE_CREDENTIALS_PATH)"),
        "google-credentials": supplied("Service account of Google's APIs, as JSON (GOOGLE_APPLICATION_CREDENTIALS)"),
      },
    },

    tokens: {
      access: { secret: "jwt-access", minutes: 15 },
      refresh: { secret: "jwt-refresh", days: 30 },
    },

    limits: {
      "default-day": perUser(["/*"], 200, DAY),
      "default-hour": perUser(["/*"], 50, HOUR),
      login: { paths: ["/api/auth/login"], per: ["ip"], requests: 5, windowSeconds: MINUTE, cacheUser: "api-state" },
    },

    media: {
      host: "media.{main}",
      contentTypes: ["image/jpeg", "image/png", "image/webp", "audio/mpeg", "audio/mp4", "audio/webm"],
      maxUploadMib: 25,
      access: "signed",
    },
    antivirus: { engine: "guardduty", workerImage: place.images.scanWorker },

    edge: {
      cors: {
        origins: ["https://app.{main}"],
        methods: ["GET", "POST", "PUT", "DELETE", "OPTIONS"],
        headers: ["Content-Type", "Authorization"],
        credentials: true,
        maxAgeSeconds: 3_600,
      },
      headers: {
        hsts: { preload: true },
        xssProtection: true,
        permissionsPolicy: { geolocation: [], microphone: [], camera: [] },
        csp: {
          // The list for the site is new (the old one covered the API alone): reports first.
          mode: "report-only",
          unsafe: {
            reason: "The single-page application still has inline scripts; hashes come before the policy is enforced",
          },
          directives: {
            "default-src": ["'self'"],
            "script-src": [
              "'self'",
              "'unsafe-inline'",
              "https://cdn.jsdelivr.net",
              "https://js.stripe.com",
              "https://accounts.google.com",
              "https://apis.google.com",
            ],
            "style-src": ["'self'", "'unsafe-inline'", "https://fonts.googleapis.com", "https://accounts.google.com"],
            "font-src": ["'self'", "https://fonts.gstatic.com"],
            "img-src": ["'self'", "data:", "https:"],
            "connect-src": [
              "'self'",
              "https://api.{main}",
              "https://media.{main}",
              "https://*.google.com",
              "https://*.googleapis.com",
              "https://*.firebaseio.com",
              "wss://*.firebaseio.com",
              "https://api.stripe.com",
              "https://*.ingest.sentry.io",
              "https://api2.amplitude.com",
            ],
            "frame-src": ["https://js.stripe.com", "https://hooks.stripe.com", "https://accounts.google.com"],
            "worker-src": ["'self'"],
            "manifest-src": ["'self'"],
          },
        },
      },
      waf: {
        rateRules: {
          login: { paths: ["/api/auth/*"], requests: 30, windowSeconds: 60 },
        },
      },
    },
    site: { hosts: ["app.{main}"] },

    egress: {
      google: {
        domains: [
          "accounts.google.com",
          "fcm.googleapis.com",
          "identitytoolkit.googleapis.com",
          "oauth2.googleapis.com",
          "securetoken.googleapis.com",
          "speech.googleapis.com",
          "www.googleapis.com",
        ],
        purpose: "Signing in, push messages and speech to text",
      },
      firebase: { domains: ["*.firebaseio.com"], purpose: "Presence and settings in Firebase's database" },
      openai: { domains: ["api.openai.com"], purpose: "Reflections on entries" },
      stripe: { domains: ["api.stripe.com"], purpose: "Subscriptions" },
    },

    clientBuild: {
      VITE_BACKEND_URL: "https://api.{main}",
      VITE_FIREBASE_API_KEY: firebase.webApiKey,
      VITE_FIREBASE_AUTH_DOMAIN: firebase.authDomain,
      VITE_FIREBASE_PROJECT_ID: firebase.projectId,
      VITE_FIREBASE_STORAGE_BUCKET: firebase.storageBucket,
      VITE_FIREBASE_MESSAGING_SENDER_ID: firebase.messagingSenderId,
      VITE_FIREBASE_APP_ID: firebase.appId,
      VITE_FIREBASE_MEASUREMENT_ID: firebase.measurementId,
      VITE_FIREBASE_VAPID_KEY: firebase.vapidKey,
      VITE_STRIPE_PUBLISHABLE_KEY: ids.stripePublishableKey,
      // Every browser would have it: what must stay secret is encrypted by the API.
      VITE_ENCRYPTION_KEY: "",
      VITE_GOOGLE_CLIENT_ID: ids.googleClientId,
      VITE_SENTRY_DSN: ids.sentryDsn,
      VITE_AMPLITUDE_API_KEY: ids.amplitudeApiKey,
    },
    publicValues: {
      VITE_FIREBASE_API_KEY: "Names the project to Google; what it may do is decided by the rules of Firebase",
      VITE_AMPLITUDE_API_KEY: "Amplitude's key for browsers, which can only send events",
    },

    operatorSessions: people.sessions,

    observability: {
      events: {
        "token.refresh-failed": { summary: "More sessions than usual cannot be renewed: people are being logged out." },
        "push.failed": { summary: "More push messages than usual are not delivered." },
        "payment.failed": {
          summary: "Ten payments or more failed within five minutes.",
          perFiveMinutes: 10,
          page: true,
        },
      },
    },

    alarms: { receivers: { emails: place.alarmEmails }, loginFailuresPerMinute: 20 },

    application: [
      {
        item: "Read and write DocumentDB instead of Firestore, and move what is there once",
        handsOver: "MONGODB_URI, the three composite indexes and the expiring one, made before the API starts",
      },
      {
        item: "Hold the certificate bundle of RDS in the image, at /etc/ssl/rds/global-bundle.pem",
        handsOver: "URLs that name the bundle and never connect without verifying it",
      },
      {
        item: "Store files in S3 by presigned uploads instead of Firebase's storage",
        handsOver: "UPLOAD_BUCKET, MEDIA_BASE_URL and permissions for exactly these",
      },
      {
        item: "Validate input, check tokens, and compare expiresAt of revoked ones: expiry deletes some time after the date",
        handsOver: "The collection revoked_tokens with a unique jti, and a daily job",
      },
      {
        item: "Count limits by the user, and by the address where there is none; a fixed window of 200 a day and 50 an hour",
        handsOver: "The cache user api-state and one header with the viewer's address that the edge writes itself",
      },
      {
        item: "Refuse to start with a placeholder as a key, or with equal keys for access and refresh tokens",
        handsOver: "Two generated keys of 384 bits each, checked to be different",
      },
      {
        item: "Set cookies HttpOnly, Secure and SameSite=Strict",
        handsOver: "app. and api. below one registrable domain, so that Strict cookies are sent",
      },
      {
        item: "Log payment.failed, push.failed and token.refresh-failed as they happen",
        handsOver: "Filters and alarms on these names (observability.events)",
      },
      {
        item: "Redirect nothing itself",
        handsOver:
          "Redirects to https and the paths of the application at the edge; probes with X-Forwarded-Proto: https",
      },
      {
        item: "Replace the service-account files by workload identity federation",
        handsOver: "Files in memory, read-only, that follow the secret when it rotates, until then",
      },
      {
        item: "Ask before the microphone is used; the permission stays closed until that is confirmed",
        handsOver: "edge.headers.permissionsPolicy.microphone",
      },
      {
        item: "Page lists by 20, and push and work offline by a service worker",
        handsOver:
          "worker-src and manifest-src for the site itself, and files that are not cached without a hash in their name",
      },
    ],
  } as const satisfies SettingsInput;
}

/** The application falls back to the address where nobody is signed in. */
function perUser<Path extends string>(paths: readonly [Path], requests: number, windowSeconds: number) {
  return { paths, per: ["user"], requests, windowSeconds, cacheUser: "api-state" } as const;
}
