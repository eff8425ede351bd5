import * as z from "zod";

/** Words that no key may have in it: credentials or personal data would stand there. `apiKey` and `api_key` are one word here. */
export const FORBIDDEN_LOG_KEYS = [
  "password",
  "passwd",
  "secret",
  "token",
  "authorization",
  "cookie",
  "apikey",
  "privatekey",
  "otp",
  "email",
  "phone",
] as const;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

function isForbidden(key: string): boolean {
  const words = key
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const named = new Set([...words, ...words.map((word, index) => word + (words[index + 1] ?? ""))]);
  return FORBIDDEN_LOG_KEYS.some((forbidden) => named.has(forbidden));
}

/**
 * One line that an application writes to standard output: a JSON object without objects in it.
 *
 * Filters on security events read `event`, `result` and `status`, people the rest. Further keys are free, as long as their
 * values are plain and their names do not promise a credential or a person.
 */
export const logLine = z
  .looseObject({
    time: z.iso.datetime({ offset: true }).describe("When it happened, as ISO 8601 with a time zone."),
    level: z.enum(["debug", "info", "warn", "error"]).describe("How grave it is."),
    event: z
      .string()
      .regex(/^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/)
      .max(64)
      .describe(
        "What happened, in lower case with `.` or `-` between words; for the events of the table, its name there.",
      ),
    requestId: z.string().max(128).optional().describe("The request that it belongs to, the same in every service."),
    message: z.string().max(2_000).optional().describe("The same for people. Filters do not read it."),
    userHash: z
      .string()
      .regex(/^[0-9a-f]{16,64}$/)
      .optional()
      .describe("Who, as a keyed hash in hexadecimal digits; never a name, address or number."),
    ip: z.union([z.ipv4(), z.ipv6()]).optional().describe("Address of the viewer, from the trusted proxies only."),
    method: z
      .string()
      .regex(/^[A-Z]+$/)
      .optional()
      .describe("Method of the request."),
    path: z
      .string()
      .regex(/^\/[^?#]*$/)
      .max(2_000)
      .optional()
      .describe("Path of the request without its query, in which credentials may stand."),
    status: z.int().min(100).max(599).optional().describe("Status of the answer, as a number."),
    milliseconds: z.number().min(0).optional().describe("How long it took."),
    tier: z.string().max(32).optional().describe("Which limit turned somebody away, with `rate.limited`."),
    reason: z.string().max(500).optional().describe("Why, in a word or two."),
  })
  .superRefine((line, context) => {
    for (const [key, value] of Object.entries(line)) {
      if (isForbidden(key)) {
        context.addIssue({
          code: "custom",
          path: [key],
          message: "the name promises a credential or a person; leave it out, or log a keyed hash under userHash",
        });
      } else if (!scalar.safeParse(value).success) {
        context.addIssue({ code: "custom", path: [key], message: "has to be text, a number, true, false or null" });
      }
    }
  });

export type LogLine = z.infer<typeof logLine>;
