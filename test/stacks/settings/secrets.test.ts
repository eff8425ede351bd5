import { describe, expect, test } from "vitest";
import { block, message, refusal } from "../_settings.ts";

describe("Secrets and tokens", () => {
  test("refuses a signing key below 32 bytes", () => {
    expect(refusal({ secrets: { entries: { "jwt-access": { bytes: 16 } } } })).toBe(
      message(
        block(
          "secrets.entries.jwt-access.bytes is too short for a key used for signing",
          "16",
          "at least 32 random bytes",
        ),
      ),
    );
  });

  test("refuses one key for access and refresh tokens", () => {
    expect(refusal({ tokens: { refresh: { secret: "jwt-access" } } })).toBe(
      message(
        block(
          "tokens.refresh.secret is the key of access tokens too",
          '"jwt-access"',
          "another entry of secrets.entries: with one key an access token can be passed off as a refresh token",
        ),
      ),
    );
  });

  test("refuses to sign with a secret that is no signing key", () => {
    expect(refusal({ tokens: { access: { secret: "sms-api-key" } } })).toBe(
      message(
        block(
          "tokens.access.secret names an entry that is no generated signing key",
          '"sms-api-key"',
          'an entry of kind "generated" with use "signing" and at least 32 bytes',
        ),
      ),
    );
  });

  test("refuses a token key that does not exist", () => {
    expect(refusal({ tokens: { access: { secret: "jwt-acces" } } })).toBe(
      message(
        block(
          "tokens.access.secret names nothing in secrets.entries",
          '"jwt-acces"',
          "one of jwt-access, jwt-refresh, database-api, database-worker, database-migrate, state-api, state-worker, cache-api, database-people, state-people, sms-api-key",
          '"jwt-access"',
        ),
      ),
    );
  });

  test("refuses revocations with a user that may lose them", () => {
    expect(refusal({ tokens: { revocations: "api-cache" } })).toBe(
      message(
        block(
          "tokens.revocations is a user that keeps no revocations",
          '"api-cache"',
          'a cache user with the purpose "revocations"; caches.users.api-cache keeps cache',
        ),
      ),
    );
  });

  test("refuses a login of a role that does not exist", () => {
    expect(refusal({ secrets: { entries: { "database-api": { owner: { databaseRole: "apii" } } } } })).toBe(
      message(
        block(
          "secrets.entries.database-api.owner.databaseRole names nothing in database.roles",
          '"apii"',
          "one of api, worker, migrate, people",
          '"api"',
        ),
      ),
    );
  });

  test("refuses two logins of one role", () => {
    expect(refusal({ secrets: { entries: { "database-worker": { owner: { databaseRole: "api" } } } } })).toBe(
      message(
        block(
          "secrets.entries.database-worker.owner belongs to secrets.entries.database-api already",
          "an object with the keys databaseRole",
          "one entry for each role or user: two rotations would undo each other",
        ),
      ),
    );
  });

  test("refuses a URL with parts that a login does not have", () => {
    expect(
      refusal({
        secrets: { entries: { "database-api": { fields: { url: "postgresql://{user}:{password}@{host}" } } } },
      }),
    ).toBe(
      message(
        block(
          "secrets.entries.database-api.fields.url refers to {user}",
          "(not shown: it may be a secret)",
          "text with {username}, {password}, {host}, {port}, {database}",
        ),
      ),
    );
  });

  test("refuses a field that every login has", () => {
    expect(refusal({ secrets: { entries: { "database-api": { fields: { host: "{host}" } } } } })).toBe(
      message(
        block(
          "secrets.entries.database-api.fields.host has the name of a field that every login has",
          "(not shown: it may be a secret)",
          "another name, such as url",
        ),
      ),
    );
  });

  test("refuses to compose from a secret that changes later", () => {
    expect(
      refusal({
        secrets: {
          entries: {
            bundle: {
              kind: "composed",
              purpose: "All in one",
              fields: { sms: { secret: "sms-api-key" }, jwt: { secret: "jwt-access" }, issuer: { text: "mahaseel" } },
            },
          },
        },
      }),
    ).toBe(
      message(
        block(
          "secrets.entries.bundle.fields.sms.secret names nothing in the generated entries",
          "(not shown: it may be a secret)",
          "one of jwt-access, jwt-refresh",
        ),
      ),
    );
  });

  test("refuses fields of a cache user", () => {
    expect(refusal({ secrets: { entries: { "cache-api": { fields: { uri: "rediss://{host}" } } } } })).toBe(
      message(
        block(
          "secrets.entries.cache-api.fields cannot be set for a cache user",
          "an object with the keys uri",
          "nothing: its secret has a url already",
        ),
      ),
    );
  });

  test("refuses secrets in builds that every user gets", () => {
    expect(refusal({ clientBuild: { MAPS_API_KEY: "AIza-something" } })).toBe(
      message(
        block(
          "clientBuild.MAPS_API_KEY would put a secret into a build that every user gets",
          "(not shown: it may be a secret)",
          "an empty value, or a server-side secret in secrets.entries; publicValues with the reason if it is public by design",
        ),
      ),
    );
  });
});
