import { cacheLogin, databaseLogin } from "./_logins.ts";

/**
 * How people look into the stores of a system without being let into the network: a login that only reads, and a
 * container that starts its client. Whoever may open one is named by a permission set (docs/runbooks/operator-session.md).
 */
const PEOPLE = "people";

/** A login of the database that reads one of its databases. */
export function peopleRole<Database extends string>(database: Database) {
  return { [PEOPLE]: { database, access: "readonly", via: "direct", connections: 3 } } as const;
}

/** A user of the store `state` that reads keys with these starts; leave out what signs people in. */
export function peopleUser<Prefix extends string>(keyPrefixes: readonly Prefix[]) {
  return { [PEOPLE]: { store: "state", purposes: ["inspect"], keyPrefixes } } as const;
}

export const peopleDatabaseLogin = { "database-people": databaseLogin(PEOPLE) } as const;
export const peopleStateLogin = { "state-people": cacheLogin(PEOPLE) } as const;

export function databaseSession(image: string) {
  return { psql: { secret: "database-people", image } } as const;
}

export function stateSession(image: string) {
  return { valkey: { secret: "state-people", image } } as const;
}
