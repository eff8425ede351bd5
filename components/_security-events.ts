import type { LogEvent } from "./_log-events.ts";
import { type OwnEvent, ownEvents } from "./_own-events.ts";
import { UNUSUAL, applicationEvent, both, count, either, is, isNot } from "./_security-patterns.ts";

/** Runbooks that these alarms link to; each is `docs/runbooks/<name>.md`. */
export const SECURITY_RUNBOOKS = [
  "api-abuse",
  "cluster-access",
  "credential-leak",
  "login-abuse",
  "malware-found",
  "secret-access",
  "service-errors",
] as const;
type SecurityRunbook = (typeof SECURITY_RUNBOOKS)[number];

/** Where an event is seen. */
export type SecuritySource = "application" | "kubernetes" | "trail" | "edge";

/** What of one event is alarmed on. */
export type SecurityAlarm =
  | {
      /** So many within five minutes. */
      readonly kind: "count";
      readonly threshold: number;
      readonly page: boolean;
    }
  | {
      /** More than has been usual at this hour of the week, for a quarter of an hour. It takes two weeks to learn. */
      readonly kind: "unusual";
      /** Width of the band, in standard deviations. */
      readonly deviations: number;
    };

/** Something in a log that somebody should hear of, or see in a chart. */
export interface SecurityEvent {
  /** Ends the names of filter, metric and alarms. */
  readonly key: string;
  readonly source: SecuritySource;
  /** What is the matter, as a sentence for whoever is told. */
  readonly summary: string;
  readonly runbook: SecurityRunbook;
  /** Filter pattern of CloudWatch Logs, at most 1,024 characters. */
  readonly pattern: string;
  /** What the metric is of. @default one for each event */
  readonly measure?: { readonly field: string; readonly unit: "Milliseconds" | "None" };
  /** Empty where it is charted only. */
  readonly alarms: readonly SecurityAlarm[];
}

export interface SecurityThresholds {
  /** Failed logins and one-time passwords in a minute. */
  readonly loginFailuresPerMinute: number;
  /** Responses with 429 in a minute. */
  readonly rateLimitedPerMinute: number;
}

export interface SecurityFacts {
  readonly thresholds: SecurityThresholds;
  /** Kubernetes namespace of the applications. */
  readonly namespace: string;
  /** Whether uploads are scanned. */
  readonly scansUploads: boolean;
  /** Roles that deploy the platform, which may read what they made. */
  readonly deployerRoleArns: readonly string[];
  /** Start of the names in Secrets Manager that belong to this platform, for example `shop/prod/`. */
  readonly secretPrefixes: readonly string[];
  /** Start of the names of the roles that read these secrets, up to the part that Pulumi adds, for example `api-role-`. */
  readonly secretReaders: readonly string[];
  /** Events of this system alone, by the name in `event` of its log lines. @default none */
  readonly ownEvents?: Readonly<Record<string, OwnEvent>>;
}

const MINUTES = 5;

/** What applications log under the names of the log schema. */
function applicationEvents(facts: SecurityFacts): SecurityEvent[] {
  const { loginFailuresPerMinute, rateLimitedPerMinute } = facts.thresholds;
  const event = (...names: readonly LogEvent[]): string => applicationEvent(facts.namespace, ...names);
  const application = { source: "application" } as const;
  return [
    {
      ...application,
      key: "login-failures",
      summary: `More than ${loginFailuresPerMinute} logins or one-time passwords a minute fail: somebody guesses, or tries leaked passwords.`,
      runbook: "login-abuse",
      pattern: event("login.failed", "otp.failed"),
      alarms: [count(loginFailuresPerMinute * MINUTES, true), UNUSUAL],
    },
    {
      ...application,
      key: "otp-locked",
      summary: "Ten people or more were locked out of one-time passwords within five minutes: somebody guesses codes.",
      runbook: "login-abuse",
      pattern: event("otp.locked"),
      alarms: [count(10, true)],
    },
    {
      ...application,
      key: "otp-sent",
      summary:
        "More one-time passwords are sent than usual: somebody earns by having text messages sent, or annoys people.",
      runbook: "login-abuse",
      pattern: event("otp.sent"),
      alarms: [UNUSUAL],
    },
    {
      ...application,
      key: "token-reuse",
      summary: "A refresh token was used twice: somebody stole a session.",
      runbook: "credential-leak",
      pattern: event("token.reused"),
      alarms: [count(1, true)],
    },
    {
      ...application,
      key: "access-denied",
      summary: "More people than usual ask for what they may not: somebody tries other people's addresses.",
      runbook: "api-abuse",
      pattern: event("access.denied"),
      alarms: [UNUSUAL],
    },
    {
      ...application,
      key: "limited",
      summary: `Applications turn away more than ${rateLimitedPerMinute} requests a minute for coming too often.`,
      runbook: "api-abuse",
      pattern: event("rate.limited"),
      // The edge alarms on 429 already, whoever gave the answer.
      alarms: [],
    },
    {
      ...application,
      key: "rights-changed",
      summary: "Rights or credentials of users change.",
      runbook: "credential-leak",
      pattern: event("privilege.changed", "credential.changed"),
      alarms: [UNUSUAL],
    },
    ...(facts.scansUploads ? scanEvents(facts) : []),
  ];
}

/**
 * What the scan worker logs. Its own metric lines are of CloudWatch's embedded format, which CloudWatch reads at the root of an
 * event only, and the shipper files them below it; so they are filtered out here.
 */
function scanEvents({ namespace }: SecurityFacts): SecurityEvent[] {
  const application = { source: "application", runbook: "malware-found" } as const;
  const inNamespace = is("kubernetes.namespace_name", namespace);
  const judged = is("log_processed.event", "judged");
  return [
    {
      ...application,
      key: "malware",
      summary: "The scanner found malware in an upload. It is in quarantine and served to nobody.",
      pattern: both(judged, is("log_processed.result", "infected"), inNamespace),
      alarms: [count(1)],
    },
    {
      ...application,
      key: "scanned",
      summary: "Uploads are scanned.",
      pattern: both(judged, inNamespace),
      alarms: [],
    },
    {
      ...application,
      key: "scan-duration",
      summary: "How long a scan takes.",
      pattern: both(judged, inNamespace),
      measure: { field: "log_processed.milliseconds", unit: "Milliseconds" },
      alarms: [],
    },
    {
      ...application,
      key: "unscannable",
      summary: "Uploads cannot be scanned whole: they are too large, encrypted or broken.",
      pattern: both(judged, is("log_processed.result", "unscannable"), inNamespace),
      alarms: [],
    },
    {
      ...application,
      key: "scan-failures",
      summary: "Scans of uploads fail and are tried again.",
      pattern: both(is("log_processed.event", "failed"), is("log_processed.level", "error"), inNamespace),
      // Those that never succeed end among the dead letters, on which an alarm rings.
      alarms: [],
    },
    {
      ...application,
      key: "signature-age-hours",
      summary:
        "How old the signatures are. When they are too old, nothing is scanned, and waiting uploads raise an alarm.",
      pattern: both("($.log_processed.SignatureAgeHours >= 0)", inNamespace),
      measure: { field: "log_processed.SignatureAgeHours", unit: "None" },
      alarms: [],
    },
  ];
}

/** Users of the Kubernetes API that are parts of the cluster. */
const CLUSTER_USERS = ["system:kube-*", "system:node:*", "system:apiserver", "eks:*"];

/** The cluster's audit log. The break-glass role has an alarm of its own in `_cluster-logs.ts`. */
function kubernetesEvents({ deployerRoleArns }: SecurityFacts): SecurityEvent[] {
  const kubernetes = { source: "kubernetes", runbook: "cluster-access" } as const;
  const nobodyOfTheCluster = CLUSTER_USERS.map((user) => isNot("user.username", user));
  return [
    {
      ...kubernetes,
      key: "kubernetes-secrets",
      summary: "Somebody read Kubernetes Secrets who is neither part of the cluster nor deploys it.",
      runbook: "secret-access",
      pattern: both(
        is("objectRef.resource", "secrets"),
        either(is("verb", "get"), is("verb", "list"), is("verb", "watch")),
        ...nobodyOfTheCluster,
        isNot("user.username", "system:serviceaccount:kube-system:*"),
        isNot("user.username", "system:serviceaccount:aws-secrets-manager:*"),
        isNot("user.username", "system:serviceaccount:amazon-cloudwatch:*"),
        ...deployerRoleArns.map((arn) => isNot("user.username", sessionsOf(arn))),
      ),
      alarms: [count(1)],
    },
    {
      ...kubernetes,
      key: "kubernetes-shell",
      summary: "Somebody opened a shell in a pod, or attached to one.",
      pattern: both(
        is("stage", "ResponseStarted"),
        either(is("objectRef.subresource", "exec"), is("objectRef.subresource", "attach")),
      ),
      alarms: [count(1)],
    },
    {
      ...kubernetes,
      key: "kubernetes-denied",
      summary:
        "The Kubernetes API refused 50 requests or more within five minutes: somebody tries out what a stolen token may do.",
      pattern: both(either(is("responseStatus.code", 401), is("responseStatus.code", 403)), ...nobodyOfTheCluster),
      alarms: [count(50)],
    },
    {
      ...kubernetes,
      key: "kubernetes-anonymous",
      summary: "The Kubernetes API answered somebody who did not say who they are.",
      pattern: both(
        is("user.username", "system:anonymous"),
        is("responseStatus.code", 200),
        // What says that the API is well, and which version it is, is open to everybody.
        ...["/livez*", "/readyz*", "/healthz*", "/version*"].map((uri) => isNot("requestURI", uri)),
      ),
      alarms: [count(1, true)],
    },
  ];
}

/** The account's trail. What concerns the account as a whole is in `_trail-events.ts`. */
function trailEvents({ secretPrefixes, secretReaders, deployerRoleArns }: SecurityFacts): SecurityEvent[] {
  const readers = [...secretReaders, ...deployerRoleArns.map((arn) => `${roleNameOf(arn)}/`)];
  return [
    {
      key: "secret-reads",
      source: "trail",
      summary: "Somebody read a secret of this platform who is none of the roles that need it.",
      runbook: "secret-access",
      pattern: both(
        is("eventName", "GetSecretValue"),
        either(...secretPrefixes.map((prefix) => is("requestParameters.secretId", `*${prefix}*`))),
        // Services act without an ARN. What is not equal to a field that is not there, CloudWatch does not say.
        is("userIdentity.arn", "arn:*"),
        // A session's own name can hold no colon or slash, so that it cannot pass for a role.
        ...readers.map((role) => isNot("userIdentity.arn", `*:assumed-role/${role}*`)),
      ),
      alarms: [count(1, true)],
    },
  ];
}

/** The access log of the CDN before the application, in us-east-1. Shares of 401 and 403 are metrics of CloudFront's own. */
function edgeEvents({ thresholds }: SecurityFacts): SecurityEvent[] {
  return [
    {
      key: "edge-limited",
      source: "edge",
      summary: `More than ${thresholds.rateLimitedPerMinute} requests a minute are answered with 429: somebody floods, or a limit is too low.`,
      runbook: "api-abuse",
      // CloudFront writes every field of its JSON as text.
      pattern: both(is("sc-status", "429")),
      alarms: [count(thresholds.rateLimitedPerMinute * MINUTES), UNUSUAL],
    },
  ];
}

/** Every event that is looked for, whether or not its source exists in a platform. */
export function securityEvents(facts: SecurityFacts): SecurityEvent[] {
  return [
    ...applicationEvents(facts),
    ...ownEvents(facts.namespace, facts.ownEvents ?? {}),
    ...kubernetesEvents(facts),
    ...trailEvents(facts),
    ...edgeEvents(facts),
  ];
}

/** Kubernetes user name that EKS gives to sessions of a role, whose path it leaves out. */
function sessionsOf(roleArn: string): string {
  return `arn:aws:sts::${roleArn.split(":")[4]}:assumed-role/${roleNameOf(roleArn)}/*`;
}

function roleNameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf("/") + 1);
}
