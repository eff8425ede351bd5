import { type Declare, type Difference, type SettingsOf, derive } from "../derive.ts";
import type { placed } from "../systems/_place.ts";
import type { lugnTrygg } from "../systems/lugn-trygg.ts";
import { prod, publicIdentifiers } from "./prod.ts";

const SOURCE = "stacks/environments/staging.ts";

/** What every system's production is sure to have. */
type Common = SettingsOf<ReturnType<typeof placed>>;

/** The same of systems with Postgres. */
type CommonWithDatabase = SettingsOf<ReturnType<typeof placed> & { readonly database: unknown }>;

/** The same of systems with a document store. */
type CommonWithDocuments = SettingsOf<ReturnType<typeof placed> & { readonly documentStore: unknown }>;

/** What tells this staging apart from others. */
interface Identity {
  readonly accountId: string;
  readonly domain: string;
  readonly hostedZoneId: string;
  readonly cidr: string;
  readonly alarmEmail: string;
  readonly monthlyUsd: number;
}

/** Staging of each system: production but for what is declared here. */
export const staging = {
  mahaseel: derive(SOURCE, prod.mahaseel, (d) => [
    ...identity(d, {
      accountId: "444455556666",
      domain: "staging.mahaseel.example.com",
      hostedZoneId: "Z0EXAMPLE0MAHASEEL02",
      cidr: "10.21.0.0/16",
      alarmEmail: "staging@mahaseel.example.com",
      monthlyUsd: 700,
    }),
    ...smaller(d),
    ...smallerDatabase(d),
    d.differ((s) => s.database.instanceClass, "db.t4g.large", "A tenth of the data and a few testers at a time"),
    d.differ((s) => s.database.allocatedStorageGib, 50, "Holds generated listings, not the real ones"),
    d.differ((s) => s.database.maxAllocatedStorageGib, 100, "Grows with load tests only"),
    d.differ((s) => s.caches.stores.state.nodeType, "cache.t4g.small", "A few testers at a time"),
    d.differ((s) => s.pooler.tier, "medium", "The smaller database admits fewer connections"),
    d.differ((s) => s.workloads.api.autoscaling.minReplicas, 2, "Two show that a rollout is seamless; four cost twice"),
    d.differ((s) => s.workloads.api.autoscaling.maxReplicas, 6, "Bounds what a load test can cost"),
    d.differ(
      (s) => s.workloads.worker.autoscaling.minReplicas,
      1,
      "Outside the request path one is enough to test with",
    ),
    d.differ((s) => s.workloads.worker.autoscaling.maxReplicas, 3, "Bounds what a load test can cost"),
  ]),
  "drive-alive": derive(SOURCE, prod["drive-alive"], (d) => [
    ...identity(d, {
      accountId: "777788889999",
      domain: "staging.drivealive.co.za",
      hostedZoneId: "Z0EXAMPLE0DRIVESTAGE",
      cidr: "10.31.0.0/16",
      alarmEmail: "staging@drivealive.example.com",
      monthlyUsd: 500,
    }),
    ...smaller(d),
    ...smallerDatabase(d),
    d.differ((s) => s.database.instanceClass, "db.t4g.medium", "A few testers at a time"),
    d.differ((s) => s.database.allocatedStorageGib, 20, "Holds generated bookings, not the real ones"),
    d.differ((s) => s.database.maxAllocatedStorageGib, 50, "Grows with load tests only"),
    d.differ((s) => s.caches.stores.state.nodeType, "cache.t4g.small", "A few testers at a time"),
    d.differ(
      (s) => s.workloads.api.env.ENVIRONMENT,
      "staging",
      "The application sends e-mail and payments to test accounts",
    ),
    d.differ((s) => s.workloads.api.autoscaling.minReplicas, 2, "Two show that a rollout is seamless; three cost more"),
    d.differ((s) => s.workloads.api.autoscaling.maxReplicas, 4, "Bounds what a load test can cost"),
    d.differ((s) => s.edge.headers.hsts.preload, false, "Only production's domain belongs on the browsers' list"),
  ]),
  "mluv-me": derive(SOURCE, prod["mluv-me"], (d) => [
    ...identity(d, {
      accountId: "666666666666",
      domain: "staging.mluv.me",
      hostedZoneId: "Z0EXAMPLE0MLUVMESTAG",
      cidr: "10.41.0.0/16",
      alarmEmail: "staging@mluv-me.example.com",
      monthlyUsd: 600,
    }),
    ...smaller(d),
    ...smallerDatabase(d),
    d.remove((s) => s.alarms.receivers.pagerEndpoint, "Nobody is woken at night for staging"),
    d.differ((s) => s.database.instanceClass, "db.t4g.large", "A few testers at a time"),
    d.differ((s) => s.database.allocatedStorageGib, 20, "Holds generated lessons, not the real ones"),
    d.differ((s) => s.database.maxAllocatedStorageGib, 50, "Grows with load tests only"),
    d.differ((s) => s.caches.stores.state.nodeType, "cache.t4g.small", "A few testers at a time"),
    d.differ((s) => s.workloads.api.env.ENVIRONMENT, "staging", "The application talks to a bot for tests"),
    d.differ((s) => s.workloads.api.autoscaling.minReplicas, 2, "Two show that a rollout is seamless; three cost more"),
    d.differ((s) => s.workloads.api.autoscaling.maxReplicas, 4, "Bounds what a load test can cost"),
    d.differ(
      (s) => s.workloads.audio.autoscaling.minReplicas,
      1,
      "Outside the request path one is enough to test with",
    ),
    d.differ((s) => s.workloads.audio.autoscaling.maxReplicas, 3, "Bounds what a load test can cost"),
  ]),
  "lugn-trygg": derive(SOURCE, prod["lugn-trygg"], (d) => [
    ...identity(d, {
      accountId: "777777777777",
      domain: "staging.lugn-trygg.example.com",
      hostedZoneId: "Z0EXAMPLE0LUGNTRYGG2",
      cidr: "10.51.0.0/16",
      alarmEmail: "staging@lugn-trygg.example.com",
      monthlyUsd: 600,
    }),
    ...smaller(d),
    ...smallerDocuments(d),
    d.differ((s) => s.caches.stores.state.nodeType, "cache.t4g.small", "A few testers at a time"),
    d.differ((s) => s.workloads.api.autoscaling.minReplicas, 2, "Two show that a rollout is seamless; three cost more"),
    d.differ((s) => s.workloads.api.autoscaling.maxReplicas, 4, "Bounds what a load test can cost"),
    d.differ((s) => s.edge.headers.hsts.preload, false, "Only production's domain belongs on the browsers' list"),
    ...otherProjects(d),
  ]),
  "flask-app": derive(SOURCE, prod["flask-app"], (d) => [
    ...identity(d, {
      accountId: "888888888888",
      domain: "staging.flask-app.example.com",
      hostedZoneId: "Z0EXAMPLE0FLASKAPP02",
      cidr: "10.61.0.0/16",
      alarmEmail: "staging@flask-app.example.com",
      monthlyUsd: 500,
    }),
    ...smaller(d),
    ...smallerDocuments(d),
    d.differ((s) => s.workloads.web.autoscaling.maxReplicas, 4, "Bounds what a load test can cost"),
    d.differ(
      (s) => s.workloads.worker.autoscaling.minReplicas,
      1,
      "Outside the request path one is enough to test with",
    ),
    d.differ((s) => s.workloads.worker.autoscaling.maxReplicas, 2, "Bounds what a load test can cost"),
  ]),
} as const;

/** Every environment has its own account, names and addresses. */
function identity(d: Declare<Common>, own: Identity): Difference[] {
  const role = (name: string) => `arn:aws:iam::${own.accountId}:role/${name}`;
  return [
    d.differ((s) => s.environment, "staging", "The name of this environment"),
    d.differ((s) => s.tier, "nonprod", "Holds no real people's data and may be broken on purpose"),
    d.differ(
      (s) => s.accountId,
      own.accountId,
      "An account of its own, so that a mistake here cannot reach production",
    ),
    d.differ((s) => s.domains.main.name, own.domain, "Production's name belongs to production"),
    d.differ((s) => s.domains.main.hostedZoneId, own.hostedZoneId, "The delegated zone of this environment's name"),
    d.differ((s) => s.network.cidr, own.cidr, "Apart from production, so that the two can be peered"),
    d.differ(
      (s) => s.cluster.access.deployerRoleArns,
      [role("rampart-deployer")],
      "The roles of this environment's account",
    ),
    d.differ(
      (s) => s.cluster.access.adminRoleArns,
      [role("platform-admin")],
      "The roles of this environment's account",
    ),
    d.differ(
      (s) => s.cluster.access.operatorRoleArns,
      [role("platform-operator")],
      "The roles of this environment's account",
    ),
    d.differ(
      (s) => s.cluster.access.readOnlyRoleArns,
      [role("platform-read-only")],
      "The roles of this environment's account",
    ),
    d.differ((s) => s.cluster.access.breakGlassRoleArn, role("break-glass"), "The roles of this environment's account"),
    d.differ((s) => s.alarms.receivers.emails, [own.alarmEmail], "Nobody is woken at night for staging"),
    d.differ((s) => s.budget.monthlyUsd, own.monthlyUsd, "Smaller machines, so a smaller bill to expect"),
  ];
}

/** What staging saves on. Encryption, TLS, policies, log types and rules are never among it. */
function smaller(d: Declare<Common>): Difference[] {
  return [
    d.differ((s) => s.network.natGateways, "single", "A failed zone may take staging along"),
    d.differ((s) => s.observability.logRetentionDays, 30, "Nothing here is evidence for longer"),
    d.remove((s) => s.backup.copyRegion, "The data can be generated again, in any region"),
    d.differ((s) => s.backup.classes.database.retentionDays, 7, "The data can be generated again"),
    d.remove((s) => s.backup.classes.database.copyRetentionDays, "No copies without a region for them"),
    d.differ((s) => s.backup.classes.media.retentionDays, 7, "The data can be generated again"),
    d.remove((s) => s.backup.classes.media.copyRetentionDays, "No copies without a region for them"),
  ];
}

function smallerDatabase(d: Declare<CommonWithDatabase>): Difference[] {
  return [
    d.differ((s) => s.database.multiAz, false, "A failed zone may take staging along"),
    d.differ((s) => s.database.backupRetentionDays, 7, "The data can be generated again"),
    d.remove((s) => s.database.backupReplication, "The data can be generated again, in any region"),
    d.differ((s) => s.database.logRetentionDays, 30, "Nothing here is evidence for longer"),
  ];
}

function smallerDocuments(d: Declare<CommonWithDocuments>): Difference[] {
  return [
    d.differ((s) => s.documentStore.instanceClass, "db.t4g.medium", "A few testers at a time"),
    d.differ((s) => s.documentStore.instances, 1, "A failed zone may take staging along"),
    d.differ((s) => s.documentStore.backupRetentionDays, 7, "The data can be generated again"),
    d.differ((s) => s.documentStore.logRetentionDays, 30, "Nothing here is evidence for longer"),
  ];
}

/** Projects of third parties that hold no real people's data. */
function otherProjects(d: Declare<SettingsOf<ReturnType<typeof lugnTrygg>>>): Difference[] {
  const { firebase, ...ids } = publicIdentifiers("staging");
  const why = "A project of its own at the third party, without real people's data";
  return [
    d.differ((s) => s.workloads.api.env.FIREBASE_PROJECT_ID, firebase.projectId, why),
    d.differ((s) => s.workloads.api.env.FIREBASE_DATABASE_URL, firebase.databaseUrl, why),
    d.differ((s) => s.workloads.api.env.FIREBASE_STORAGE_BUCKET, firebase.storageBucket, why),
    d.differ((s) => s.workloads.api.env.FIREBASE_AUTH_DOMAIN, firebase.authDomain, why),
    d.differ((s) => s.workloads.api.env.FIREBASE_MESSAGING_SENDER_ID, firebase.messagingSenderId, why),
    d.differ((s) => s.workloads.api.env.FIREBASE_APP_ID, firebase.appId, why),
    d.differ((s) => s.workloads.api.env.STRIPE_PUBLISHABLE_KEY, ids.stripePublishableKey, why),
    d.differ((s) => s.workloads.api.env.STRIPE_PRICE_ID, ids.stripePriceId, why),
    d.differ((s) => s.workloads.api.env.GOOGLE_CLIENT_ID, ids.googleClientId, why),
    d.differ((s) => s.clientBuild.VITE_FIREBASE_API_KEY, firebase.webApiKey, why),
    d.differ((s) => s.clientBuild.VITE_FIREBASE_AUTH_DOMAIN, firebase.authDomain, why),
    d.differ((s) => s.clientBuild.VITE_FIREBASE_PROJECT_ID, firebase.projectId, why),
    d.differ((s) => s.clientBuild.VITE_FIREBASE_STORAGE_BUCKET, firebase.storageBucket, why),
    d.differ((s) => s.clientBuild.VITE_FIREBASE_MESSAGING_SENDER_ID, firebase.messagingSenderId, why),
    d.differ((s) => s.clientBuild.VITE_FIREBASE_APP_ID, firebase.appId, why),
    d.differ((s) => s.clientBuild.VITE_FIREBASE_MEASUREMENT_ID, firebase.measurementId, why),
    d.differ((s) => s.clientBuild.VITE_FIREBASE_VAPID_KEY, firebase.vapidKey, why),
    d.differ((s) => s.clientBuild.VITE_STRIPE_PUBLISHABLE_KEY, ids.stripePublishableKey, why),
    d.differ((s) => s.clientBuild.VITE_GOOGLE_CLIENT_ID, ids.googleClientId, why),
    d.differ((s) => s.clientBuild.VITE_SENTRY_DSN, ids.sentryDsn, why),
    d.differ((s) => s.clientBuild.VITE_AMPLITUDE_API_KEY, ids.amplitudeApiKey, why),
  ];
}
