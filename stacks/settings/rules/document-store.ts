import { type SettingsRule, finding, reference, rule } from "../_rule.ts";

export const documentStoreRules: readonly SettingsRule[] = [
  rule(["documentStore"], ({ documentStore }) =>
    Object.entries(documentStore?.users ?? {}).flatMap(([name, { database }]) =>
      reference(
        ["documentStore", "users", name, "database"],
        database,
        Object.keys(documentStore?.databases ?? {}),
        "documentStore.databases",
      ),
    ),
  ),
  rule(["documentStore"], ({ documentStore }) =>
    Object.entries(documentStore?.databases ?? {}).flatMap(([database, collections]) =>
      Object.entries(collections).flatMap(([collection, indexes]) =>
        Object.entries(indexes).flatMap(([name, { keys, unique, expireAfterSeconds }]) => {
          const path = ["documentStore", "databases", database, collection, name];
          const fields = keys.map(({ field }) => field);
          if (new Set(fields).size < fields.length)
            return [finding({ documentStore }, [...path, "keys"], "names a field twice", "each field once")];
          if (expireAfterSeconds === undefined || (fields.length === 1 && !unique)) return [];
          return [
            finding(
              { documentStore },
              [...path, "expireAfterSeconds"],
              "is set on an index that cannot expire documents",
              "an index of one field that is not unique",
            ),
          ];
        }),
      ),
    ),
  ),
  rule(["documentStore", "secrets"], ({ documentStore, secrets }) =>
    Object.keys(documentStore?.users ?? {}).flatMap((user) =>
      Object.values(secrets.entries).some((entry) => entry.kind === "login" && entry.owner.documentUser === user)
        ? []
        : [
            finding(
              { documentStore },
              ["documentStore", "users", user],
              "has no secret",
              `an entry of kind "login" in secrets.entries with the owner { documentUser: "${user}" }`,
            ),
          ],
    ),
  ),
];
