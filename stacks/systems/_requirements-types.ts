/** What systems ask of a platform, in the order of the table. */
export const AREAS = [
  "Isolation, named egress",
  "Encryption keys",
  "Managed, rotated secrets",
  "Postgres",
  "Document store",
  "Pool limits",
  "Redis state/limits",
  "Media upload",
  "Virus scan",
  "Hardened pods",
  "Workers/jobs",
  "TLS, HSTS, redirect",
  "Headers/CSP",
  "CORS/trusted hosts",
  "Throttling",
  "SPA hosting",
  "Audit events",
  "Dashboards/alerts",
  "Backup, RTO/RPO",
  "GDPR",
  "Scans, SBOM",
  "Staged rollout",
] as const;
export type Area = (typeof AREAS)[number];

/** Whether a system's documents ask for something, imply it, or say nothing of it. */
export type Mark = "asked" | "implied" | "absent";

/** A property of a resource in the plan of the system's production. */
export interface ResourceAnswer {
  readonly by: "resource";
  readonly type: string;
  readonly name: string;
  /** Such as `spec.template.spec.containers[0].env["DEBUG"].value`; a text in brackets names a key, or an item of a list by its `name`. */
  readonly property: string;
  /** The whole value. */
  readonly is?: unknown;
  /** What its text holds. */
  readonly has?: string;
}

/** The application's own part: the beginning of an `item` in the system's list `application`. */
export interface ApplicationAnswer {
  readonly by: "application";
  readonly item: string;
}

/** A setting that the application reads in the documentation and keeps by itself: a limit, a lifetime. */
export interface SettingAnswer {
  readonly by: "setting";
  /** Such as `limits.login.requests`. */
  readonly path: string;
  readonly is: unknown;
}

/** What people do, by a runbook that exists. */
export interface RunbookAnswer {
  readonly by: "runbook";
  readonly name: string;
}

/** What is described in the settings and not made yet, or not described yet. Never counted as met. */
export interface PlannedAnswer {
  readonly by: "planned";
  readonly what: string;
}

/** A command of this repository. */
export interface CommandAnswer {
  readonly by: "command";
  readonly command: string;
}

/** A file of this repository: a pipeline, or a part of the account's own program. */
export interface FileAnswer {
  readonly by: "file";
  readonly file: string;
  /** What its text holds. */
  readonly has: string;
}

export type Answer =
  | ResourceAnswer
  | ApplicationAnswer
  | SettingAnswer
  | RunbookAnswer
  | PlannedAnswer
  | CommandAnswer
  | FileAnswer;

export interface Requirement {
  readonly area: Area;
  /** What is asked. "(P)" marks what the documents leave open and we propose. */
  readonly asks: string;
  readonly met: readonly Answer[];
}

export interface SystemRequirements {
  /** A key of `environments`. */
  readonly system: string;
  readonly title: string;
  readonly requirements: readonly Requirement[];
}

export function ask(area: Area, asks: string, ...met: readonly Answer[]): Requirement {
  return { area, asks, met };
}

/** A property has a value, whatever it is. */
export function resource(type: string, name: string, property: string): ResourceAnswer {
  return { by: "resource", type, name, property };
}

export function resourceIs(type: string, name: string, property: string, is: unknown): ResourceAnswer {
  return { by: "resource", type, name, property, is };
}

export function resourceHas(type: string, name: string, property: string, has: string): ResourceAnswer {
  return { by: "resource", type, name, property, has };
}

export function application(item: string): ApplicationAnswer {
  return { by: "application", item };
}

export function setting(path: string, is: unknown): SettingAnswer {
  return { by: "setting", path, is };
}

export function runbook(name: string): RunbookAnswer {
  return { by: "runbook", name };
}

export function planned(what: string): PlannedAnswer {
  return { by: "planned", what };
}

export function command(text: string): CommandAnswer {
  return { by: "command", command: text };
}

export function fileHas(path: string, has: string): FileAnswer {
  return { by: "file", file: path, has };
}

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const CONTAINER = "spec.template.spec.containers[0]";

/** A plain variable of a Deployment. */
export function variable(workload: string, name: string, is: string): ResourceAnswer {
  return resourceIs(DEPLOYMENT, `${workload}-deployment`, `${CONTAINER}.env["${name}"].value`, is);
}

/** Variables of a Deployment that come from Secrets Manager, by their exact names. */
export function secretVariables(workload: string, ...names: readonly string[]): ResourceAnswer[] {
  return names.map((name) =>
    resourceIs(DEPLOYMENT, `${workload}-deployment`, `${CONTAINER}.env["${name}"].valueFrom.secretKeyRef.key`, name),
  );
}

/** A third party that pods may reach; everything else outside is closed to them. */
export function egressTo(workload: string, ...domains: readonly string[]): ResourceAnswer[] {
  const type = "kubernetes:networking.k8s.aws/v1alpha1:ApplicationNetworkPolicy";
  return domains.map((domain) => resourceHas(type, `${workload}-domains`, "spec.egress", domain));
}

const HEADERS = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";

/** A property of the headers that the edge sends with replies of the application. */
export function header(property: string, is: unknown): ResourceAnswer {
  return resourceIs(HEADERS, "api-headers", property, is);
}

export function headerHas(property: string, has: string): ResourceAnswer {
  return resourceHas(HEADERS, "api-headers", property, has);
}

/** A window of requests that the application counts. */
export function limit(name: string, requests: number, windowSeconds: number): SettingAnswer[] {
  return [setting(`limits.${name}.requests`, requests), setting(`limits.${name}.windowSeconds`, windowSeconds)];
}
