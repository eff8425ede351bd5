import { isInRegion } from "../../../components/_ecr-image.ts";
import type { PathKey } from "../../../policies/pointer.ts";
import type { Finding } from "../../settings-errors.ts";
import type { Settings } from "../../settings.ts";
import { type SettingsRule, finding, reference, rule } from "../_rule.ts";
import { secretReferences } from "./workloads.ts";

export const operatorSessionRules: readonly SettingsRule[] = [
  rule(["operatorSessions", "secrets"], ({ operatorSessions, secrets }) =>
    Object.entries(operatorSessions).flatMap(([name, { secret }]) => {
      const path: PathKey[] = ["operatorSessions", name, "secret"];
      const missing = reference(path, secret, Object.keys(secrets.entries), "secrets.entries");
      const entry = secrets.entries[secret];
      if (entry === undefined || entry.kind === "rotated") return missing;
      const allowed = 'an entry of kind "rotated": the login of a database role or a cache user';
      return [finding({ operatorSessions }, path, `is of kind ${entry.kind}`, allowed)];
    }),
  ),
  rule(["operatorSessions", "secrets", "database", "caches"], (settings) =>
    Object.entries(settings.operatorSessions).flatMap(([name, session]) => {
      const entry = settings.secrets.entries[session.secret];
      if (entry?.kind !== "rotated") return [];
      return "databaseRole" in entry.owner
        ? roleFindings(name, entry.owner.databaseRole, settings)
        : userFindings(name, entry.owner.cacheUser, settings);
    }),
  ),
  rule(["operatorSessions", "workloads"], ({ operatorSessions, workloads }) =>
    Object.entries(operatorSessions).flatMap(([name, { secret }]) => {
      const taker = Object.entries(workloads).find(([taking, one]) =>
        secretReferences(taking, one).some(([, used]) => used.secret === secret),
      )?.[0];
      if (taker === undefined) return [];
      const allowed = "a login of its own: the log of the database could not tell people from the workload";
      return [
        finding(
          { operatorSessions },
          ["operatorSessions", name, "secret"],
          `is the login of workloads.${taker} too`,
          allowed,
        ),
      ];
    }),
  ),
  rule(["operatorSessions", "network", "region"], ({ operatorSessions, network, region }) =>
    Object.entries(operatorSessions).flatMap(([name, { image, outsideRegistry }]) => {
      if (outsideRegistry) {
        if (network.natGateways !== "none") return [];
        const path = ["operatorSessions", name, "outsideRegistry"];
        return [finding({ operatorSessions }, path, "has no way out", "false, or NAT gateways in network.natGateways")];
      }
      if (isInRegion(image, region)) return [];
      return [
        finding(
          { operatorSessions },
          ["operatorSessions", name, "image"],
          "lies where no endpoint leads",
          `an image in ECR of ${region}, or operatorSessions.${name}.outsideRegistry: true, which opens HTTPS to anywhere`,
        ),
      ];
    }),
  ),
  rule(["operatorSessions", "network"], ({ operatorSessions, network }) => {
    if (Object.keys(operatorSessions).length === 0) return [];
    const missing = ENDPOINTS.filter((service) => !network.interfaceEndpoints.includes(service));
    if (missing.length === 0) return [];
    return [
      finding(
        { network },
        ["network", "interfaceEndpoints"],
        `lacks ${missing.join(", ")}, by which operatorSessions are reached`,
        `a list with ${ENDPOINTS.join(", ")}: a session has no other way out`,
      ),
    ];
  }),
];

/** What a session's container talks to; `ssmmessages` comes with the first session. */
const ENDPOINTS = ["ecr.api", "ecr.dkr", "kms", "logs", "secretsmanager"];

type Sessions = Pick<Settings, "operatorSessions" | "database" | "caches">;

function roleFindings(name: string, role: string, { operatorSessions, database }: Sessions): Finding[] {
  const spec = database?.roles[role];
  if (spec === undefined) return [];
  const path = ["operatorSessions", name, "secret"];
  const found: Finding[] = [];
  if (spec.via === "pooler") {
    const allowed = `the login of a role with via "direct": database.roles.${role} reaches PgBouncer, in the cluster`;
    found.push(finding({ operatorSessions }, path, "belongs to a pooled role", allowed));
  }
  if ((spec.access === "owner" || spec.access === "readwrite") && operatorSessions[name]?.allowWrites !== true) {
    found.push(
      finding(
        { operatorSessions },
        path,
        `belongs to a role with access ${spec.access}`,
        `a role with access readonly or monitor, or operatorSessions.${name}.allowWrites: true`,
      ),
    );
  }
  return found;
}

function userFindings(name: string, user: string, { operatorSessions, caches }: Sessions): Finding[] {
  const spec = caches.users[user];
  if (spec === undefined || operatorSessions[name]?.allowWrites === true) return [];
  const writing = spec.purposes.filter((purpose) => purpose !== "inspect");
  if (writing.length === 0) return [];
  return [
    finding(
      { operatorSessions },
      ["operatorSessions", name, "secret"],
      `belongs to a user with the purposes ${writing.join(", ")}`,
      `a user with the purpose inspect alone, or operatorSessions.${name}.allowWrites: true`,
    ),
  ];
}
