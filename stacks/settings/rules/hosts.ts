import type { PathKey } from "../../../policies/pointer.ts";
import type { Settings } from "../../settings.ts";
import { nearest } from "../../../engine/suggest.ts";
import { type SettingsRule, finding, rule } from "../_rule.ts";
import { belongsTo, domainReferences, fillDomains } from "../_templates.ts";

export const hostRules: readonly SettingsRule[] = [
  rule(["domains", "workloads", "site", "media"], (settings) =>
    publicHosts(settings).flatMap(([path, host]) => {
      const unknown = unknownDomain(settings, path, host);
      if (unknown !== undefined) return [unknown];
      const full = fillDomains(host, settings.domains);
      if (full.length > 253)
        return [finding(settings, path, "is longer than a host may be", "253 characters at most, the domain included")];
      if (belongsTo(full, settings.domains)) return [];
      return [
        finding(
          settings,
          path,
          "belongs to none of the domains",
          `a name in ${Object.values(settings.domains)
            .map(({ name }) => name)
            .join(", ")}`,
        ),
      ];
    }),
  ),
  rule(["domains", "workloads", "site", "media"], (settings) => {
    const owners = new Map<string, string>();
    return publicHosts(settings).flatMap(([path, host, owner]) => {
      const full = fillDomains(host, settings.domains);
      const first = owners.get(full);
      owners.set(full, first ?? owner);
      if (first === undefined) return [];
      if (first === owner) return [finding(settings, path, "is listed twice", "each host once")];
      return [
        finding(
          settings,
          path,
          `is a host of ${first} too`,
          "a host of its own; share one by routes of a single workload",
        ),
      ];
    });
  }),
  rule(["domains", "workloads", "site", "media"], (settings) => {
    const hosts = publicHosts(settings);
    const [first] = hosts;
    if (first === undefined) {
      const allowed = "a workload of kind web, `site` or `media`: the certificates of a platform are for its hosts";
      return [finding(settings, ["workloads"], "leave the platform without a public host", allowed)];
    }
    if (hosts.length > MOST_HOSTS) {
      const allowed = `at most ${MOST_HOSTS} in one platform: more do not fit its certificate`;
      return [finding(settings, ["workloads"], `make ${hosts.length} public hosts with site and media`, allowed)];
    }
    const [path, host] = first;
    const { length } = fillDomains(host, settings.domains);
    return length <= LONGEST_COMMON_NAME
      ? []
      : [
          finding(
            settings,
            path,
            `names the certificate, and has ${length} characters`,
            `at most ${LONGEST_COMMON_NAME} with its domain; put a shorter host first`,
          ),
        ];
  }),
  rule(["domains", "edge"], (settings) => {
    const { edge } = settings;
    const texts: [PathKey[], string][] = edge.cors.origins.map((origin, index) => [
      ["edge", "cors", "origins", index],
      origin,
    ]);
    for (const [directive, sources] of Object.entries(edge.headers.csp.directives)) {
      sources?.forEach((source, index) =>
        texts.push([["edge", "headers", "csp", "directives", directive, index], source]),
      );
    }
    return texts.flatMap(([path, text]) => unknownDomain(settings, path, text) ?? []);
  }),
  rule(["domains", "edge"], ({ domains, edge }) =>
    edge.cors.origins.flatMap((origin, index) => {
      const host = /^https:\/\/([^:/]+)/.exec(fillDomains(origin, domains))?.[1] ?? "";
      if (!edge.cors.credentials || host.includes("{") || belongsTo(host, domains)) return [];
      return [
        finding(
          { edge },
          ["edge", "cors", "origins", index],
          "would get the users' cookies though it is foreign",
          `an origin in ${Object.values(domains)
            .map(({ name }) => name)
            .join(", ")}, or credentials: false`,
        ),
      ];
    }),
  ),
  rule(["domains", "workloads"], (settings) =>
    Object.entries(settings.workloads).flatMap(([name, { env }]) =>
      Object.entries(env).flatMap(([variable, value]) =>
        // Braces in a value may be the application's own; only a slip of a domain's key is one of ours.
        typeof value === "string" &&
        domainReferences(value).some(
          (key) => !(key in settings.domains) && nearest(key, Object.keys(settings.domains)) !== undefined,
        )
          ? (unknownDomain(settings, ["workloads", name, "env", variable], value) ?? [])
          : [],
      ),
    ),
  ),
  rule(["domains"], ({ domains }) => {
    const names = Object.entries(domains);
    return names.flatMap(([key, { name }], index) =>
      names.slice(0, index).some(([, other]) => other.name === name)
        ? [finding({ domains }, ["domains", key, "name"], "is listed twice", "each domain once")]
        : [],
    );
  }),
  rule(["domains"], ({ domains }) =>
    Object.entries(domains).flatMap(([key, { validation, recordsExist }]) =>
      recordsExist && validation === "dns"
        ? [
            finding(
              { domains },
              ["domains", key, "recordsExist"],
              "is for records that others write",
              'validation "external", or nothing: with "dns" the platform writes them',
            ),
          ]
        : [],
    ),
  ),
  rule(["domains"], ({ domains }) => {
    const zones = Object.entries(domains);
    return zones.flatMap(([key, { hostedZoneId }], index) => {
      const first = zones.slice(0, index).find(([, other]) => other.hostedZoneId === hostedZoneId);
      if (first === undefined) return [];
      const problem = `is the zone of domains.${first[0]} too`;
      const allowed = "a zone of its own; one domain of a zone serves every name below it";
      return [finding({ domains }, ["domains", key, "hostedZoneId"], problem, allowed)];
    });
  }),
];

/** ACM's limit for the names of one certificate, once raised. */
const MOST_HOSTS = 100;
/** What ACM takes for the name that a certificate is called by. */
const LONGEST_COMMON_NAME = 64;

type WithHosts = Pick<Settings, "domains" | "workloads" | "site" | "media">;

function listed(path: PathKey[], hosts: readonly string[], owner: string): [PathKey[], string, string][] {
  return hosts.map((host, index) => [[...path, index], host, owner]);
}

/** Every public host, with who answers for it. */
function publicHosts({ workloads, site, media }: WithHosts): [path: PathKey[], host: string, owner: string][] {
  return [
    ...Object.entries(workloads).flatMap(([name, workload]) =>
      workload.kind === "web" ? listed(["workloads", name, "hosts"], workload.hosts, `workloads.${name}`) : [],
    ),
    ...(site === undefined ? [] : listed(["site", "hosts"], site.hosts, "site")),
    ...(media === undefined ? [] : ([[["media", "host"], media.host, "media"]] as [PathKey[], string, string][])),
  ];
}

function unknownDomain(settings: { readonly domains: Settings["domains"] }, path: PathKey[], text: string) {
  const known = Object.keys(settings.domains);
  const key = domainReferences(text).find((candidate) => !known.includes(candidate));
  if (key === undefined) return undefined;
  const best = nearest(key, known);
  return finding(
    settings,
    path,
    `refers to {${key}}, which is no domain`,
    known.map((name) => `{${name}}`).join(", "),
    best && text.replace(`{${key}}`, `{${best}}`),
  );
}
