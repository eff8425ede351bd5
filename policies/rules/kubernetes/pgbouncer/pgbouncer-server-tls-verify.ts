import { defineRule } from "../../../rule.ts";
import { Secret, UNKNOWN } from "../../../value.ts";
import { PGBOUNCER } from "../_links.ts";
import { CONFIG_TYPES, onSetting } from "../_pgbouncer.ts";
import { configMap, ini, secret } from "./_examples.ts";

export default defineRule({
  id: "pgbouncer-server-tls-verify",
  title: "Verify the database certificate in the pooler (verify-full).",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A pooler that verifies nothing hides from every client that the TLS chain to the database is broken or intercepted.",
  fix: "Set server_tls_sslmode to verify-full and server_tls_ca_file to the bundle of the database's authority.",
  links: [PGBOUNCER],
  types: CONFIG_TYPES,
  check: (resource) =>
    onSetting(resource, "server_tls_sslmode", (mode, { key, property }) => {
      if (mode === "verify-full") return [];
      const fact =
        mode === undefined ? "leaves server_tls_sslmode at its default" : "does not verify the database's certificate";
      return [property.fail(`${key} ${fact}; set server_tls_sslmode to verify-full.`)];
    }),
  examples: {
    pass: [
      { inputs: configMap({ "pgbouncer.ini": ini() }) },
      { type: "kubernetes:core/v1:Secret", inputs: secret(new Secret({ "pgbouncer.ini": ini() })) },
      {
        name: "set in an included file",
        inputs: configMap({
          "pgbouncer.ini": `${ini({ server_tls_sslmode: "" })}%include /etc/pgbouncer/tls.ini\n`,
          "tls.ini": "[pgbouncer]\nserver_tls_sslmode = verify-full\n",
        }),
      },
    ],
    fail: [
      {
        name: "unset",
        inputs: configMap({ "pgbouncer.ini": ini({ server_tls_sslmode: "" }) }),
        path: "/data/pgbouncer.ini",
        message: "leaves server_tls_sslmode at its default",
      },
      {
        name: "the second file, beside an unknown one",
        inputs: configMap({ "a.ini": UNKNOWN, "pgbouncer.ini": ini({ server_tls_sslmode: "require" }) }),
        path: "/data/pgbouncer.ini",
        message: "does not verify the database's certificate",
      },
      {
        name: "in a Secret, encoded",
        type: "kubernetes:core/v1:Secret",
        inputs: {
          metadata: { name: "pgbouncer" },
          data: { "pgbouncer.ini": btoa(ini({ server_tls_sslmode: "prefer" })) },
        },
        path: "/data/pgbouncer.ini",
        message: "does not verify",
      },
    ],
    undecided: [
      { inputs: configMap({ "pgbouncer.ini": UNKNOWN }), path: "/data/pgbouncer.ini" },
      { inputs: configMap(UNKNOWN), path: "/data" },
      { type: "kubernetes:core/v1:Secret", inputs: secret(new Secret(undefined)), path: "/stringData" },
      {
        name: "perhaps set in a file that is not part of the object",
        inputs: configMap({ "pgbouncer.ini": `${ini({ server_tls_sslmode: "" })}%include /run/tls.ini\n` }),
        path: "/data/pgbouncer.ini",
      },
    ],
  },
});
