/**
 * Field types shared by the sections. `allowed` is what an error prints and what the reference shows; it is
 * written once, beside the check it describes.
 */
import ipaddr from "ipaddr.js";
import * as z from "zod";
import { TEMPLATE_PATTERN } from "./_templates.ts";

function pattern(regex: RegExp, allowed: string): z.ZodString {
  return z.string().regex(regex).meta({ allowed });
}

/** A short name that becomes part of resource names. */
export function slug(maximum: number): z.ZodString {
  return z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
    .max(maximum)
    .meta({
      allowed: `lower-case letters, digits and single hyphens, starting with a letter, at most ${maximum} characters`,
    });
}

/** Free text for people. */
export function text(minimum = 1, maximum = 400): z.ZodString {
  return z
    .string()
    .trim()
    .min(minimum)
    .max(maximum)
    .meta({ allowed: `text of ${minimum} to ${maximum} characters` });
}

/** Why something is the way it is: a sentence, not a word. */
export function reason(): z.ZodString {
  return text(12, 400);
}

/** A whole number with its unit. */
export function whole(minimum: number, maximum: number, unit: string): z.ZodInt {
  return z
    .int()
    .min(minimum)
    .max(maximum)
    .meta({ allowed: `a whole number of ${unit}, ${minimum} to ${maximum}` });
}

export function percent(minimum: number, maximum: number): z.ZodInt {
  return z
    .int()
    .min(minimum)
    .max(maximum)
    .meta({ allowed: `whole per cent, ${minimum} to ${maximum}` });
}

export const accountId = pattern(/^\d{12}$/, "an AWS account id: twelve digits, quoted");
export const region = pattern(/^[a-z]{2}(-[a-z]+)+-[1-9]$/, "an AWS region such as eu-central-1");
export const availabilityZone = pattern(
  /^[a-z]{2}(-[a-z]+)+-[1-9][a-z]$/,
  "an availability zone's name such as eu-central-1a",
);
export const hostedZoneId = pattern(/^Z[A-Z0-9]{5,31}$/, "a Route 53 hosted zone id such as Z0123456789ABCDEFGHIJ");
export const roleArn = pattern(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
  "the ARN of an IAM role: arn:aws:iam::<account>:role/<name>",
);
export const emailAddress = pattern(/^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i, "an e-mail address");
export const environmentVariable = pattern(
  /^[A-Z][A-Z0-9_]{0,127}$/,
  "an environment variable's name: capitals, digits and underscores",
);
export const cronSchedule = pattern(
  /^(\*|[\d*/,-]+)( (\*|[\d*/,-]+)){4}$/,
  'a five-field cron schedule in UTC such as "15 2 * * *"',
);
export const dailyWindow = pattern(
  /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
  'a daily window in UTC such as "01:00-02:00"',
);
export const weeklyWindow = pattern(
  /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
  'a weekly window in UTC such as "sun:03:00-sun:04:00"',
);
/** A fully qualified name in lower case, without a final dot. */
export const domainName = pattern(
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  "a domain name in lower case such as example.com",
);
/** Third-party names in egress lists may start with one wildcard label. */
export const egressDomain = pattern(
  /^(?=.{4,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  "a domain name, optionally with *. in front",
);
/** A public host: absolute, or below one of `domains` by its key. */
export const host = pattern(
  new RegExp(`^(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*(${TEMPLATE_PATTERN}|[a-z]{2,63})$`),
  'a host such as "api.{main}", where main is a key of domains, or an absolute name below one of the domains',
);
export const origin = pattern(
  new RegExp(`^https://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*(${TEMPLATE_PATTERN}|[a-z]{2,63})(:\\d{2,5})?$`),
  'an https origin such as "https://app.{main}", without a path; never *',
);
/** A container image: only a digest names one content for ever. */
export const image = pattern(
  /^(?=.{1,512}$)[a-z0-9]+([._/-][a-z0-9]+|__[a-z0-9]+|:\d+\/[a-z0-9]+)*(:[\w][\w.-]{0,127})?@sha256:[0-9a-f]{64}$/,
  "an image pinned by digest: repo[:tag]@sha256:<64 hex>",
);
/** A path that routes and probes use. */
export const urlPath = pattern(/^\/[\w\-./*~%]{0,255}$/, "an absolute path such as /health, optionally ending in *");
export const mountPath = pattern(/^\/[\w\-.]+(\/[\w\-.]+)*$/, "an absolute directory such as /var/run/app");

/** An IPv4 network written by its first address. */
export const cidr = z
  .string()
  .refine((value) => isNetwork(value))
  .meta({ allowed: "an IPv4 network by its first address, such as 10.20.0.0/16" });

function isNetwork(value: string): boolean {
  if (!ipaddr.IPv4.isValidCIDR(value)) return false;
  return ipaddr.IPv4.networkAddressFromCIDR(value).toString() === value.split("/")[0];
}

/** The retentions that CloudWatch Logs accepts, in days. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

export const logRetentionDays = z
  .literal(LOG_RETENTION_DAYS)
  .meta({ allowed: `a retention that CloudWatch Logs knows, in days: ${LOG_RETENTION_DAYS.join(", ")}` });

/** A key by which other settings refer to an entry. */
export const referenceName = pattern(
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  "a name of lower-case letters, digits and single hyphens, starting with a letter",
);

export const port = z.int().min(1).max(65_535).meta({ allowed: "a port, 1 to 65535" });

export const cpu = pattern(/^([1-9]\d{0,4}m|[1-9]\d{0,3})$/, 'a CPU quantity such as "250m" or "2"');
export const memory = pattern(/^[1-9]\d{0,5}(Mi|Gi)$/, 'a memory quantity such as "512Mi" or "2Gi"');
