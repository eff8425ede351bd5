import { type Issue, all, defineRule, each } from "../../../rule.ts";
import type { Property } from "../../../property.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { fileHoldsCredential, isLiteral, namesCredential } from "../_credentials.ts";
import { SECRETS } from "../_links.ts";

const configMap = (data: Value) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "api", namespace: "shop" },
  data,
});

export default defineRule({
  id: "k8s-configmap-no-secrets",
  title: "Keep credentials out of config maps.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Config maps are readable by almost every role and log, are not encrypted by the cluster's key, and are copied freely.",
  fix: "Move the value into a Secret, and refer to it from the configuration by a file or a variable.",
  links: [SECRETS],
  types: ["kubernetes:core/v1:ConfigMap"],
  check: (resource) =>
    all(
      () => each(resource.get("data").entries(), ([key, value]) => judge(key, value, value.string() ?? "")),
      () =>
        each(resource.get("binaryData").entries(), ([key, value]) =>
          judge(key, value, Buffer.from(value.string() ?? "", "base64").toString("latin1")),
        ),
    ),
  examples: {
    pass: [
      { inputs: configMap({ LOG_LEVEL: "info", DB_PASSWORD_FILE: "/run/secrets/db", TOKEN_TTL: "3600" }) },
      { inputs: configMap({ "app.properties": "db.url=postgres://pooler:6432/shop\ndb.password=${DB_PASSWORD}\n" }) },
    ],
    fail: [
      {
        name: "the second key, beside an unknown one",
        inputs: configMap({ MODE: UNKNOWN, API_KEY: "example" }),
        path: "/data/API_KEY",
        message: 'key "API_KEY" holds a credential',
      },
      {
        name: "inside a file",
        inputs: configMap({ "app.yaml": "db:\n  user: api\n  password: example\n" }),
        path: "/data/app.yaml",
        message: 'key "app.yaml" holds a credential',
      },
      {
        name: "inside a URL",
        inputs: configMap({ DATABASE_URL: "postgres://api:example@db:5432/shop" }),
        path: "/data/DATABASE_URL",
        message: "holds a credential",
      },
      {
        name: "a private key",
        inputs: { ...configMap({}), binaryData: { "tls.key": btoa("-----BEGIN PRIVATE KEY-----\n") } },
        path: "/binaryData/tls.key",
        message: "holds a credential",
      },
    ],
    undecided: [
      { inputs: configMap(UNKNOWN), path: "/data" },
      { inputs: configMap({ MODE: UNKNOWN }), path: "/data/MODE" },
    ],
  },
});

function judge(key: string, value: Property, text: string): Issue[] {
  const isNamed = !text.includes("\n") && namesCredential(key) && isLiteral(text);
  return isNamed || fileHoldsCredential(text)
    ? [value.fail(`key "${key}" holds a credential in plain text; move it into a Secret.`)]
    : [];
}
