import type * as pulumi from "@pulumi/pulumi";
import type { Caches } from "../../components/caches.ts";
import type { Database } from "../../components/database.ts";
import { loginUser } from "../../components/_document-script.ts";
import type { DocumentStore } from "../../components/document-store.ts";
import { loginRoles } from "../../components/_bootstrap-sql.ts";
import type { RotationArgs } from "../../components/rotation.ts";
import type { SecretReference, SecretSpec, Secrets, SecretsArgs } from "../../components/secrets.ts";
import type { Settings } from "../settings.ts";
import { POOLER, serviceHost } from "./names.ts";

type SecretSettings = Settings["secrets"]["entries"][string];

/** The port of PgBouncer. */
const POOLER_PORT = 6432;

export interface SecretPlaces {
  readonly namespace: string;
  /** Absent in a system without Postgres. */
  readonly database: Pick<Database, "address" | "port"> | undefined;
  /** Absent in a system without a document store. */
  readonly documents: Pick<DocumentStore, "address" | "port"> | undefined;
}

/** The catalogue of the settings as the component takes it. Logins of cache users are made by the caches. */
export function catalogueOf(settings: Settings, places: SecretPlaces): Record<string, SecretSpec> {
  return Object.fromEntries(
    Object.entries(settings.secrets.entries).flatMap(([name, entry]) => {
      const spec = specOf(entry, settings, places);
      return spec === undefined ? [] : [[name, spec]];
    }),
  );
}

function specOf(entry: SecretSettings, settings: Settings, places: SecretPlaces): SecretSpec | undefined {
  switch (entry.kind) {
    case "generated": {
      const { kind, purpose, use, bytes, encoding, version, rotation } = entry;
      return { kind, purpose, use, bytes, encoding, generation: version, rotation };
    }
    case "supplied": {
      const { kind, purpose, supplied, rotation } = entry;
      return { kind, purpose, supplied, rotation };
    }
    case "composed":
      return { kind: "composed", purpose: entry.purpose, fields: entry.fields };
    case "login":
      return documentLoginOf(entry, settings, places);
    case "rotated":
      return "databaseRole" in entry.owner ? loginOf(entry.owner.databaseRole, entry, settings, places) : undefined;
  }
}

/** Pooled roles reach their own entry of PgBouncer, which bears the role's name; direct ones the server itself. */
function loginOf(
  roleName: string,
  { purpose, fields }: Extract<SecretSettings, { kind: "rotated" }>,
  settings: Settings,
  { namespace, database }: SecretPlaces,
): SecretSpec {
  const role = settings.database?.roles[roleName];
  if (role === undefined || database === undefined)
    throw new Error(`secret of database role "${roleName}", which the settings do not describe`);
  const pooled = role.via === "pooler";
  return {
    kind: "rotated",
    purpose,
    username: loginRoles(roleName)[0],
    host: pooled ? serviceHost(POOLER, namespace) : database.address,
    port: pooled ? POOLER_PORT : database.port,
    database: pooled ? roleName : role.database,
    fields,
  };
}

/** The login of this version: odd ones and even ones take turns. */
function documentLoginOf(
  { purpose, owner, fields, version, rotation }: Extract<SecretSettings, { kind: "login" }>,
  settings: Settings,
  { documents }: SecretPlaces,
): SecretSpec {
  const user = settings.documentStore?.users[owner.documentUser];
  if (user === undefined || documents === undefined) {
    throw new Error(`secret of document user "${owner.documentUser}", which the settings do not describe`);
  }
  return {
    kind: "login",
    purpose,
    username: loginUser(owner.documentUser, version),
    host: documents.address,
    port: documents.port,
    database: user.database,
    fields,
    generation: version,
    rotation,
  };
}

/** A secret as workloads bind to it, wherever it was made. */
export interface BoundSecret {
  readonly arn: pulumi.Output<string>;
  readonly supplied: boolean;
  /** Changes when pods that hold the value in their environment have to start again. */
  readonly restartOn: pulumi.Input<string>;
}

export function boundSecrets(
  settings: Settings,
  made: Readonly<Record<string, SecretReference>>,
  caches: Pick<Caches, "userSecrets">,
): Record<string, BoundSecret> {
  return Object.fromEntries(
    Object.entries(settings.secrets.entries).map(([name, entry]) => [name, bind(name, entry, settings, made, caches)]),
  );
}

function bind(
  name: string,
  entry: SecretSettings,
  settings: Settings,
  made: Readonly<Record<string, SecretReference>>,
  caches: Pick<Caches, "userSecrets">,
): BoundSecret {
  const reference = made[name];
  if (reference !== undefined) {
    return { ...reference, restartOn: reference.versionId ?? restartOf(entry, settings) };
  }
  const user = entry.kind === "rotated" && "cacheUser" in entry.owner ? entry.owner.cacheUser : undefined;
  const secret = user === undefined ? undefined : caches.userSecrets[user];
  if (secret === undefined) throw new Error(`secret "${name}" belongs to nothing that the platform makes`);
  return { arn: secret.arn, supplied: true, restartOn: restartOf(entry, settings) };
}

/**
 * A supplied value changes behind Pulumi's back: its `version` in the settings is raised with it. A rotated login
 * stays valid until the next turn, and Auto Mode replaces every node, and so every pod, within 21 days: a pod
 * therefore starts again, and reads the new login, well before the old one ends.
 */
function restartOf(entry: SecretSettings, settings: Settings): string {
  return entry.kind === "rotated" ? `rotated every ${settings.secrets.rotationPeriodDays} days` : String(entry.version);
}

/** The entries that sign tokens, for the check that they are two. */
export function tokenKeys({ tokens }: Settings): Pick<SecretsArgs, "tokenKeys"> {
  if (tokens?.refresh === undefined) return {};
  return { tokenKeys: { access: tokens.access.secret, refresh: tokens.refresh.secret } };
}

/** What applications encrypt by themselves. */
export function dataKeyPurposes({ workloads }: Settings): { readonly dataKeyPurposes?: readonly string[] } {
  const purposes = [...new Set(Object.values(workloads).flatMap(({ dataKeys }) => dataKeys))].toSorted();
  return purposes.length === 0 ? {} : { dataKeyPurposes: purposes };
}

/** Whether some workload takes a secret as an environment variable, for which the driver must write Secrets. */
export function usesSecretVariables({ workloads }: Settings): boolean {
  return Object.values(workloads).some(({ secrets }) => Object.keys(secrets).length > 0);
}

/** The secret of each database role, by the role's name. */
export function secretsOfRoles(settings: Settings, secrets: Secrets): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    Object.entries(settings.secrets.entries).flatMap(([name, entry]) => {
      const reference = secrets.entries[name];
      if (entry.kind !== "rotated" || !("databaseRole" in entry.owner) || reference === undefined) return [];
      return [[entry.owner.databaseRole, reference.arn]];
    }),
  );
}

/** Secrets that people rotate: the function tells their age. */
export function manualSecrets(settings: Settings, secrets: Secrets): NonNullable<RotationArgs["manualSecrets"]> {
  return Object.fromEntries(
    Object.entries(settings.secrets.entries).flatMap(([name, entry]) => {
      const reference = secrets.entries[name];
      const byHand =
        entry.kind === "generated" || entry.kind === "login" || (entry.kind === "supplied" && entry.supplied);
      if (!byHand || reference === undefined) return [];
      return [[name, { arn: reference.arn, maxAgeDays: entry.rotation.maxAgeDays }]];
    }),
  );
}
