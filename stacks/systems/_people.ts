import { isInRegion } from "../../components/_ecr-image.ts";
import { cacheLogin, databaseLogin } from "./_logins.ts";

const PEOPLE = "people";

interface PeoplePlace {
  readonly region: string;
  readonly images: { readonly session: string };
}

/** One registry serves all regions, and endpoints lead to that of their own only. */
function sessionImage(image: string, region: string) {
  return { image, outsideRegistry: !isInRegion(image, region) } as const;
}

/**
 * How people look into the store `state` without being let into the network: a user that reads the keys with these starts
 * (leave out what signs people in), its login, and a container that starts the client. Who may open one is named by a
 * permission set (docs/runbooks/operator-session.md).
 */
export function statePeople<Prefix extends string>({ images, region }: PeoplePlace, keyPrefixes: readonly Prefix[]) {
  const session = sessionImage(images.session, region);
  return {
    users: { [PEOPLE]: { store: "state", purposes: ["inspect"], keyPrefixes } },
    secrets: { "state-people": cacheLogin(PEOPLE) },
    sessions: { valkey: { secret: "state-people", ...session } },
  } as const;
}

/** The same, and a role that reads a database. */
export function postgresPeople<Database extends string, Prefix extends string>(
  place: PeoplePlace,
  database: Database,
  keyPrefixes: readonly Prefix[],
) {
  const state = statePeople(place, keyPrefixes);
  return {
    roles: { [PEOPLE]: { database, access: "readonly", via: "direct", connections: 3 } },
    users: state.users,
    secrets: { "database-people": databaseLogin(PEOPLE), ...state.secrets },
    sessions: {
      psql: { secret: "database-people", ...sessionImage(place.images.session, place.region) },
      ...state.sessions,
    },
  } as const;
}
