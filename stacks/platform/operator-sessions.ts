import type { Caches } from "../../components/caches.ts";
import type { Database } from "../../components/database.ts";
import type { Keys } from "../../components/keys.ts";
import type { Network } from "../../components/network.ts";
import { type OperatorSession, OperatorSessions } from "../../components/operator-sessions.ts";
import type { Settings } from "../settings.ts";
import { prefixOf, tagsOf } from "./names.ts";
import type { BoundSecret } from "./secrets.ts";

/** The endpoint by which a session's container is reached, beside those of the settings. */
const SESSION_ENDPOINT = "ssmmessages";

export function hasOperatorSessions({ operatorSessions }: Settings): boolean {
  return Object.keys(operatorSessions).length > 0;
}

/** Endpoints of the network: those of the settings, and what the sessions need. */
export function endpointsOf(settings: Settings): readonly string[] {
  const { interfaceEndpoints } = settings.network;
  if (!hasOperatorSessions(settings) || interfaceEndpoints.includes(SESSION_ENDPOINT)) return interfaceEndpoints;
  return [...interfaceEndpoints, SESSION_ENDPOINT];
}

export interface SessionParts {
  readonly keys: Keys;
  readonly network: Network;
  /** Absent in a system without Postgres. */
  readonly database: Database | undefined;
  readonly caches: Caches;
  readonly secrets: Readonly<Record<string, BoundSecret>>;
}

/** The way of people into the databases; nothing where the settings name no session. */
export function createOperatorSessions(settings: Settings, parts: SessionParts): OperatorSessions | undefined {
  if (!hasOperatorSessions(settings)) return undefined;
  const { keys, network } = parts;
  return new OperatorSessions("sessions", {
    prefix: prefixOf(settings),
    region: settings.region,
    accountId: settings.accountId,
    tags: tagsOf(settings),
    vpcId: network.vpcId,
    endpointSecurityGroupId: network.endpointSecurityGroupId,
    s3PrefixListId: network.s3PrefixListId,
    kmsKeyArn: keys.data.arn,
    secretsKeyArn: keys.secrets.arn,
    logsKeyArn: keys.logs.arn,
    logRetentionDays: settings.audit.auditLogRetentionDays,
    architecture: settings.cluster.nodes.architecture,
    outsideRegistry: Object.values(settings.operatorSessions).some(({ outsideRegistry }) => outsideRegistry),
    sessions: Object.fromEntries(
      Object.entries(settings.operatorSessions).map(([name, session]) => [
        name,
        sessionOf(name, session, settings, parts),
      ]),
    ),
  });
}

function sessionOf(
  name: string,
  { secret, image, minutes }: Settings["operatorSessions"][string],
  { secrets: { entries } }: Settings,
  { database, caches, secrets }: SessionParts,
): OperatorSession {
  const entry = entries[secret];
  const bound = secrets[secret];
  if (entry?.kind !== "rotated" || bound === undefined) throw new Error(`session "${name}" without a rotated login`);
  const common = { image, minutes, secretArn: bound.arn };
  if ("databaseRole" in entry.owner) {
    if (database === undefined) throw new Error(`session "${name}" of a database that the settings do not describe`);
    const { securityGroupId, port } = database;
    return { ...common, client: "psql", serverSecurityGroupId: securityGroupId, port };
  }
  const user = caches.users[entry.owner.cacheUser];
  if (user === undefined) throw new Error(`session "${name}" of a cache user that the settings do not describe`);
  return { ...common, client: "valkey-cli", serverSecurityGroupId: user.securityGroupId, port: user.port };
}
