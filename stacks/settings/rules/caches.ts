import { LASTING_PURPOSES } from "../caches.ts";
import { type SettingsRule, finding, reference, rule } from "../_rule.ts";

export const cacheRules: readonly SettingsRule[] = [
  rule(["caches"], ({ caches }) =>
    Object.entries(caches.users).flatMap(([name, { store, purposes }]) => {
      const durable = purposes.filter((purpose) => (LASTING_PURPOSES as readonly string[]).includes(purpose));
      if (store === "state" || durable.length === 0) return [];
      return [
        finding(
          { caches },
          ["caches", "users", name, "store"],
          `may evict ${durable.join(", ")}`,
          '"state", which never evicts; the store "cache" is for values that can be computed again',
        ),
      ];
    }),
  ),
  rule(["caches"], ({ caches }) =>
    Object.entries(caches.users).flatMap(([name, { store }]) =>
      reference(["caches", "users", name, "store"], store, Object.keys(caches.stores), "caches.stores"),
    ),
  ),
  rule(["caches", "limits"], ({ caches, limits }) =>
    Object.entries(limits).flatMap(([name, limit]) => {
      const path = ["limits", name, "cacheUser"];
      const missing = reference(path, limit.cacheUser, Object.keys(caches.users), "caches.users");
      const user = caches.users[limit.cacheUser];
      if (user === undefined || user.purposes.includes("rate-limits")) return missing;
      return [
        finding(
          { limits },
          path,
          "is a user that keeps no rate limits",
          `a cache user with the purpose "rate-limits"; caches.users.${limit.cacheUser} keeps ${user.purposes.join(", ")}`,
        ),
      ];
    }),
  ),
  rule(["system", "environment", "caches"], ({ system, environment, caches }) =>
    Object.keys(caches.users).flatMap((name) => {
      const id = `${system}-${environment}-${name}`;
      if (id.length <= LONGEST_ID && !RESERVED_USERS.includes(name)) return [];
      return [
        finding(
          { caches },
          ["caches", "users", name],
          id.length <= LONGEST_ID
            ? "has a name that is taken"
            : `would have the id ${id}, ${id.length} characters long`,
          `a name other than ${RESERVED_USERS.join(" and ")}, with which the id has at most ${LONGEST_ID} characters`,
        ),
      ];
    }),
  ),
  rule(["caches"], ({ caches }) =>
    Object.entries(caches.stores).flatMap(([name, { nodes, singleNodeWithoutFailover }]) =>
      singleNodeWithoutFailover && nodes !== undefined
        ? [
            finding(
              { caches },
              ["caches", "stores", name, "nodes"],
              "is set beside singleNodeWithoutFailover",
              "one of nodes and singleNodeWithoutFailover: true, which is a single node",
            ),
          ]
        : [],
    ),
  ),
  rule(["caches", "tier"], ({ caches, tier }) =>
    Object.entries(caches.stores).flatMap(([name, { singleNodeWithoutFailover }]) =>
      singleNodeWithoutFailover && tier === "prod"
        ? [
            finding(
              { caches },
              ["caches", "stores", name, "singleNodeWithoutFailover"],
              "loses the store with one machine",
              "false in prod",
            ),
          ]
        : [],
    ),
  ),
];

/** ElastiCache's limit for the ids of users. */
const LONGEST_ID = 40;
const RESERVED_USERS = ["default", "default-off"];
