/** A login of PostgreSQL that alternates between two roles, `${role}_a` and `${role}_b`. */
export interface PostgresTarget {
  readonly kind: "postgres";
  /** Common stem of the two roles. Lower-case letters, digits and underscores. */
  readonly role: string;
  /** Database to connect to when the new login is tried. */
  readonly database: string;
}

/** A user of ElastiCache, which may have two passwords at a time. */
export interface CacheTarget {
  readonly kind: "cache";
  readonly userId: string;
  /** Key of `Configuration.caches`. */
  readonly store: string;
}

/** Primary endpoint of a store, where a new password is tried and which the secret's URL names. */
export interface CacheAddress {
  readonly host: string;
  readonly port: number;
}

export type Target = PostgresTarget | CacheTarget;

/** A secret that people supply and rotate by hand; the function only reports its age. */
export interface ManualSecret {
  readonly name: string;
  readonly arn: string;
}

/** How the administrator of the database is reached. */
export interface DatabaseAdministration {
  readonly host: string;
  readonly port: number;
  /** Secret with the master user, owned and rotated by RDS: `{"username": …, "password": …}`. */
  readonly masterSecretArn: string;
}

/** What the function may do, from its environment: ARNs, host names and user ids; nothing confidential. */
export interface Configuration {
  /** The allow-list: a secret that is not a key here is refused, whatever the event says. */
  readonly targets: ReadonlyMap<string, Target>;
  readonly manual: readonly ManualSecret[];
  /** By name of the store. Apart from the targets, because Lambda allows 4 KB of environment in all. */
  readonly caches: Readonly<Record<string, CacheAddress>>;
  readonly database: DatabaseAdministration | undefined;
  /** PEM file with the authorities that may sign the database's certificate. */
  readonly databaseCaFile: string;
}

/** @throws If a variable is missing or malformed, which means that the component and this code disagree. */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const read = (key: string): unknown => {
    const text = environment[key];
    if (text === undefined) throw new Error(`Environment variable ${key} is not set; deploy the function again.`);
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(`Environment variable ${key} is not JSON; deploy the function again.`);
    }
  };
  // The start that the ARNs share is given once: Lambda allows 4 KB of environment in all.
  const stem = environment["ROTATION_SECRETS"] ?? "";
  const arnOf = (text: string): string => (text.startsWith("arn:") ? text : stem + text);
  const given = Object.entries(read("ROTATION_TARGETS") as Record<string, Target>);
  const targets = new Map(given.map(([secret, target]) => [arnOf(secret), target]));
  for (const target of targets.values()) {
    if (target.kind === "postgres" && !/^[a-z][a-z0-9_]{0,60}$/.test(target.role)) {
      throw new Error(`ROTATION_TARGETS names the role "${target.role}"; use lower-case letters, digits, underscores.`);
    }
  }
  const database = read("ROTATION_DATABASE") as DatabaseAdministration | null;
  return {
    targets,
    manual: (read("ROTATION_MANUAL") as readonly ManualSecret[]).map(({ name, arn }) => ({ name, arn: arnOf(arn) })),
    caches: read("ROTATION_CACHES") as Readonly<Record<string, CacheAddress>>,
    database: database ?? undefined,
    databaseCaFile: environment["ROTATION_DATABASE_CA_FILE"] ?? "",
  };
}
