import * as z from "zod";
import { referenceName, slug, text, whole } from "./_fields.ts";

const purpose = text(4, 200).describe("What the secret is for; shown to whoever supplies or rotates it.");

const version = whole(1, 10_000, "versions")
  .default(1)
  .describe(
    "Raise it to make a new generated value, or after supplying one; what takes it as an environment variable then restarts. Files follow by themselves.",
  );

const signing = z
  .enum(["signing", "encryption", "session", "other"])
  .describe("What a generated value is used as. Signing, encryption and session keys need at least 32 bytes.");

const byHand = z
  .strictObject({
    maxAgeDays: whole(1, 730, "days").default(90).describe("Age at which an alarm asks for a new value."),
    runbook: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .meta({ allowed: "the name of a runbook such as rotate-signing-key" })
      .describe("Runbook that tells how to rotate it."),
  })
  .describe("Rotation by hand.");

const field = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9_]{0,40}$/)
  .meta({ allowed: "the name of a JSON field such as url" });

const documentUser = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,56}$/)
  .meta({ allowed: "the name of a user of the document store" });

const secretSpec = z
  .discriminatedUnion("kind", [
    z
      .strictObject({
        kind: z.literal("generated").describe("Made once by Pulumi and never printed."),
        purpose,
        version,
        use: signing,
        bytes: whole(16, 128, "random bytes").default(32).describe("Length before encoding."),
        encoding: z
          .enum(["base64url", "base64url-padded", "base64", "hex"])
          .default("base64url")
          .describe("How the bytes are written; `base64url-padded` is what Fernet keys need."),
        rotation: byHand,
      })
      .describe("A random value."),
    z
      .strictObject({
        kind: z.literal("rotated").describe("Owned by the rotation function; Pulumi writes the first value only."),
        purpose,
        owner: z
          .union([
            z.strictObject({ databaseRole: field.describe("A key of `database.roles`.") }),
            z.strictObject({ cacheUser: referenceName.describe("A key of `caches.users`.") }),
          ])
          .meta({ allowed: "{ databaseRole: … } or { cacheUser: … }" })
          .describe("Whose password it is."),
        fields: z
          .record(field, z.string().min(1).max(400))
          .default({})
          .describe(
            "For a database role: connection URLs composed from {username}, {password}, {host}, {port} and {database}. Values are URL-encoded.",
          ),
      })
      .describe(
        "The credentials of a database role or cache user, as one JSON secret. A role's has username, password, host, port, database and the fields listed; a user's has username, password, host, port and url.",
      ),
    z
      .strictObject({
        kind: z
          .literal("login")
          .describe("Made by Pulumi for a user of the document store; raising `version` renews it."),
        purpose,
        version,
        owner: z
          .strictObject({ documentUser: documentUser.describe("A key of `documentStore.users`.") })
          .describe("Whose password it is."),
        fields: z
          .record(field, z.string().min(1).max(400))
          .default({})
          .describe(
            "Connection URLs composed from {username}, {password}, {host}, {port} and {database}. Values are URL-encoded.",
          ),
        rotation: byHand,
      })
      .describe(
        "The credentials of a user of the document store, as one JSON secret with username, password, host, port, database and the fields listed. Each version is the other one of two logins, so that the earlier keeps working until the next.",
      ),
    z
      .strictObject({
        kind: z
          .literal("composed")
          .describe("Put together from generated entries; rotated and supplied ones change later."),
        purpose,
        version,
        fields: z
          .record(
            field,
            z
              .union([
                z.strictObject({ secret: referenceName.describe("The generated entry whose value the field has.") }),
                z.strictObject({ text: text(1, 1_000).describe("A text that is no secret.") }),
              ])
              .meta({ allowed: "{ secret: … } or { text: … }" }),
          )
          .describe("JSON fields: each the value of a generated entry, or a plain text."),
      })
      .describe("One JSON secret whose fields come from other entries."),
    z
      .strictObject({
        kind: z.literal("supplied").describe("Given by the operator after the first deployment."),
        purpose,
        version,
        supplied: z
          .boolean()
          .describe("True once the value is in Secrets Manager. Until then whatever needs it waits."),
        rotation: byHand,
      })
      .describe("A credential that a third party issued."),
  ])
  .describe("One secret.");

export const secrets = z
  .strictObject({
    recoveryWindowDays: whole(7, 30, "days").default(30).describe("How long a deleted secret can be restored."),
    rotationPeriodDays: whole(1, 365, "days")
      .default(90)
      .describe("How often database roles and cache users get new passwords."),
    pollMinutes: whole(1, 60, "minutes")
      .default(5)
      .describe("How often mounted secrets are compared with Secrets Manager; each look is a paid call."),
    entries: z.record(slug(64), secretSpec).describe("The secrets by name."),
  })
  .describe("The catalogue of secrets. It never holds a value.");

export const keys = z
  .strictObject({
    deletionWindowDays: whole(7, 30, "days").default(30).describe("How long a deleted key can be restored."),
    rotationPeriodDays: whole(90, 2_560, "days").default(365).describe("How often AWS makes new key material."),
  })
  .prefault({})
  .describe("Customer managed KMS keys: data, secrets, logs and backup.");
