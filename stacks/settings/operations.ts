import * as z from "zod";
import { cronSchedule, emailAddress, logRetentionDays, percent, region, text, whole } from "./_fields.ts";

export const alarms = z
  .strictObject({
    receivers: z
      .strictObject({
        emails: z.array(emailAddress).min(1).describe("Addresses that get every alarm."),
        pagerEndpoint: z
          .exactOptional(z.url({ protocol: /^https$/ }).meta({ allowed: "an https URL without a credential in it" }))
          .describe("HTTPS endpoint of the on-call tool, for the composite alarm that pages."),
      })
      .describe("Who is told."),
    databaseCpuPercent: percent(10, 99).default(80).describe("CPU of the database."),
    databaseFreeStoragePercent: percent(5, 50).default(15).describe("Free storage of the database."),
    poolUsePercent: percent(10, 99).default(80).describe("Server connections in use, of those the pooler may open."),
    poolWaitSeconds: whole(1, 60, "seconds").default(2).describe("Longest wait of a client for a server connection."),
    cacheMemoryPercent: percent(10, 95)
      .default(75)
      .describe("Memory of the state store, which refuses writes when full."),
    targetP99Milliseconds: whole(50, 60_000, "milliseconds")
      .default(1_500)
      .describe("99th percentile of response times."),
    serverErrorPercent: z
      .number()
      .min(0.01)
      .max(50)
      .meta({ allowed: "per cent, 0.01 to 50" })
      .default(1)
      .describe("Responses with 5xx."),
    loginFailuresPerMinute: whole(1, 100_000, "failures")
      .default(50)
      .describe("Failed logins and one-time passwords in a minute."),
    rateLimitedPerMinute: whole(1, 1_000_000, "responses").default(300).describe("Responses with 429 in a minute."),
    certificateDaysToExpiry: whole(7, 60, "days").default(21).describe("Remaining life of a certificate."),
  })
  .describe("Thresholds, and who is told when one is crossed.");

export const observability = z
  .strictObject({
    logRetentionDays: logRetentionDays.default(90).describe("How long application logs are kept."),
    dashboards: z
      .boolean()
      .default(true)
      .describe("CloudWatch dashboards, which cost a few dollars each beyond the account's first three."),
    watchSecretReads: z
      .boolean()
      .default(true)
      .describe(
        "An alarm on reads of secrets by other roles than those that need them. One filter names about ten such roles: off in a system with more.",
      ),
    events: z
      .record(
        z
          .string()
          .regex(/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/)
          .max(60)
          .meta({ allowed: "the name of an event such as payment.failed" }),
        z.strictObject({
          summary: text(10, 200).describe("What is the matter, as a sentence for whoever is told."),
          perFiveMinutes: z
            .exactOptional(whole(1, 100_000, "events"))
            .describe(
              "So many within five minutes ring; left out for more than has been usual at this hour of the week.",
            ),
          page: z.boolean().default(false).describe("Whether it wakes somebody; needs `perFiveMinutes`."),
        }),
      )
      .default({})
      .describe("Alarms on events that this system alone logs, by `event` of its log lines (docs/log-schema.md)."),
    prometheus: z
      .boolean()
      .default(true)
      .describe("A Managed Prometheus workspace with collector, rules and alerts; about 40 US dollars a month."),
    availabilityPercent: z
      .number()
      .min(90)
      .max(99.99)
      .meta({ allowed: "per cent, 90 to 99.99" })
      .default(99.9)
      .describe("Share of requests that must succeed in 30 days."),
    latencyMilliseconds: whole(10, 60_000, "milliseconds")
      .default(500)
      .describe(
        "What 99 % of requests must stay below; where a workload has `metrics.requests`, a bound of its histogram.",
      ),
  })
  .prefault({})
  .describe("Logs, metrics and objectives.");

export const audit = z
  .strictObject({
    accessLogRetentionDays: whole(30, 3_650, "days")
      .default(400)
      .describe("How long access logs of load balancer, CDN and buckets are kept."),
    auditLogRetentionDays: logRetentionDays.default(400).describe("How long audit log groups are kept."),
  })
  .prefault({})
  .describe("What is kept as evidence.");

const backupClass = z.strictObject({
  schedule: cronSchedule
    .default("0 5 * * *")
    .describe("When a recovery point is made (UTC), clear of the database's own windows."),
  retentionDays: whole(1, 3_650, "days").default(35).describe("How long recovery points are kept."),
  copyRetentionDays: z
    .exactOptional(whole(1, 3_650, "days"))
    .describe("How long copies in `backup.copyRegion` are kept; left out for no copies."),
});

export const backup = z
  .strictObject({
    copyRegion: z.exactOptional(region).describe("Region of the copies; not the home region. Required in prod."),
    lock: z
      .strictObject({
        mode: z
          .enum(["governance", "compliance"])
          .default("governance")
          .describe("`compliance` cannot be undone by anybody after the cooling-off days."),
        changeableForDays: z.exactOptional(whole(3, 365, "days")).describe("Cooling-off days of a compliance lock."),
        minRetentionDays: whole(1, 3_650, "days").default(7).describe("No recovery point may be kept for less."),
      })
      .prefault({})
      .describe("The vault's lock."),
    classes: z
      .strictObject({
        database: backupClass.prefault({}).describe("The database."),
        media: backupClass.prefault({}).describe("Media."),
      })
      .prefault({})
      .describe("Plans by class of data."),
    restoreTest: z
      .strictObject({
        schedule: cronSchedule
          .default("0 5 1 * *")
          .describe("When a recovery point is restored and thrown away (UTC)."),
      })
      .prefault({})
      .describe("Automatic restore test."),
    recoveryPointMinutes: whole(5, 1_440, "minutes")
      .default(5)
      .describe("Most data lost when the region survives; RDS recovers to within five minutes."),
    recoveryTimeMinutes: whole(15, 1_440, "minutes").default(60).describe("Longest outage when the region survives."),
    regionLossPointMinutes: whole(15, 10_080, "minutes")
      .default(1_680)
      .describe("Most data lost with the region: the schedule of copies plus the copying."),
  })
  .prefault({})
  .describe("Backups, and the loss they promise.");

export const budget = z
  .strictObject({
    monthlyUsd: whole(10, 10_000_000, "US dollars").describe("Expected cost of the account in a month."),
    alertPercents: z
      .array(percent(1, 200))
      .min(1)
      // AWS Budgets takes ten notifications, and one of them is of the forecast.
      .max(9)
      .refine((percents) => new Set(percents).size === percents.length)
      .meta({ allowed: "a list of one to nine, each once: whole per cent, 1 to 200" })
      .default([80, 100])
      .describe("Shares of the budget at which receivers are told."),
  })
  .describe("What the account may cost.");
