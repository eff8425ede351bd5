import { cacheLogin, databaseLogin } from "./_logins.ts";

const PEOPLE = "people";

/**
 * How people look into the store `state` without being let into the network: a user that reads the keys with these starts
 * (leave out what signs people in), its login, and a container that starts the client. Who may open one is named by a
 * permission set (docs/runbooks/operator-session.md).
 */
export function statePeople<Prefix extends string>(image: string, keyPrefixes: readonly Prefix[]) {
  return {
    users: { [PEOPLE]: { store: "state", purposes: ["inspect"], keyPrefixes } },
    secrets: { "state-people": cacheLogin(PEOPLE) },
    sessions: { valkey: { secret: "state-people", image } },
  } as const;
}

/** The same, and a role that reads a database. */
export function postgresPeople<Database extends string, Prefix extends string>(
  image: string,
  database: Database,
  keyPrefixes: readonly Prefix[],
) {
  const state = statePeople(image, keyPrefixes);
  return {
    roles: { [PEOPLE]: { database, access: "readonly", via: "direct", connections: 3 } },
    users: state.users,
    secrets: { "database-people": databaseLogin(PEOPLE), ...state.secrets },
    sessions: { psql: { secret: "database-people", image }, ...state.sessions },
  } as const;
}
