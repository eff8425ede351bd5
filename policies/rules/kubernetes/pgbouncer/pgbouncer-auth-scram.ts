import type { Resource } from "../../../resource.ts";
import { type Issue, type Outcome, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { withContainer, withInitContainer } from "../_examples.ts";
import { PGBOUNCER } from "../_links.ts";
import { CONFIG_TYPES, type ConfigFile, configOf, onPoolers, onSetting } from "../_pgbouncer.ts";
import { POD_TYPES, onPod } from "../_pods.ts";
import { configMap, ini } from "./_examples.ts";

const ALLOWED = new Set(["scram-sha-256", "cert", "hba"]);
const VARIABLE = /^(?:PGBOUNCER_)?AUTH_TYPE$/;
/** A line of an authentication file that takes any login, or a password that can be read or replayed. */
const WEAK_LINE = /^\s*(?:local|host|hostssl|hostnossl)\s.*\s(?:trust|any|password|plain|md5)\s*$/m;
const FIX = "set auth_type to scram-sha-256.";

export default defineRule({
  id: "pgbouncer-auth-scram",
  title: "Use scram-sha-256 or certificate authentication; never trust, any or plain.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "trust and any admit every pod that can connect; plain and md5, the default, keep or send what can be stolen and replayed.",
  fix: "Set auth_type to scram-sha-256, cert or hba, and keep trust, password and md5 out of the authentication file.",
  links: [PGBOUNCER],
  types: [...CONFIG_TYPES, ...POD_TYPES],
  check: (resource) => (CONFIG_TYPES.includes(resource.type) ? judgeFiles(resource) : judgeVariables(resource)),
  examples: {
    pass: [
      { inputs: configMap({ "pgbouncer.ini": ini() }) },
      {
        inputs: configMap({
          "pgbouncer.ini": ini({ auth_type: "hba" }),
          "pg_hba.conf": "hostssl all all 0.0.0.0/0 scram-sha-256\n",
        }),
      },
      {
        type: "kubernetes:apps/v1:Deployment",
        inputs: withContainer({ image: "shop/pgbouncer:1.26.1", env: [{ name: "AUTH_TYPE", value: "scram-sha-256" }] }),
      },
    ],
    fail: [
      {
        name: "unset is md5",
        inputs: configMap({ "pgbouncer.ini": ini({ auth_type: "" }) }),
        path: "/data/pgbouncer.ini",
        message: "pgbouncer.ini leaves auth_type at its default, md5",
      },
      {
        name: "the second file, beside an unknown one",
        inputs: configMap({ "a.ini": UNKNOWN, "pgbouncer.ini": ini({ auth_type: "trust" }) }),
        path: "/data/pgbouncer.ini",
        message: "authenticates clients weakly",
      },
      {
        name: "a line of the authentication file",
        inputs: configMap({
          "pgbouncer.ini": ini({ auth_type: "hba" }),
          "pg_hba.conf": "hostssl all all 0.0.0.0/0 scram-sha-256\nhost all all 10.0.0.0/8 md5\n",
        }),
        path: "/data/pg_hba.conf",
        message: "pg_hba.conf authenticates clients weakly",
      },
      {
        name: "by a variable of an init container",
        type: "kubernetes:apps/v1:StatefulSet",
        inputs: withInitContainer(
          { image: "shop/pgbouncer:1.26.1", env: [{ name: "PGBOUNCER_AUTH_TYPE", value: "any" }] },
          {},
        ),
        path: "/spec/template/spec/initContainers/0/env/0/value",
        message: 'init container "migrate" authenticates clients weakly',
      },
    ],
    undecided: [
      { inputs: configMap({ "pgbouncer.ini": UNKNOWN }), path: "/data/pgbouncer.ini" },
      {
        type: "kubernetes:apps/v1:Deployment",
        inputs: withContainer({ image: "shop/pgbouncer:1.26.1", env: [{ name: "AUTH_TYPE", value: UNKNOWN }] }),
        path: "/spec/template/spec/containers/0/env/0/value",
      },
    ],
  },
});

function judgeFiles(resource: Resource): Outcome {
  return onSetting(resource, "auth_type", (type, { key, property }) => {
    if (type === undefined) return [property.fail(`${key} leaves auth_type at its default, md5; ${FIX}`)];
    if (!ALLOWED.has(type)) return [property.fail(`${key} authenticates clients weakly; ${FIX}`)];
    return type === "hba" ? configOf(resource).files.flatMap(judgeLines) : [];
  });
}

function judgeLines({ key, property, text }: ConfigFile): Issue[] {
  return WEAK_LINE.test(text)
    ? [property.fail(`${key} authenticates clients weakly; use scram-sha-256 in every line.`)]
    : [];
}

/** Common images write their configuration from variables. */
function judgeVariables(resource: Resource): Outcome {
  return onPod(resource, (pod) =>
    onPoolers(pod.containers, ({ property, label }) =>
      each(property.get("env").items(), (variable) => {
        if (!VARIABLE.test(variable.get("name").string() ?? "")) return [];
        const value = variable.get("value");
        return ALLOWED.has(value.string() ?? "scram-sha-256")
          ? []
          : [value.fail(`${label} authenticates clients weakly; ${FIX}`)];
      }),
    ),
  );
}
