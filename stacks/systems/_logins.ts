/** The credentials of a database role, rotated by the platform. PgBouncer and RDS take TLS connections only. */
export function databaseLogin<Role extends string>(role: Role) {
  return {
    kind: "rotated",
    purpose: `Login of the database role ${role}`,
    owner: { databaseRole: role },
    fields: { url: "postgresql://{username}:{password}@{host}:{port}/{database}?sslmode=require" },
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
