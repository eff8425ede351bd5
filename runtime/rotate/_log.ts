/** Texts that must never leave the function. Each credential is added the moment it is read or made. */
const confidential = new Set<string>();

/** From now on `text` is struck out of every log line and error. Short texts are ignored: they would blank out prose. */
export function keepSecret(text: string): void {
  if (text.length >= 8) confidential.add(text).add(encodeURIComponent(text));
}

/** Forgets all secrets; called at the end of an invocation, because Lambda keeps the process for the next one. */
export function forgetSecrets(): void {
  confidential.clear();
}

/** `text` without any secret that the function has handled. */
export function strike(text: string): string {
  let struck = text;
  for (const secret of confidential) struck = struck.replaceAll(secret, "[redacted]");
  return struck;
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes one structured line. Lambda's JSON log format wraps the object and keeps its fields searchable. */
export function log(level: "info" | "warn" | "error", event: string, fields: LogFields = {}): void {
  const safe = Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === "string" ? strike(value) : value]),
  );
  console[level]({ event, ...safe });
}

/** What an error says, in a form that may be logged: name and message, never a stack or a request. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return strike(String(error));
  return strike(error.message === "" ? error.name : `${error.name}: ${error.message}`);
}
