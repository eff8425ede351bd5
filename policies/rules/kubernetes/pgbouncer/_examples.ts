import type { Properties, Value } from "../../../value.ts";

/** A configuration that every rule on PgBouncer accepts, with some settings changed or, by "", taken out. */
export function ini(changes: Readonly<Record<string, string>> = {}): string {
  const settings = {
    listen_port: "6432",
    auth_type: "scram-sha-256",
    auth_file: "/run/pgbouncer/userlist.txt",
    client_tls_sslmode: "require",
    server_tls_sslmode: "verify-full",
    server_tls_ca_file: "/etc/ssl/rds.pem",
    ...changes,
  };
  const lines = Object.entries(settings).filter(([, value]) => value !== "");
  return [
    "[databases]",
    "shop = host=db port=5432",
    "",
    "[pgbouncer]",
    ...lines.map(([key, value]) => `${key} = ${value}`),
    "",
  ].join("\n");
}

/** Inputs of a ConfigMap of PgBouncer. */
export function configMap(data: Value): Properties {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "pgbouncer", namespace: "shop" }, data };
}

/** Inputs of a Secret of PgBouncer, with text data. */
export function secret(stringData: Value): Properties {
  return { apiVersion: "v1", kind: "Secret", metadata: { name: "pgbouncer", namespace: "shop" }, stringData };
}
