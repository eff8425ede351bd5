import { type Declare, type Difference, type SettingsOf, derive } from "../derive.ts";
import type { placed } from "../systems/_place.ts";
import { prod } from "./prod.ts";

const SOURCE = "stacks/environments/staging.ts";

/** What every system's production is sure to have. */
type Common = SettingsOf<ReturnType<typeof placed>>;

/** The same of systems with Postgres. */
type CommonWithDatabase = SettingsOf<ReturnType<typeof placed> & { readonly database: unknown }>;

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
