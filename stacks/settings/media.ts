import * as z from "zod";
import { host, image, whole } from "./_fields.ts";

const publicKey = z
  .string()
  .regex(/^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----\n?$/)
  .meta({ allowed: "a public key in PEM (RSA 2048 or EC P-256), beginning with -----BEGIN PUBLIC KEY-----" });

const mirror = z
  .string()
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)
  .meta({ allowed: "a host such as clamav.example.com, without https://" });

export const media = z
  .strictObject({
    host: host.describe("Host under which clean media are served."),
    contentTypes: z
      .array(
        z
          .string()
          .regex(/^[a-z]+\/[a-z0-9.+-]+$/)
          .meta({ allowed: "a media type such as image/jpeg" }),
      )
      .min(1)
      .describe("Types that may be uploaded."),
    maxUploadMib: whole(1, 2_000, "MiB").default(10).describe("Largest upload; must fit the scanner's limit."),
    presignTtlSeconds: whole(30, 3_600, "seconds").default(300).describe("How long a presigned upload is valid."),
    access: z.enum(["public", "signed"]).default("signed").describe("Whether media need a signed URL or cookie."),
    signingKeys: z
      .exactOptional(
        z.strictObject({
          a: z
            .exactOptional(publicKey)
            .describe("One of two keys that may sign; the other takes over when it is changed."),
          b: z.exactOptional(publicKey).describe("The other key."),
        }),
      )
      .describe("Public keys that verify signed URLs, in PEM. Left out, signed media are not served yet."),
    signedUrlTtlSeconds: whole(60, 86_400, "seconds").default(900).describe("How long a signed URL is valid."),
    cacheTtlSeconds: whole(0, 31_536_000, "seconds").default(86_400).describe("How long the CDN keeps an object."),
    quarantineDays: whole(1, 90, "days").default(7).describe("How long unscanned and infected uploads are kept."),
    noncurrentDays: whole(1, 365, "days").default(30).describe("How long replaced and deleted versions are kept."),
    retentionDays: z
      .exactOptional(whole(1, 3_650, "days"))
      .describe("Age at which served media are deleted; left out for never."),
  })
  .describe("Uploads and the bucket behind the CDN. Nothing is served before it was scanned whole.");

export const antivirus = z
  .discriminatedUnion("engine", [
    z.strictObject({
      engine: z.literal("clamav").describe("ClamAV in the cluster."),
      image: image.describe("The clamd image, by digest."),
      workerImage: image.describe("The scan worker's image, by digest."),
      replicas: whole(2, 20, "replicas").default(2).describe("clamd instances."),
      workerReplicas: whole(1, 50, "replicas").default(2).describe("Scan workers."),
      maxFileMib: whole(1, 2_000, "MiB")
        .default(100)
        .describe("Largest file that is scanned whole; a larger one is never clean."),
      signatureMaxAgeHours: whole(6, 168, "hours")
        .default(48)
        .describe("Age of the signatures at which scanning stops and an alarm is raised."),
      signatureMirror: z
        .exactOptional(mirror)
        .describe(
          "Host of a server of yours that has ClamAV's signatures, over HTTPS. Left out, ClamAV's own network, which turns away addresses from which many ask, such as a NAT gateway's.",
        ),
    }),
    z.strictObject({
      engine: z.literal("guardduty").describe("GuardDuty Malware Protection for S3."),
      workerImage: z
        .exactOptional(image)
        .describe(
          "The scan worker's image, by digest; it brings clean objects to where they are served. Left out, nothing is served.",
        ),
      workerReplicas: whole(1, 50, "replicas").default(2).describe("Scan workers."),
    }),
  ])
  .describe("What scans uploads.");
