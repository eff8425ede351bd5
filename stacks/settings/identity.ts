import * as z from "zod";
import { accountId, domainName, hostedZoneId, reason, region, slug, text } from "./_fields.ts";

export const system = slug(20).describe("The application system; part of resource names and the tag `system`.");
export const environment = slug(12).describe("The environment; part of resource names and the tag `environment`.");
export const tier = z
  .enum(["prod", "nonprod"])
  .describe("Whether the environment guards production. Rules are stricter in prod.");
export const owner = text(2, 60)
  // What AWS takes in the value of a tag.
  .regex(/^[\p{L}\p{N} _.:/=+@-]*$/u)
  .meta({ allowed: "text of 2 to 60 letters, digits, spaces and _.:/=+@-" })
  .describe("The team that answers for the platform; the tag `owner`.");
export const dataClass = z
  .enum(["public", "internal", "personal", "sensitive"])
  .default("personal")
  .describe("The most sensitive data the system holds; the tag `data-class`.");
export const account = accountId.describe("The AWS account the platform lives in.");
export const homeRegion = region.describe("The AWS region of everything that is not global.");
export const sharedAccount = z
  .strictObject({ reason: reason().describe("Why one account holds several environments.") })
  .describe("Allows another environment in the same account. Both environments must say so.");

export const expires = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((date) => !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date))
  .meta({ allowed: "a date such as 2027-01-31" })
  .describe("The day on which a passing environment is to be destroyed; the tag `expires`. Not in prod.");

export const domains = z
  .record(
    slug(20),
    z.strictObject({
      name: domainName.describe("The registered domain or a delegated name below it."),
      hostedZoneId: hostedZoneId.describe(
        "The existing Route 53 hosted zone that answers for the name. One that lives elsewhere is not touched.",
      ),
      validation: z
        .enum(["dns", "external"])
        .default("dns")
        .describe("`dns` writes the records; `external` prints them for a zone that lives elsewhere."),
      recordsExist: z
        .boolean()
        .default(false)
        .describe(
          "With `external`: the printed records are written. Until every such domain says so, the platform has no certificate, and CDN, load balancer and sites wait.",
        ),
    }),
  )
  .refine((value) => Object.keys(value).length > 0)
  .meta({ allowed: "at least one domain" })
  .describe("The domains of the system by a short key. Hosts refer to them as `{key}`.");
