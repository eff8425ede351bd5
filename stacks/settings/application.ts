import * as z from "zod";
import { environmentVariable, reason, referenceName, text, urlPath, whole } from "./_fields.ts";

export const limits = z
  .record(
    referenceName,
    z.strictObject({
      paths: z.array(urlPath).min(1).describe("Paths that share the counter."),
      per: z
        .array(z.enum(["ip", "user", "phone", "account"]))
        .min(1)
        .describe(
          "What is counted, together. For `ip` the application takes the entry of X-Forwarded-For that the fact `client-ip-depth` counts from the right.",
        ),
      requests: whole(1, 1_000_000, "requests").describe("Most requests in a window."),
      windowSeconds: whole(1, 86_400, "seconds").describe("The window."),
      lockSeconds: z.exactOptional(whole(1, 86_400, "seconds")).describe("How long a breach locks what was counted."),
      cacheUser: referenceName.describe(
        "The cache user that keeps the counter; a key of `caches.users` with the purpose `rate-limits`.",
      ),
    }),
  )
  .default({})
  .describe("Exact limits, which the application keeps in the state store the platform hands it.");

export const tokens = z
  .strictObject({
    access: z
      .strictObject({
        secret: referenceName.describe("The signing key; a key of `secrets.entries`."),
        minutes: whole(1, 60, "minutes").default(15).describe("Lifetime of an access token."),
      })
      .describe("Access tokens."),
    refresh: z
      .exactOptional(
        z.strictObject({
          secret: referenceName.describe("The signing key; another entry than that of access tokens."),
          days: whole(1, 90, "days").default(7).describe("Lifetime of a refresh token."),
        }),
      )
      .describe("Refresh tokens; left out for systems that have none."),
    revocations: z
      .exactOptional(referenceName)
      .describe("The cache user that keeps revoked tokens; a key of `caches.users`."),
  })
  .describe("What signs the application's tokens and how long they live.");

export const clientBuild = z
  .record(environmentVariable, z.string().max(400))
  .default({})
  .describe("Variables of web and mobile builds. They reach every user: nothing secret belongs here.");

export const publicValues = z
  .record(environmentVariable, reason())
  .default({})
  .describe(
    "Variables of client builds that are called like a credential and are public by design, each with the reason.",
  );

export const application = z
  .array(
    z.strictObject({
      item: text(4, 300).describe("What the application has to do itself."),
      handsOver: text(4, 300).describe("What the platform gives it for that."),
    }),
  )
  .default([])
  .describe("What the platform cannot do for the application.");
