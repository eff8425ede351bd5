/** The credentials of a database role, rotated every 90 days. PgBouncer and RDS take TLS connections only. */
export function databaseLogin<Role extends string>(role: Role) {
  return {
    kind: "rotated",
    purpose: `Login of the database role ${role}`,
    owner: { databaseRole: role },
    fields: { url: "postgresql://{username}:{password}@{host}:{port}/{database}?sslmode=require" },
  } as const;
}

/** The credentials of a cache user, rotated every 90 days. Database 0 is the only one behind access control by key. */
export function cacheLogin<User extends string>(user: User) {
  return {
    kind: "rotated",
    purpose: `Login of the cache user ${user}`,
    owner: { cacheUser: user },
    fields: { url: "rediss://{username}:{password}@{host}:{port}/0" },
  } as const;
}
