import { defineRule } from "../../../rule.ts";
import { Secret, UNKNOWN } from "../../../value.ts";
import { PGBOUNCER } from "../_links.ts";
import { CONFIG_TYPES, onSetting } from "../_pgbouncer.ts";
import { configMap, ini, secret } from "./_examples.ts";

const ENCRYPTED = new Set(["require", "verify-ca", "verify-full"]);

export default defineRule({
  id: "pgbouncer-client-tls",
  title: "Require TLS between clients and the pooler.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Queries and their results, personal data among them, would cross the pod network in clear text.",
  fix: "Set client_tls_sslmode to require, and client_tls_key_file and client_tls_cert_file to a key pair.",
  links: [PGBOUNCER],
  types: CONFIG_TYPES,
  check: (resource) =>
    onSetting(resource, "client_tls_sslmode", (mode, { key, property }) =>
      mode !== undefined && ENCRYPTED.has(mode)
        ? []
        : [property.fail(`${key} serves clients without TLS; set client_tls_sslmode to require.`)],
    ),
  examples: {
    pass: [
      { inputs: configMap({ "pgbouncer.ini": ini() }) },
      { type: "kubernetes:core/v1:Secret", inputs: secret(new Secret({ "pgbouncer.ini": ini() })) },
    ],
    fail: [
      {
        name: "unset",
        inputs: configMap({ "pgbouncer.ini": ini({ client_tls_sslmode: "" }) }),
        path: "/data/pgbouncer.ini",
        message: "serves clients without TLS",
      },
      {
        inputs: configMap({ "pgbouncer.ini": ini({ client_tls_sslmode: "allow" }) }),
        path: "/data/pgbouncer.ini",
        message: "serves clients without TLS",
      },
    ],
    undecided: [{ inputs: configMap({ "pgbouncer.ini": UNKNOWN }), path: "/data/pgbouncer.ini" }],
  },
});
