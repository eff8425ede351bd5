import { DURABLE_PURPOSES } from "../caches.ts";
import { type SettingsRule, finding, reference, rule } from "../_rule.ts";
import { windowClash } from "./capacity.ts";

export const cacheRules: readonly SettingsRule[] = [
  rule(["caches"], ({ caches }) =>
    Object.entries(caches.users).flatMap(([name, { store, purposes }]) => {
      const durable = purposes.filter((purpose) => (DURABLE_PURPOSES as readonly string[]).includes(purpose));
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
      if (user === undefined || user.purposes.includes("limits")) return missing;
      return [
        finding(
          { limits },
          path,
          "is a user that keeps no limits",
          `a cache user with the purpose "limits"; caches.users.${limit.cacheUser} keeps ${user.purposes.join(", ")}`,
        ),
      ];
    }),
  ),
  rule(["caches"], ({ caches }) =>
    Object.entries(caches.stores).flatMap(([name, store]) =>
      windowClash("caches", store.snapshotWindow, store.maintenanceWindow, { caches }, ["caches", "stores", name]),
    ),
  ),
];
