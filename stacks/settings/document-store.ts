import * as z from "zod";
import { DOCUMENT_INSTANCE_CLASSES } from "../../components/_document-checks.ts";
import { dailyWindow, image, logRetentionDays, weeklyWindow, whole } from "./_fields.ts";

const documentName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,56}$/)
  .meta({ allowed: 'letters, digits, "_" and "-", not starting with a digit or "-", at most 57 characters' });

const index = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        field: z
          .string()
          .regex(/^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$/)
          .meta({ allowed: "a field such as userId, or the way to an inner one such as address.city" })
          .describe("The field."),
        order: z.literal([1, -1]).meta({ allowed: "1 to ascend, -1 to descend" }).default(1).describe("Its order."),
      }),
    )
    .min(1)
    .max(32)
    .describe("The fields, in order."),
  unique: z.boolean().default(false).describe("No two documents may have the same values."),
  expireAfterSeconds: z
    .exactOptional(whole(0, 2_147_483_647, "seconds"))
    .describe(
      "Documents whose field, a date, is older go away some time after; 0 means at the date itself. Left out for never.",
    ),
});

export const documentStore = z
  .strictObject({
    engineVersion: z.enum(["5.0", "8.0"]).default("8.0").describe("Version of DocumentDB."),
    instanceClass: z
      .enum(DOCUMENT_INSTANCE_CLASSES as [string, ...string[]])
      .meta({ allowed: "an instance class of DocumentDB such as db.r6g.large" })
      .describe("Class of every instance."),
    instances: whole(1, 16, "instances")
      .default(2)
      .describe("The writer and the readers that can take over, in turns over the zones. At least 2 in prod."),
    bootstrapImage: z
      .exactOptional(image)
      .describe(
        "Image with mongosh and the RDS certificate bundle, by digest. Left out, everything with a user waits.",
      ),
    backupRetentionDays: whole(1, 35, "days").default(35).describe("How far back point-in-time recovery reaches."),
    backupWindow: dailyWindow.default("02:00-03:00").describe("When the daily snapshot is taken (UTC)."),
    maintenanceWindow: weeklyWindow.default("sun:03:30-sun:04:30").describe("When maintenance happens (UTC)."),
    deletionProtection: z
      .boolean()
      .default(true)
      .describe("Refuses deletion until it is turned off. Required in prod."),
    slowOperationMilliseconds: whole(50, 60_000, "milliseconds")
      .default(1_000)
      .describe("Operations that take longer are logged with their command."),
    logRetentionDays: logRetentionDays.default(365).describe("How long audit and profiler logs are kept."),
    databases: z
      .record(
        documentName,
        z
          .record(documentName, z.record(documentName, index).describe("Indexes of the collection, by name."))
          .describe("Collections that need indexes, by name; the application makes others itself."),
      )
      .describe("Databases on the cluster, by name."),
    users: z
      .record(
        documentName,
        z.strictObject({
          database: documentName.describe("The database the user works in; a key of `documentStore.databases`."),
          access: z
            .enum(["owner", "readwrite", "readonly"])
            .describe("`owner` may also drop and change collections; `readwrite` and `readonly` use documents."),
        }),
      )
      .describe("Users of the applications, by name. Each is two logins that take turns."),
  })
  .describe("The DocumentDB cluster, for systems that speak MongoDB's protocol.");
