export { type DnsArgs, type DnsZone, type ValidationRecord, Dns } from "./dns.ts";
export { type DnsAliasArgs, DnsAlias } from "./dns-alias.ts";
export { type KeyReference, type KeysArgs, Keys } from "./keys.ts";
export { type MetricsArgs, type MetricsTarget, Metrics } from "./metrics.ts";
export { type NetworkArgs, type RunnerArgs, Network } from "./network.ts";
export {
  type ComposedSecret,
  type GeneratedSecret,
  type LoginSecret,
  type ManualRotation,
  type RotatedSecret,
  type SecretReference,
  type SecretSpec,
  type SecretsArgs,
  type SuppliedSecret,
  Secrets,
} from "./secrets.ts";
export type { Tags } from "./_tags.ts";
export {
  type CachePurpose,
  type CacheStore,
  type CacheStoreArgs,
  type CacheUser,
  type CacheUserArgs,
  type CachesArgs,
  Caches,
} from "./caches.ts";
export {
  type AddOnSettings,
  type ClusterAccess,
  type ClusterArgs,
  type ClusterEndpoint,
  type NodeSettings,
  Cluster,
  DEFAULT_VERSION,
  STORAGE_CLASS,
  assertSupported,
} from "./cluster.ts";
export type { Connection } from "./_connections.ts";
export { type DatabaseArgs, Database } from "./database.ts";
export { type DatabaseBootstrapArgs, DatabaseBootstrap } from "./database-bootstrap.ts";
export {
  type DocumentAccess,
  type DocumentBootstrapArgs,
  type DocumentIndex,
  type DocumentPlan,
  type DocumentUser,
  DocumentBootstrap,
} from "./document-bootstrap.ts";
export { type DocumentStoreArgs, DocumentStore } from "./document-store.ts";
export { type NamespaceArgs, type NamespaceQuota, Namespace } from "./namespace.ts";
export { type OperatorSession, type OperatorSessionsArgs, OperatorSessions } from "./operator-sessions.ts";
export { type PoolerArgs, Pooler } from "./pooler.ts";
export { POOL_TIERS, poolBudget } from "./_pool-budget.ts";
export { type RotatedDatabase, type RotationArgs, Rotation } from "./rotation.ts";
export {
  type Binding,
  type Caller,
  type CronWorkloadArgs,
  type JobWorkloadArgs,
  type Waiting,
  type WebHealth,
  type WebWorkloadArgs,
  type WorkerWorkloadArgs,
  type WorkloadArgs,
  type WorkloadSecret,
  SECRETS_FOLDER,
  Workload,
  waitingFor,
} from "./workload.ts";
export { type AntivirusArgs, Antivirus } from "./antivirus.ts";
export { type MediaArgs, Media } from "./media.ts";
export { type CdnArgs, type CdnBehavior, type CdnOrigin, Cdn } from "./cdn.ts";
export {
  type CountedRule,
  type ExemptPaths,
  type RateRule,
  type RestrictedPaths,
  type WebAclArgs,
  WebAcl,
} from "./web-acl.ts";
export { type StaticSiteArgs, StaticSite } from "./static-site.ts";
export { type IngressArgs, type IngressExposure, type IngressService, Ingress } from "./ingress.ts";
export type { CorsArgs, HeaderArgs } from "./_headers.ts";
export type { CspArgs } from "./_csp.ts";
export { type BackupArgs, Backup } from "./backup.ts";
export { Alarms } from "./alarms.ts";
export { type LogLine, logLine } from "./log-schema.ts";
export { type LogEvent, LOG_EVENTS } from "./_log-events.ts";
export { type LogShippingArgs, LogShipping } from "./log-shipping.ts";
export { type SecurityEventsArgs, SecurityEvents } from "./security-events.ts";
export { type DashboardsArgs, Dashboards } from "./dashboards.ts";
export { CostBudget } from "./cost-budget.ts";
export { Notifications } from "./notifications.ts";
export { ACCOUNT_TRAIL_LOG_GROUP, type AuditArgs, Audit } from "./audit.ts";
export { type AdmissionPoliciesArgs, AdmissionPolicies, EXEMPT_NAMESPACES } from "./admission-policies.ts";
