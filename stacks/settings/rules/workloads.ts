import type { PathKey } from "../../../policies/pointer.ts";
import { LATENCY_BOUNDS } from "../../../components/_metrics-objectives.ts";
import { SECRETS_FOLDER } from "../../../components/_secrets-folder.ts";
import type { Settings } from "../../settings.ts";
import { SCAN_WORKER } from "../../platform/names.ts";
import { neededBy } from "../_facts.ts";
import { isSecretKey } from "../_redact.ts";
import { type SettingsRule, finding, reference, rule } from "../_rule.ts";

type Section = "workloads" | "secrets" | "egress" | "caches" | "media" | "antivirus" | "database" | "documentStore";

export const workloadRules: readonly SettingsRule[] = [
  rule(["workloads"], ({ workloads }) =>
    eachWorkload({ workloads }, (name, workload) =>
      workload.kind === "web" && workload.metrics?.port === workload.port
        ? [
            finding(
              { workloads },
              ["workloads", name, "metrics", "port"],
              "is the port of the requests, so that anybody could read the metrics",
              "a port of its own, which only the collector reaches",
            ),
          ]
        : [],
    ),
  ),
  rule(["workloads"], ({ workloads }) =>
    Object.keys(workloads).flatMap((name) =>
      PLATFORM_NAMES.includes(name)
        ? [
            finding(
              { workloads },
              ["workloads", name],
              "has a name that the platform uses itself",
              `a name other than ${PLATFORM_NAMES.join(", ")}`,
            ),
          ]
        : [],
    ),
  ),
  rule(["workloads"], ({ workloads }) =>
    eachWorkload({ workloads }, (name, workload) => {
      if (workload.kind !== "web") return [];
      const paths = workload.routes.map(({ path }) => path);
      const path = (index: number) => ["workloads", name, "routes", index, "path"];
      return paths.flatMap((own, index) => {
        if (own.slice(0, -1).includes("*"))
          return [finding({ workloads }, path(index), "has a * before its end", "a path such as /health or /api/*")];
        const earlier = paths.slice(0, index).find((other) => covers(other, own));
        if (earlier === undefined) return [];
        const allowed = "each path once, and the more exact one first";
        return [finding({ workloads }, path(index), `comes after ${earlier}, which covers it`, allowed)];
      });
    }),
  ),
  rule(["workloads"], ({ workloads }) =>
    eachWorkload({ workloads }, (name, workload) =>
      workload.kind !== "web"
        ? []
        : (["livePath", "readyPath"] as const)
            .filter((key) => workload.health[key].includes("*"))
            .map((key) =>
              finding(
                { workloads },
                ["workloads", name, "health", key],
                "has a *",
                "one path that a probe can ask for",
              ),
            ),
    ),
  ),
  rule(["workloads", "observability"], ({ workloads, observability }) => {
    const watched = Object.values(workloads).some((workload) => "metrics" in workload && workload.metrics?.requests);
    if (!watched || LATENCY_BOUNDS.includes(observability.latencyMilliseconds)) return [];
    return [
      finding(
        { observability },
        ["observability", "latencyMilliseconds"],
        "is no bound of the histograms in metrics.requests, which can say nothing about it",
        `one of ${LATENCY_BOUNDS.join(", ")}`,
      ),
    ];
  }),
  rule(["workloads", "caches", "antivirus", "database", "documentStore"], (settings) =>
    eachWorkload(settings, (name, workload) =>
      workload.connects.flatMap((target, index) =>
        reference(
          ["workloads", name, "connects", index],
          target,
          connectable(settings, name),
          "what the platform offers",
        ),
      ),
    ),
  ),
  rule(["workloads", "egress"], ({ workloads, egress }) =>
    eachWorkload({ workloads }, (name, workload) =>
      workload.egress.flatMap((target, index) =>
        reference(["workloads", name, "egress", index], target, Object.keys(egress), "egress"),
      ),
    ),
  ),
  rule(["workloads", "secrets"], ({ workloads, secrets }) =>
    eachWorkload({ workloads }, (name, workload) =>
      secretReferences(name, workload).flatMap(([path, used]) => {
        const spec = secrets.entries[used.secret];
        if (spec === undefined)
          return reference([...path, "secret"], used.secret, Object.keys(secrets.entries), "secrets.entries");
        const fields = fieldsOf(spec);
        if (fields === undefined) {
          return used.field === undefined
            ? []
            : [
                {
                  path: [...path, "field"],
                  problem: "is a field of a secret that has none",
                  given: JSON.stringify(used.field),
                  allowed: `no field: secrets.entries.${used.secret} is one text`,
                },
              ];
        }
        if (used.field === undefined) {
          return [
            {
              path: [...path, "field"],
              problem: "is missing",
              given: "nothing",
              allowed: `one of ${fields.join(", ")}`,
            },
          ];
        }
        return reference([...path, "field"], used.field, fields, `the fields of secrets.entries.${used.secret}`);
      }),
    ),
  ),
  rule(["workloads", "secrets", "database", "caches"], (settings) =>
    eachWorkload(settings, (name, workload) =>
      secretReferences(name, workload).flatMap(([path, used]) => {
        const target = serverOf(settings, used.secret);
        if (target === undefined || workload.connects.includes(target)) return [];
        return [
          {
            path: [...path, "secret"],
            problem: `logs in to ${target}, which the workload may not reach`,
            given: JSON.stringify(used.secret),
            allowed: `add "${target}" to workloads.${name}.connects, or take the secret away`,
          },
        ];
      }),
    ),
  ),
  rule(["workloads"], ({ workloads }) =>
    eachWorkload({ workloads }, (name, workload) =>
      Object.entries(workload.env).flatMap(([variable, value]) => {
        // Lifetimes and switches are no secrets, however they are called.
        if (typeof value !== "string" || /^(\d+|true|false|)$/i.test(value)) return [];
        if (namesSecretFile(value, workload)) return [];
        const path = ["workloads", name, "env", variable];
        const plain = finding(
          { workloads },
          path,
          "is plain text under the name of a secret",
          `an entry in workloads.${name}.secrets, with the value in Secrets Manager`,
        );
        if (isSecretKey(variable)) return [plain];
        return plain.given.startsWith("(not shown")
          ? [{ ...plain, problem: "looks like a credential in plain text" }]
          : [];
      }),
    ),
  ),
  rule(["workloads"], ({ workloads }) =>
    eachWorkload({ workloads }, (name, workload) =>
      Object.keys(workload.secrets).flatMap((variable) =>
        variable in workload.env
          ? [
              finding(
                { workloads },
                ["workloads", name, "env", variable],
                "is a secret variable too",
                `either workloads.${name}.env or workloads.${name}.secrets`,
              ),
            ]
          : [],
      ),
    ),
  ),
  rule(["workloads", "media", "antivirus", "caches", "database"], (settings) =>
    eachWorkload(settings, (name, workload) => {
      const facts = Object.entries(workload.env).flatMap(([variable, value]) => {
        if (typeof value === "string") return [];
        const part = neededBy(value.from);
        if (part === undefined || present(settings, part)) return [];
        return [
          finding(
            settings,
            ["workloads", name, "env", variable, "from"],
            `needs ${part}, which is not set`,
            `set ${part}, or take the variable away`,
          ),
        ];
      });
      if (workload.media.length === 0 || settings.media !== undefined) return facts;
      return [
        ...facts,
        finding(
          settings,
          ["workloads", name, "media"],
          "needs media, which is not set",
          "set media, or take the list away",
        ),
      ];
    }),
  ),
  rule(["workloads"], ({ workloads }) =>
    eachWorkload({ workloads }, (name, workload) => {
      if (workload.kind !== "job") return [];
      const others = Object.keys(workloads).filter((other) => other !== name);
      const jobs = others.filter((other) => workloads[other]?.kind === "job");
      const runs = others.filter((other) => workloads[other]?.kind !== "job");
      return [
        ...workload.before.flatMap((other, index) =>
          reference(["workloads", name, "before", index], other, runs, "the workloads that run on"),
        ),
        ...workload.after.flatMap((other, index) =>
          reference(["workloads", name, "after", index], other, jobs, "the other jobs"),
        ),
        ...(reaches(workloads, name, name)
          ? [finding({ workloads }, ["workloads", name, "after"], "waits for itself", "an order without a circle")]
          : []),
      ];
    }),
  ),
];

/** Of what `connects` may name beside workloads, and of the platform's own objects in the workloads' namespace. */
const PLATFORM_NAMES: readonly string[] = [
  "antivirus",
  "cache",
  "clamd",
  "database",
  "database-bootstrap",
  "document-bootstrap",
  "document-store",
  "pooler",
  "pooler-peers",
  SCAN_WORKER,
  "state",
];

type Workloads = Settings["workloads"];
type Workload = Workloads[string];
type Reference = { readonly secret: string; readonly field?: string };

function eachWorkload<T>(
  settings: { readonly workloads: Workloads },
  judge: (name: string, workload: Workload) => T[],
): T[] {
  return Object.entries(settings.workloads).flatMap(([name, workload]) => judge(name, workload));
}

/** Everything a workload may name in `connects`. */
function connectable(
  {
    workloads,
    caches,
    antivirus,
    database,
    documentStore,
  }: Pick<Settings, "workloads" | "caches" | "antivirus" | "database" | "documentStore">,
  self: string,
): string[] {
  const web = Object.entries(workloads).filter(([name, { kind }]) => kind === "web" && name !== self);
  return [
    ...(database === undefined ? [] : ["database", "pooler"]),
    ...(documentStore === undefined ? [] : ["document-store"]),
    ...Object.keys(caches.stores),
    ...(antivirus?.engine === "clamav" ? ["antivirus"] : []),
    ...web.map(([name]) => name),
  ];
}

/** Whether every request for the second path meets the first one. */
function covers(first: string, second: string): boolean {
  return first.endsWith("*") ? second.startsWith(first.slice(0, -1)) : first === second;
}

/** The path of one of the workload's secret files says where a credential is, not what it is. */
function namesSecretFile(value: string, { secretFiles }: Workload): boolean {
  return Object.keys(secretFiles).some((file) => value === `${SECRETS_FOLDER}/${file}`);
}

/** Every secret that a workload takes, in its environment or as a file. */
export function secretReferences(name: string, workload: Workload): [path: PathKey[], used: Reference][] {
  return (["secrets", "secretFiles"] as const).flatMap((key) =>
    Object.entries(workload[key]).map(([variable, used]): [PathKey[], Reference] => [
      ["workloads", name, key, variable],
      used,
    ]),
  );
}

function fieldsOf(spec: Settings["secrets"]["entries"][string]): string[] | undefined {
  if (spec.kind === "composed") return Object.keys(spec.fields);
  if (spec.kind !== "rotated" && spec.kind !== "login") return undefined;
  const login = ["username", "password", "host", "port"];
  return "cacheUser" in spec.owner ? [...login, "url"] : [...login, "database", ...Object.keys(spec.fields)];
}

/** What a rotated credential logs in to, by its name in `connects`. */
function serverOf(
  settings: Pick<Settings, Section & ("secrets" | "database" | "caches")>,
  secret: string,
): string | undefined {
  const spec = settings.secrets.entries[secret];
  if (spec?.kind === "login") return "document-store";
  if (spec?.kind !== "rotated") return undefined;
  if ("cacheUser" in spec.owner) return settings.caches.users[spec.owner.cacheUser]?.store;
  const via = settings.database?.roles[spec.owner.databaseRole]?.via;
  return via === "direct" ? "database" : via;
}

function present(settings: Pick<Settings, "media" | "antivirus" | "caches" | "database">, part: string): boolean {
  if (part === "database") return settings.database !== undefined;
  if (part === "media") return settings.media !== undefined;
  if (part === "antivirus") return settings.antivirus?.engine === "clamav";
  return settings.caches.stores.cache !== undefined;
}

function reaches(workloads: Workloads, from: string, to: string, seen = new Set<string>()): boolean {
  const job = workloads[from];
  if (job?.kind !== "job") return false;
  return job.after.some((next) => {
    if (next === to) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(workloads, next, to, seen);
  });
}
