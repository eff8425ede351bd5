import { CA_FILE } from "../../components/_document-script.ts";

/** The credentials of a database role, rotated by the platform. PgBouncer and RDS take TLS connections only. */
export function databaseLogin<Role extends string>(role: Role) {
  return {
    kind: "rotated",
    purpose: `Login of the database role ${role}`,
    owner: { databaseRole: role },
    fields: { url: "postgresql://{username}:{password}@{host}:{port}/{database}?sslmode=require" },
  } as const;
}

/**
 * The credentials of a user of the document store, renewed by raising `version`. DocumentDB has no retryable writes, and its
 * certificates are signed by the authorities of RDS, whose bundle the application's image has to hold.
 */
export function documentLogin<User extends string>(user: User) {
  return {
    kind: "login",
    purpose: `Login of the document store's user ${user}`,
    owner: { documentUser: user },
    fields: {
      url: `mongodb://{username}:{password}@{host}:{port}/{database}?tls=true&tlsCAFile=${CA_FILE}&replicaSet=rs0&retryWrites=false&authSource=admin`,
    },
    rotation: { maxAgeDays: 90, runbook: "rotate-document-login" },
  } as const;
}

/** The credentials of a cache user, rotated by the platform. Its secret has a `url` already. */
export function cacheLogin<User extends string>(user: User) {
  return {
    kind: "rotated",
    purpose: `Login of the cache user ${user}`,
    owner: { cacheUser: user },
  } as const;
}
