/**
 * The settings of one platform: one system in one environment. Everything the composition builds follows
 * from a value of this type; nothing else is read, least of all the name of the stack.
 *
 * The schema says what a field may hold. What fields say about each other is in `settings/rules`.
 */
import * as z from "zod";
import type { DeepReadonly } from "./settings/_types.ts";
import { application, clientBuild, limits, publicValues, tokens } from "./settings/application.ts";
import { caches } from "./settings/caches.ts";
import { cluster } from "./settings/cluster.ts";
import { database, pooler } from "./settings/database.ts";
import { documentStore } from "./settings/document-store.ts";
import { edge, site } from "./settings/edge.ts";
import { egress } from "./settings/egress.ts";
import * as identity from "./settings/identity.ts";
import { antivirus, media } from "./settings/media.ts";
import { network } from "./settings/network.ts";
import { alarms, audit, backup, budget, observability } from "./settings/operations.ts";
import { operatorSessions } from "./settings/operator-sessions.ts";
import { keys, secrets } from "./settings/secrets.ts";
import { workloads } from "./settings/workloads.ts";

export const settingsSchema = z.strictObject({
  system: identity.system,
  environment: identity.environment,
  tier: identity.tier,
  owner: identity.owner,
  dataClass: identity.dataClass,
  accountId: identity.account,
  region: identity.homeRegion,
  sharedAccount: z.exactOptional(identity.sharedAccount),
  expires: z.exactOptional(identity.expires),
  domains: identity.domains,
  network,
  cluster,
  keys,
  secrets,
  database: z.exactOptional(database),
  pooler,
  documentStore: z.exactOptional(documentStore),
  caches,
  operatorSessions,
  media: z.exactOptional(media),
  antivirus: z.exactOptional(antivirus),
  edge,
  site: z.exactOptional(site),
  egress,
  workloads,
  tokens: z.exactOptional(tokens),
  limits,
  clientBuild,
  publicValues,
  alarms,
  observability,
  audit,
  backup,
  budget,
  application,
});

/**
 * How the schema is run: a program parses settings a few times, and compiling the schema first would cost more than
 * it saves.
 */
export const PARSE_ONCE = { jitless: true } as const;

/** Validated settings with every default filled in. */
export type Settings = z.output<typeof settingsSchema>;

/** What an environment writes: defaults may be left out. */
export type SettingsInput = DeepReadonly<z.input<typeof settingsSchema>>;

export type { Workload } from "./settings/workloads.ts";
