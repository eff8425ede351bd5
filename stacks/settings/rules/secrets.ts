import type { PathKey } from "../../../policies/pointer.ts";
import { isSecretKey } from "../_redact.ts";
import { type SettingsRule, finding, reference, rule } from "../_rule.ts";

/** 256 bits: what HMAC-SHA-256 and AES-256 keys need. */
const KEY_BYTES = 32;

export const secretRules: readonly SettingsRule[] = [
  rule(["secrets"], ({ secrets }) =>
    Object.entries(secrets.entries).flatMap(([name, spec]) => {
      if (spec.kind !== "generated" || spec.use === "other" || spec.bytes >= KEY_BYTES) return [];
      return [
        finding(
          { secrets },
          ["secrets", "entries", name, "bytes"],
          `is too short for a key used for ${spec.use}`,
          `at least ${KEY_BYTES} random bytes`,
        ),
      ];
    }),
  ),
  rule(["secrets", "tokens"], ({ secrets, tokens }) => {
    if (tokens === undefined) return [];
    const keys: [PathKey[], string][] = [[["tokens", "access", "secret"], tokens.access.secret]];
    if (tokens.refresh !== undefined) keys.push([["tokens", "refresh", "secret"], tokens.refresh.secret]);
    return keys.flatMap(([path, name]) => {
      const missing = reference(path, name, Object.keys(secrets.entries), "secrets.entries");
      const spec = secrets.entries[name];
      if (spec === undefined || (spec.kind === "generated" && spec.use === "signing")) return missing;
      return [
        {
          path,
          problem: "names an entry that is no generated signing key",
          given: JSON.stringify(name),
          allowed: `an entry of kind "generated" with use "signing" and at least ${KEY_BYTES} bytes`,
        },
      ];
    });
  }),
  rule(["tokens"], ({ tokens }) => {
    if (tokens?.refresh === undefined || tokens.refresh.secret !== tokens.access.secret) return [];
    return [
      {
        path: ["tokens", "refresh", "secret"],
        problem: "is the key of access tokens too",
        given: JSON.stringify(tokens.refresh.secret),
        allowed: "another entry of secrets.entries: with one key an access token can be passed off as a refresh token",
      },
    ];
  }),
  rule(["tokens", "caches"], ({ tokens, caches }) => {
    if (tokens?.revocations === undefined) return [];
    const path = ["tokens", "revocations"];
    const user = caches.users[tokens.revocations];
    if (user === undefined) return reference(path, tokens.revocations, Object.keys(caches.users), "caches.users");
    if (user.purposes.includes("revocations")) return [];
    return [
      {
        path,
        problem: "is a user that keeps no revocations",
        given: JSON.stringify(tokens.revocations),
        allowed: `a cache user with the purpose "revocations"; caches.users.${tokens.revocations} keeps ${user.purposes.join(", ")}`,
      },
    ];
  }),
  rule(["secrets", "database", "caches", "documentStore"], ({ secrets, database, caches, documentStore }) =>
    Object.entries(secrets.entries).flatMap(([name, spec]) => {
      if (spec.kind !== "rotated" && spec.kind !== "login") return [];
      const path: PathKey[] = ["secrets", "entries", name, "owner"];
      if ("documentUser" in spec.owner) {
        const users = Object.keys(documentStore?.users ?? {});
        return reference([...path, "documentUser"], spec.owner.documentUser, users, "documentStore.users");
      }
      if ("databaseRole" in spec.owner) {
        return reference(
          [...path, "databaseRole"],
          spec.owner.databaseRole,
          Object.keys(database?.roles ?? {}),
          "database.roles",
        );
      }
      return reference([...path, "cacheUser"], spec.owner.cacheUser, Object.keys(caches.users), "caches.users");
    }),
  ),
  rule(["secrets"], ({ secrets }) => {
    const owners = new Map<string, string>();
    return Object.entries(secrets.entries).flatMap(([name, spec]) => {
      if (spec.kind !== "rotated" && spec.kind !== "login") return [];
      const owner = JSON.stringify(spec.owner);
      const first = owners.get(owner);
      owners.set(owner, first ?? name);
      if (first === undefined) return [];
      return [
        finding(
          { secrets },
          ["secrets", "entries", name, "owner"],
          `belongs to secrets.entries.${first} already`,
          "one entry for each role or user: two rotations would undo each other",
        ),
      ];
    });
  }),
  rule(["secrets"], ({ secrets }) =>
    Object.entries(secrets.entries).flatMap(([name, spec]) => {
      if (spec.kind !== "rotated" && spec.kind !== "login") return [];
      if ("cacheUser" in spec.owner && Object.keys(spec.fields).length > 0) {
        const path = ["secrets", "entries", name, "fields"];
        return [finding({ secrets }, path, "cannot be set for a cache user", "nothing: its secret has a url already")];
      }
      return Object.entries(spec.fields).flatMap(([field, template]) => {
        const unknown = [...template.matchAll(/\{([^}]*)\}/g)]
          .map((match) => match[1] as string)
          .find((part) => !COMPOSABLE.includes(part));
        if (unknown === undefined) return [];
        return [
          {
            path: ["secrets", "entries", name, "fields", field],
            problem: `refers to {${unknown}}`,
            given: "(not shown: it may be a secret)",
            allowed: `text with ${COMPOSABLE.map((part) => `{${part}}`).join(", ")}`,
          },
        ];
      });
    }),
  ),
  rule(["secrets"], ({ secrets }) => {
    const generated = Object.keys(secrets.entries).filter((name) => secrets.entries[name]?.kind === "generated");
    return Object.entries(secrets.entries).flatMap(([name, spec]) => {
      if (spec.kind !== "composed") return [];
      return Object.entries(spec.fields).flatMap(([field, part]) => {
        const path = ["secrets", "entries", name, "fields", field, "secret"];
        return "secret" in part ? reference(path, part.secret, generated, "the generated entries") : [];
      });
    });
  }),
  rule(["secrets"], ({ secrets }) =>
    Object.entries(secrets.entries).flatMap(([name, spec]) => {
      if (spec.kind !== "rotated" && spec.kind !== "login") return [];
      return Object.keys(spec.fields)
        .filter((field) => COMPOSABLE.includes(field))
        .map((field) => {
          const path = ["secrets", "entries", name, "fields", field];
          return finding(
            { secrets },
            path,
            "has the name of a field that every login has",
            "another name, such as url",
          );
        });
    }),
  ),
  rule(["clientBuild", "publicValues"], ({ clientBuild, publicValues }) =>
    Object.entries(clientBuild).flatMap(([name, value]) =>
      value !== "" && isSecretKey(name) && !(name in publicValues)
        ? [
            finding(
              { clientBuild },
              ["clientBuild", name],
              "would put a secret into a build that every user gets",
              "an empty value, or a server-side secret in secrets.entries; publicValues with the reason if it is public by design",
            ),
          ]
        : [],
    ),
  ),
];

const COMPOSABLE = ["username", "password", "host", "port", "database"];
