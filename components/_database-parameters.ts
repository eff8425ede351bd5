/** One entry of an RDS parameter group. */
export interface DatabaseParameter {
  readonly name: string;
  readonly value: string;
  /** Static parameters take effect at the next restart; asking for `immediate` on them is refused. */
  readonly applyMethod: "immediate" | "pending-reboot";
}

/** Classes of statements that pgaudit records. */
export type AuditClass = "read" | "write" | "function" | "role" | "ddl" | "misc" | "misc_set" | "all";

export interface DatabaseParameterSettings {
  readonly slowStatementMilliseconds: number;
  readonly idleInTransactionTimeoutSeconds: number;
  /** Empty leaves pgaudit out. */
  readonly auditClasses: readonly AuditClass[];
  readonly maxConnections: number | undefined;
}

/** The parameter group of a database, in the order in which it is listed. */
export function databaseParameters(settings: DatabaseParameterSettings): readonly DatabaseParameter[] {
  const { auditClasses, maxConnections } = settings;
  const libraries = ["pg_stat_statements", ...(auditClasses.length > 0 ? ["pgaudit"] : [])];
  return [
    // Who may connect: over TLS 1.2 or later, with a SCRAM verifier; a login with an MD5 one is refused, and none can be stored.
    immediate("rds.force_ssl", "1"),
    immediate("ssl_min_protocol_version", "TLSv1.2"),
    immediate("password_encryption", "scram-sha-256"),
    immediate("rds.accepted_password_auth_method", "scram"),

    // What is written down. Statements that set passwords carry verifiers only, so `ddl` shows no secret.
    immediate("log_connections", "1"),
    immediate("log_disconnections", "1"),
    immediate("log_statement", "ddl"),
    immediate("log_min_duration_statement", String(settings.slowStatementMilliseconds)),
    immediate("log_lock_waits", "1"),
    immediate("log_checkpoints", "1"),
    // In kB: sorts that spill more than 10 MB to disk.
    immediate("log_temp_files", "10240"),
    immediate("track_io_timing", "1"),
    atReboot("shared_preload_libraries", libraries.join(",")),
    ...(auditClasses.length > 0 ? [immediate("pgaudit.log", auditClasses.join(","))] : []),

    // An open transaction holds locks and keeps vacuum from its work. In milliseconds.
    immediate("idle_in_transaction_session_timeout", String(settings.idleInTransactionTimeoutSeconds * 1000)),
    // Connections of a pooler that vanished free their slots within a minute and a half.
    immediate("tcp_keepalives_idle", "60"),
    immediate("tcp_keepalives_interval", "10"),
    immediate("tcp_keepalives_count", "3"),
    ...(maxConnections === undefined ? [] : [atReboot("max_connections", String(maxConnections))]),
  ];
}

function immediate(name: string, value: string): DatabaseParameter {
  return { name, value, applyMethod: "immediate" };
}

function atReboot(name: string, value: string): DatabaseParameter {
  return { name, value, applyMethod: "pending-reboot" };
}
