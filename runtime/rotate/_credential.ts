import { randomBytes } from "node:crypto";
import { keepSecret } from "./_log.ts";

/**
 * The content of a rotated secret: one flat JSON object. `username` and `password` are replaced at each
 * turn, as is every field that holds a URL with the old password; all others are carried over.
 */
export interface Credential {
  readonly username: string;
  readonly password: string;
  readonly [field: string]: string | number | boolean;
}

/**
 * Reads the JSON text of a secret and remembers its passwords, so that they are struck from logs.
 *
 * @throws If the text is not such an object. The message names the fault and never quotes the text.
 */
export function parseCredential(text: string, where: string): Credential {
  keepSecret(text);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which is the secret.
    throw new Error(`${where} is not JSON; store an object with username and password.`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new Error(`${where} is not a JSON object; store an object with username and password.`);
  }
  for (const [field, value] of Object.entries(parsed)) {
    if (!["string", "number", "boolean"].includes(typeof value)) {
      throw new Error(
        `${where} has a nested value in field "${field}"; every field must be a string, number or boolean.`,
      );
    }
    if (/password$/i.test(field) && typeof value === "string") keepSecret(value);
  }
  const { username, password } = parsed as Record<string, unknown>;
  if (typeof username !== "string" || username === "" || typeof password !== "string" || password === "") {
    throw new Error(`${where} has no username or no password; both must be non-empty strings.`);
  }
  return parsed as Credential;
}

/**
 * A new password of 256 random bits. Made here and not by Secrets Manager, so that the function needs no
 * right on `*`. URL-safe base64 needs no escaping in a connection URL and is accepted by ElastiCache (16 to
 * 128 characters).
 */
export function newPassword(): string {
  const password = randomBytes(32).toString("base64url");
  keepSecret(password);
  return password;
}

/**
 * `current` with other fields, and with every connection URL that carries the old password rewritten to match.
 *
 * @throws If a field holds the old password in any other form: it would be wrong after the rotation, unnoticed.
 */
export function succeed(
  current: Credential,
  changes: Partial<Credential> & { username: string; password: string },
): Credential {
  const next: Record<string, string | number | boolean> = { ...current };
  for (const [field, value] of Object.entries(changes)) if (value !== undefined) next[field] = value;
  for (const [field, value] of Object.entries(current)) {
    if (typeof value !== "string" || field in changes) continue;
    const url = credentialUrl(value, current.password);
    if (url === undefined) {
      if (field === "password" || !value.includes(current.password)) continue;
      throw new Error(
        `Field "${field}" of the secret holds the password and is no connection URL; make it one or drop it.`,
      );
    }
    url.username = encodeURIComponent(changes.username);
    url.password = encodeURIComponent(changes.password);
    if (typeof changes["host"] === "string") url.hostname = changes["host"];
    if (changes["port"] !== undefined) url.port = String(changes["port"]);
    next[field] = url.href;
  }
  return next as unknown as Credential;
}

function credentialUrl(text: string, password: string): URL | undefined {
  if (!text.includes("://") || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return decodeURIComponent(url.password) === password ? url : undefined;
}
