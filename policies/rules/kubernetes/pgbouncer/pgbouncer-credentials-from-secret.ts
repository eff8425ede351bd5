import type { Property } from "../../../property.ts";
import type { Resource } from "../../../resource.ts";
import { type Issue, NOT_APPLICABLE, type Outcome, all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { holdsCredential, isLiteral, namesCredential } from "../_credentials.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { PGBOUNCER, SECRETS } from "../_links.ts";
import { itemName, kindOf, writtenText } from "../_objects.ts";
import { type ConfigFile, configOf, onPoolers } from "../_pgbouncer.ts";
import { POD_TYPES, type Pod, onPod } from "../_pods.ts";
import { configMap, ini } from "./_examples.ts";

const IMAGE = "shop/pgbouncer:1.26.1";
const USER_LINE = /^\s*"(?:[^"]|"")*"\s+"(?:[^"]|"")+"/m;
const PASSWORD = /(?:^|\s)password\s*=\s*(?:'[^']+'|[^\s']+)/;

export default defineRule({
  id: "pgbouncer-credentials-from-secret",
  title: "Keep the user list and passwords in a secret, not in a config map or environment literal.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The pooler holds the credentials of all applications; config maps and pod specs are readable by almost every role.",
  fix: "Mount userlist.txt from a Secret, or have it rendered from one at start; refer to passwords by secretKeyRef.",
  links: [PGBOUNCER, SECRETS],
  types: ["kubernetes:core/v1:ConfigMap", ...POD_TYPES],
  check: (resource) => (kindOf(resource) === "ConfigMap" ? judgeConfigMap(resource) : judgeWorkload(resource)),
  examples: {
    pass: [
      { inputs: configMap({ "pgbouncer.ini": ini() }) },
      {
        type: "kubernetes:apps/v1:Deployment",
        inputs: withContainer(
          {
            image: IMAGE,
            env: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } }],
          },
          { volumes: [{ name: "users", secret: { secretName: "userlist" } }] },
        ),
      },
    ],
    fail: [
      {
        name: "a user list",
        inputs: configMap({ "pgbouncer.ini": ini(), "userlist.txt": '"api" "SCRAM-SHA-256$4096:example"\n' }),
        path: "/data/userlist.txt",
        message: "userlist.txt holds credentials",
      },
      {
        name: "a password of a database, beside an unknown file",
        inputs: configMap({ "a.ini": UNKNOWN, "databases.ini": "[databases]\nshop = host=db password=example\n" }),
        path: "/data/databases.ini",
        message: "databases.ini holds credentials",
      },
      {
        name: "a variable of an init container",
        type: "kubernetes:apps/v1:StatefulSet",
        inputs: withInitContainer({ image: IMAGE, env: [{ name: "DB_PASSWORD", value: "example" }] }, {}),
        path: `${POD}/initContainers/0/env/0/value`,
        message: 'init container "migrate" has a credential in plain text',
      },
      {
        name: "a user list from a config map",
        type: "kubernetes:apps/v1:Deployment",
        inputs: withContainer(
          { image: IMAGE },
          { volumes: [{ name: "users", configMap: { name: "pgbouncer-userlist" } }] },
        ),
        path: `${POD}/volumes/0/configMap`,
        message: 'volume "users" takes the user list from a config map',
      },
    ],
    undecided: [
      { inputs: configMap({ "userlist.txt": UNKNOWN }), path: "/data/userlist.txt" },
      {
        type: "kubernetes:apps/v1:Deployment",
        inputs: withContainer({ image: IMAGE, env: [{ name: "DB_PASSWORD", value: UNKNOWN }] }),
        path: `${POD}/containers/0/env/0/value`,
      },
      {
        type: "kubernetes:apps/v1:Deployment",
        inputs: withContainer({ image: IMAGE }, { volumes: UNKNOWN }),
        path: `${POD}/volumes`,
      },
    ],
  },
});

function judgeConfigMap(resource: Resource): Outcome {
  const { files, unread } = configOf(resource);
  const own = files.filter((file) => isPoolers(file));
  if (own.length === 0 && unread.length === 0) return NOT_APPLICABLE;
  const issues = own
    .filter(({ text, sections }) => USER_LINE.test(text) || passwords(sections).some((line) => PASSWORD.test(line)))
    .map(({ key, property }) => property.fail(`${key} holds credentials in a config map; keep them in a Secret.`));
  return [...issues, ...unread];
}

function isPoolers({ key, sections }: ConfigFile): boolean {
  return /userlist|pgbouncer/i.test(key) || sections.has("pgbouncer") || sections.has("databases");
}

function passwords(sections: ConfigFile["sections"]): string[] {
  return ["databases", "peers", "users"].flatMap((name) => [...(sections.get(name)?.values() ?? [])]);
}

function judgeWorkload(resource: Resource): Outcome {
  return onPod(resource, (pod) => {
    const variables = onPoolers(pod.containers, ({ property, label }) =>
      each(property.get("env").items(), (variable) => judgeVariable(variable, label)),
    );
    if (variables === NOT_APPLICABLE) return NOT_APPLICABLE;
    return all(
      () => variables,
      () => judgeVolumes(pod),
    );
  });
}

function judgeVariable(variable: Property, label: string): Issue[] {
  const value = variable.get("value");
  const text = writtenText(value) ?? "";
  const name = writtenText(variable.get("name")) ?? "";
  const isCredential = USER_LINE.test(text) || holdsCredential(text) || (isLiteral(text) && namesCredential(name));
  return isCredential
    ? [value.fail(`${label} has a credential in plain text in variable ${itemName(variable)}; use secretKeyRef.`)]
    : [];
}

function judgeVolumes(pod: Pod): Issue[] {
  return each(pod.spec.get("volumes").items(), (volume) => {
    const source = volume.get("configMap");
    const names = [
      source.get("name").string(),
      ...source
        .get("items")
        .items()
        .map((item) => item.get("key").string()),
    ];
    return names.some((name) => /userlist/i.test(name ?? ""))
      ? [source.fail(`volume ${itemName(volume)} takes the user list from a config map; mount it from a Secret.`)]
      : [];
  });
}
