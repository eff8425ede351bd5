import { commonRequirements, postgresRequirements } from "./_requirements-common.ts";
import {
  type SystemRequirements,
  application,
  ask,
  egressTo,
  fileHas,
  header,
  limit,
  resourceHas,
  resourceIs,
  runbook,
  secretVariables,
  setting,
  variable,
} from "./_requirements-types.ts";

const CSP =
  "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' https://js.stripe.com; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data: https:; font-src 'self' data:; connect-src 'self' https://api.drivealive.co.za https://api.stripe.com " +
  "https://api.openstreetmap.org; frame-src https://js.stripe.com https://hooks.stripe.com; object-src 'none'; base-uri 'self'; " +
  "form-action 'self'; frame-ancestors 'none'";

export const driveAliveRequirements: SystemRequirements = {
  system: "drive-alive",
  title: "DRIVE_ALIVE",
  requirements: [
    ...commonRequirements({ web: "api", cacheUser: "api-state", hstsPreload: true }),
    ...postgresRequirements("api"),
    ask(
      "Isolation, named egress",
      "Stripe, Twilio and smtp.gmail.com:587",
      ...egressTo("api", "api.stripe.com", "api.twilio.com", "smtp.gmail.com"),
    ),
    ask(
      "Encryption keys",
      "ENCRYPTION_KEY is URL-safe base64 of exactly 32 bytes, apart from SECRET_KEY",
      resourceIs("random:index/randomBytes:RandomBytes", "secrets-encryption-key", "length", 32),
      resourceIs("random:index/randomBytes:RandomBytes", "secrets-secret-key", "length", 48),
      application("Require ENCRYPTION_KEY"),
    ),
    ask(
      "Managed, rotated secrets",
      "SECRET_KEY, ENCRYPTION_KEY, DATABASE_URL, REDIS_URL, TWILIO_AUTH_TOKEN and Stripe's two",
      ...secretVariables(
        "api",
        "SECRET_KEY",
        "ENCRYPTION_KEY",
        "DATABASE_URL",
        "REDIS_URL",
        "TWILIO_AUTH_TOKEN",
        "STRIPE_SECRET_KEY",
        "STRIPE_WEBHOOK_SECRET",
      ),
      runbook("rotate-encryption-key"),
    ),
    ask(
      "Managed, rotated secrets",
      "Tokens live at most 15 minutes (30 were asked; the shorter is the common answer)",
      setting("tokens.access.minutes", 15),
      application("Shorten access tokens"),
      application("Set cookies HttpOnly"),
    ),
    ask(
      "Pool limits",
      "Pools of 20 and 10 (100 to 1,000 users) with timeouts of 30 s, 3,600 s and 10 s; the sum stays below what the server admits",
      variable("api", "DB_POOL_SIZE", "20"),
      variable("api", "DB_MAX_OVERFLOW", "10"),
      variable("api", "DB_POOL_TIMEOUT", "30"),
      variable("api", "DB_POOL_RECYCLE", "3600"),
      resourceHas(
        "kubernetes:core/v1:ConfigMap",
        "pooler-config",
        'data["databases.ini"]',
        "pool_size=20 reserve_pool_size=10 max_db_connections=30",
      ),
      resourceHas("kubernetes:core/v1:ConfigMap", "pooler-config", 'data["pgbouncer.ini"]', "query_wait_timeout = 30"),
      resourceHas("kubernetes:core/v1:ConfigMap", "pooler-config", 'data["pgbouncer.ini"]', "server_lifetime = 3600"),
      resourceHas(
        "kubernetes:core/v1:ConfigMap",
        "pooler-config",
        'data["pgbouncer.ini"]',
        "server_connect_timeout = 10",
      ),
      setting("alarms.poolUsePercent", 80),
      application("Offer /admin/system/database-pool"),
      resourceHas("aws:amp/ruleGroupNamespace:RuleGroupNamespace", "metrics-rules", "data", "PoolerSaturated"),
    ),
    ask(
      "Redis state/limits",
      "Redis 7 with an append-only file: not to be had on ElastiCache; two zones, TLS and snapshots instead",
      resourceIs("aws:elasticache/replicationGroup:ReplicationGroup", "caches-state", "automaticFailoverEnabled", true),
    ),
    ask(
      "Workers/jobs",
      "The SMTP passwords are encrypted once, after the migration and before the service",
      resourceIs("kubernetes:batch/v1:Job", "encrypt-smtp-passwords-job", "spec.template.spec.restartPolicy", "Never"),
      setting("workloads.encrypt-smtp-passwords.after", ["migrate"]),
      setting("workloads.encrypt-smtp-passwords.before", ["api"]),
    ),
    ask(
      "Headers/CSP",
      "The list of sources as it is written, X-XSS-Protection, and permissions for location and payment",
      header("securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy", CSP),
      header("securityHeadersConfig.xssProtection", { modeBlock: true, override: true, protection: true }),
      header(
        'customHeadersConfig.items["Permissions-Policy"].value',
        "geolocation=(self), camera=(), microphone=(), payment=(self)",
      ),
    ),
    ask(
      "CORS/trusted hosts",
      "Credentials for the site alone; ALLOWED_HOSTS in one form",
      header("corsConfig.accessControlAllowCredentials", true),
      header("corsConfig.accessControlAllowOrigins.items", [
        "https://drivealive.co.za",
        "https://www.drivealive.co.za",
      ]),
      variable("api", "ALLOWED_HOSTS", '["api.drivealive.co.za"]'),
      application("Read ALLOWED_HOSTS as JSON"),
    ),
    ask("Throttling", "Log-in 5 a minute", ...limit("login", 5, 60)),
    ask(
      "Throttling",
      "Both registrations and forgotten passwords 3 an hour, new passwords 5",
      ...limit("register-student", 3, 3_600),
      ...limit("register-instructor", 3, 3_600),
      ...limit("forgot-password", 3, 3_600),
      ...limit("reset-password", 5, 3_600),
    ),
    ask(
      "Throttling",
      "Verification 10 an hour, new administrators 5 a day, bookings 20 an hour",
      ...limit("verify-account", 10, 3_600),
      ...limit("create-admin", 5, 86_400),
      ...limit("bookings", 20, 3_600),
      application("Answer limits with the seconds that really remain"),
    ),
    ask(
      "SPA hosting",
      "The web build without debugging, below the domain itself",
      resourceHas("aws:cloudfront/distribution:Distribution", "site-cdn", "aliases", "drivealive.co.za"),
      setting("clientBuild.EXPO_PUBLIC_DEBUG_MODE", "false"),
      setting("clientBuild.EXPO_PUBLIC_DEBUG_PASSWORD", ""),
    ),
    ask(
      "Hardened pods",
      "DEBUG is off and ENVIRONMENT says where it runs",
      variable("api", "DEBUG", "false"),
      variable("api", "ENVIRONMENT", "production"),
    ),
    ask(
      "Dashboards/alerts",
      "/health answers probes; lists are paged and queries few",
      resourceIs(
        "kubernetes:apps/v1:Deployment",
        "api-deployment",
        "spec.template.spec.containers[0].livenessProbe.httpGet.path",
        "/health",
      ),
      application("Page lists by 50"),
    ),
    ask(
      "Scans, SBOM",
      "Coverage of 80 %, scans of code and history for secrets",
      fileHas("docs/ci/github/supply-chain.yml", "Secret scan"),
      fileHas("docs/ci/github/application.yml", "Coverage"),
      fileHas("docs/ci/github/application.yml", "Scan the code"),
    ),
  ],
};
