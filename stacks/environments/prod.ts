import { describe } from "../derive.ts";
import { driveAlive } from "../systems/drive-alive.ts";
import { flaskApp } from "../systems/flask-app.ts";
import { lugnTrygg } from "../systems/lugn-trygg.ts";
import { mahaseel } from "../systems/mahaseel.ts";
import { mluvMe } from "../systems/mluv-me.ts";

const SOURCE = "stacks/environments/prod.ts";

/** One registry for all environments, so that what was tested is what is promoted, digest by digest. Bootstrap makes it. */
const REGISTRY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

/** The same names in every account; bootstrap makes the deployer, the others come with single sign-on. */
const ROLES = {
  deployer: "rampart-deployer",
  admin: "platform-admin",
  operator: "platform-operator",
  readOnly: "platform-read-only",
  breakGlass: "break-glass",
};

const SESSION_IMAGE = { session: example("rampart/session", "d") };

const POSTGRES_IMAGES = {
  ...SESSION_IMAGE,
  pgbouncer: example("rampart/pgbouncer", "6"),
  pgbouncerExporter: example("rampart/pgbouncer-exporter", "7"),
  bootstrap: example("rampart/bootstrap", "8"),
};

const DOCUMENT_IMAGES = { ...SESSION_IMAGE, documentBootstrap: example("rampart/document-bootstrap", "9") };

/**
 * Production of each system: the full description, from which every other environment derives. Accounts,
 * zones, digests and example.com stand for your own; the real engine refuses to deploy them.
 */
export const prod = {
  mahaseel: describe(
    SOURCE,
    mahaseel({
      environment: "prod",
      tier: "prod",
      accountId: "123456789012",
      region: "eu-central-1",
      copyRegion: "eu-west-1",
      domain: { name: "mahaseel.example.com", hostedZoneId: "Z0EXAMPLE0MAHASEEL01" },
      network: {
        cidr: "10.20.0.0/16",
        availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
        natGateways: "per-zone",
      },
      endpoint: { access: "public", publicCidrs: ["198.51.100.0/24"] },
      roles: ROLES,
      images: {
        api: example("mahaseel/api", "1"),
        worker: example("mahaseel/worker", "2"),
        migrate: example("mahaseel/api", "1"),
        clamav: example("mahaseel/clamav", "3"),
        scanWorker: example("mahaseel/scan-worker", "4"),
        ...POSTGRES_IMAGES,
      },
      scale: {
        api: { minReplicas: 4, maxReplicas: 20 },
        worker: { minReplicas: 2, maxReplicas: 8 },
      },
      database: { instanceClass: "db.r7g.large", allocatedStorageGib: 200, maxAllocatedStorageGib: 1_000 },
      stateNodeType: "cache.m7g.large",
      alarmEmails: ["on-call@mahaseel.example.com"],
      monthlyUsd: 2_500,
    }),
  ),
  "drive-alive": describe(
    SOURCE,
    driveAlive({
      environment: "prod",
      tier: "prod",
      accountId: "111122223333",
      region: "eu-west-1",
      copyRegion: "eu-central-1",
      domain: { name: "drivealive.co.za", hostedZoneId: "Z0EXAMPLE0DRIVEALIVE" },
      network: {
        cidr: "10.30.0.0/16",
        availabilityZones: ["eu-west-1a", "eu-west-1b"],
        natGateways: "per-zone",
      },
      endpoint: { access: "public", publicCidrs: ["198.51.100.0/24"] },
      roles: ROLES,
      images: {
        api: example("drive-alive/api", "5"),
        migrate: example("drive-alive/api", "5"),
        ...POSTGRES_IMAGES,
      },
      scale: { api: { minReplicas: 3, maxReplicas: 12 } },
      database: { instanceClass: "db.m7g.large", allocatedStorageGib: 100, maxAllocatedStorageGib: 500 },
      stateNodeType: "cache.t4g.medium",
      alarmEmails: ["on-call@drivealive.example.com"],
      monthlyUsd: 1_500,
    }),
  ),
  "mluv-me": describe(
    SOURCE,
    mluvMe({
      environment: "prod",
      tier: "prod",
      accountId: "222222222222",
      region: "eu-central-1",
      copyRegion: "eu-west-1",
      domain: { name: "mluv.me", hostedZoneId: "Z0EXAMPLE0MLUVMEPROD" },
      network: {
        cidr: "10.40.0.0/16",
        availabilityZones: ["eu-central-1a", "eu-central-1b"],
        natGateways: "per-zone",
      },
      endpoint: { access: "public", publicCidrs: ["198.51.100.0/24"] },
      roles: ROLES,
      images: {
        api: example("mluv-me/api", "a"),
        audio: example("mluv-me/audio", "b"),
        migrate: example("mluv-me/api", "a"),
        scanWorker: example("rampart/scan-worker", "4"),
        ...POSTGRES_IMAGES,
      },
      scale: {
        api: { minReplicas: 3, maxReplicas: 12 },
        audio: { minReplicas: 2, maxReplicas: 10 },
      },
      database: { instanceClass: "db.m7g.large", allocatedStorageGib: 100, maxAllocatedStorageGib: 500 },
      stateNodeType: "cache.t4g.medium",
      alarmEmails: ["on-call@mluv-me.example.com"],
      pagerEndpoint: "https://pager.example.com",
      monthlyUsd: 1_800,
    }),
  ),
  "lugn-trygg": describe(
    SOURCE,
    lugnTrygg({
      environment: "prod",
      tier: "prod",
      accountId: "333333333333",
      region: "eu-north-1",
      copyRegion: "eu-central-1",
      domain: { name: "lugn-trygg.example.com", hostedZoneId: "Z0EXAMPLE0LUGNTRYGG1" },
      network: {
        cidr: "10.50.0.0/16",
        availabilityZones: ["eu-north-1a", "eu-north-1b", "eu-north-1c"],
        natGateways: "per-zone",
      },
      endpoint: { access: "public", publicCidrs: ["198.51.100.0/24"] },
      roles: ROLES,
      images: {
        api: example("lugn-trygg/api", "c"),
        scanWorker: example("rampart/scan-worker", "4"),
        ...DOCUMENT_IMAGES,
      },
      scale: { api: { minReplicas: 3, maxReplicas: 10 } },
      documentStore: { instanceClass: "db.r6g.large", instances: 2 },
      stateNodeType: "cache.t4g.medium",
      ids: publicIdentifiers("prod"),
      alarmEmails: ["on-call@lugn-trygg.example.com"],
      monthlyUsd: 1_500,
    }),
  ),
  "flask-app": describe(
    SOURCE,
    flaskApp({
      environment: "prod",
      tier: "prod",
      accountId: "555555555555",
      region: "eu-central-1",
      copyRegion: "eu-west-1",
      domain: { name: "flask-app.example.com", hostedZoneId: "Z0EXAMPLE0FLASKAPP01" },
      network: {
        cidr: "10.60.0.0/16",
        availabilityZones: ["eu-central-1a", "eu-central-1b"],
        natGateways: "per-zone",
      },
      endpoint: { access: "public", publicCidrs: ["198.51.100.0/24"] },
      roles: ROLES,
      images: {
        web: example("flask-app/web", "d"),
        worker: example("flask-app/web", "d"),
        ...DOCUMENT_IMAGES,
      },
      scale: {
        web: { minReplicas: 2, maxReplicas: 8 },
        worker: { minReplicas: 2, maxReplicas: 6 },
      },
      documentStore: { instanceClass: "db.r6g.large", instances: 2 },
      stateNodeType: "cache.t4g.small",
      alarmEmails: ["on-call@flask-app.example.com"],
      monthlyUsd: 1_200,
    }),
  ),
} as const;

/** An image whose digest is one digit: it says "fill me in" to people and to `refuseShippedExamples`. */
function example(repository: string, digit: string): string {
  return `${REGISTRY}/${repository}@sha256:${digit.repeat(64)}`;
}

/** What third parties call the application in one environment. Each stands for your own; `refuseShippedExamples` finds them by their end. */
export function publicIdentifiers(environment: "prod" | "staging") {
  const own = (what: string) => `${what}-${environment}.example`;
  return {
    firebase: {
      projectId: own("project"),
      databaseUrl: `https://${own("database")}`,
      storageBucket: own("bucket"),
      webApiKey: own("web-api-key"),
      authDomain: own("auth"),
      messagingSenderId: own("sender"),
      appId: own("app"),
      measurementId: own("measurement"),
      vapidKey: own("vapid-key"),
    },
    stripePublishableKey: own("publishable-key"),
    stripePriceId: own("price"),
    googleClientId: own("google-client"),
    sentryDsn: `https://${own("sentry")}`,
    amplitudeApiKey: own("amplitude"),
  };
}
