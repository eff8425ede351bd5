import * as z from "zod";
import { LOG_EVENTS } from "../../components/_log-events.ts";
import { type SecurityAlarm, securityEvents } from "../../components/_security-events.ts";
import { FORBIDDEN_LOG_KEYS, logLine } from "../../components/log-schema.ts";
import type { Pages } from "./index.ts";

const EXAMPLE = {
  time: "2026-11-20T10:00:00.123Z",
  level: "warn",
  event: "login.failed",
  requestId: "0b9d6a5e",
  userHash: "5f2b51ca2fdc5baa",
  ip: "198.51.100.7",
  method: "POST",
  path: "/auth/login",
  status: 401,
  milliseconds: 12,
  reason: "password",
};

/** Whatever an environment's thresholds are, the page says what kind of alarm there is. */
const FACTS = {
  thresholds: { loginFailuresPerMinute: 1, rateLimitedPerMinute: 1 },
  namespace: "shop",
  scansUploads: true,
  deployerRoleArns: [],
  secretPrefixes: ["shop/prod/"],
  secretReaders: [],
};

/** The JSON Schema of a line. What a key may be called it cannot say. */
function jsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(logLine, { target: "draft-7", io: "input" }),
    title: "A line that an application logs",
    additionalProperties: { type: ["string", "number", "boolean", "null"] },
  };
}

function page(): string {
  return `# What applications log

<!-- Written by \`npm run docs\` from components/log-schema.ts and components/_log-events.ts; change them there. -->

An application writes one JSON object a line to standard output, and nothing else. The cluster brings each line to the log group
\`/aws/containerinsights/<system>-<environment>/application\`, where it stands under \`log_processed\`, beside \`kubernetes\`, which says
which pod wrote it. Metric filters read it there: an application that names its events otherwise is not watched.

\`\`\`json
${JSON.stringify(EXAMPLE)}
\`\`\`

The schema is [schemas/log-line.schema.json](schemas/log-line.schema.json); in TypeScript, \`logLine\` of the package \`rampart\`.

## Fields

| Field | | Meaning |
| --- | --- | --- |
${Object.entries(logLine.shape)
  .map(
    ([name, field]) =>
      `| \`${name}\` | ${field.safeParse(undefined).success ? "" : "required"} | ${field.description} |`,
  )
  .join("\n")}

Further keys are free. Their values are text, numbers, true, false or null; objects and lists are refused, because filters and charts
read only plain fields.

## What must not be there

No key has one of these words in it, however it is written (\`accessToken\`, \`access_token\`): ${FORBIDDEN_LOG_KEYS.map((key) => `\`${key}\``).join(", ")}.
Who it was, \`userHash\` says: a keyed hash (HMAC-SHA-256) that only the application can bring back to a person. No text holds a credential,
the query of an address, or the body of a request.

## Events

These names mean the same in every application. Log each one once, when it happened.

| \`event\` | Meaning | Who hears of it |
| --- | --- | --- |
${Object.entries(LOG_EVENTS)
  .map(([event, meaning]) => `| \`${event}\` | ${meaning} | ${hearers(event)} |`)
  .join("\n")}

Thresholds are in the settings, under \`alarms\`; what is usual is learnt in about two weeks.
`;
}

function hearers(event: string): string {
  const alarms = securityEvents(FACTS)
    .filter(({ source, pattern }) => source === "application" && pattern.includes(`"${event}"`))
    .flatMap((it) => it.alarms);
  return alarms.length === 0 ? "nobody; it is charted or searched" : [...new Set(alarms.map(hearer))].join("; ");
}

function hearer(alarm: SecurityAlarm): string {
  if (alarm.kind === "unusual") return "receivers, when there are more than usual";
  const number = alarm.threshold === 1 ? "each one" : "many in five minutes";
  return alarm.page ? `whoever is on call: ${number}` : `receivers: ${number}`;
}

/** docs/log-schema.md and its schema. */
export function logSchemaPages(): Pages {
  return new Map([
    ["docs/log-schema.md", page()],
    ["docs/schemas/log-line.schema.json", `${JSON.stringify(jsonSchema(), undefined, 2)}\n`],
  ]);
}
