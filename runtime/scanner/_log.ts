import { createHash } from "node:crypto";

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** What must never be written: credentials as AWS forms them, and the parts of presigned addresses that work as such. */
const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, "[redacted]"],
  [/\b(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"]+/gi, "$1[redacted]"],
  [
    /\b(authorization|x-amz-security-token)(["']?\s*[:=]\s*["']?)[^\s"',]+(?:[ ,]+(?:Credential|SignedHeaders|Signature)=[^\s"',]+)*/gi,
    "$1$2[redacted]",
  ],
  [/\b(aws_?secret_?access_?key|secretAccessKey|sessionToken)(["']?\s*[:=]\s*["']?)[^\s"',}]+/gi, "$1$2[redacted]"],
];

/** Longest text of a field: an error may quote what a stranger sent. */
const LONGEST_TEXT = 500;

/** `text` without credentials and without line breaks or other control characters, cut to a length. */
export function redact(text: string): string {
  let safe = text;
  for (const [pattern, replacement] of CREDENTIALS) safe = safe.replace(pattern, replacement);
  // oxlint-disable-next-line no-control-regex -- control characters are what is removed
  safe = safe.replace(/[\u0000-\u001f\u007f]+/g, " ");
  return safe.length > LONGEST_TEXT ? `${safe.slice(0, LONGEST_TEXT)}…` : safe;
}

/**
 * An object in a log line. Keys are chosen by applications and may name people, so that only a hash is written;
 * it is the same for equal keys, and the version id finds the object.
 */
export function about(object: { readonly key: string; readonly versionId: string }): LogFields {
  return { keyHash: createHash("sha256").update(object.key).digest("hex").slice(0, 16), versionId: object.versionId };
}

/** Writes one line of JSON. */
export function log(level: "info" | "warn" | "error", event: string, fields: LogFields = {}): void {
  const safe = Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === "string" ? redact(value) : value]),
  );
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...safe })}\n`);
}

/** What an error says, in a form that may be logged: name and message, never a stack or a request. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return redact(String(error));
  return redact(error.message === "" ? error.name : `${error.name}: ${error.message}`);
}
