import type { PathKey } from "../../policies/pointer.ts";

/** Words in a key that say its value may be a credential. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  "secret",
  "secrets",
  "password",
  "passwords",
  "passwd",
  "passphrase",
  "token",
  "tokens",
  "credential",
  "credentials",
  "apikey",
  "private",
  "pem",
]);

/** Words that make `key` a credential: `signing key`, `API_KEY`. */
const KEY_QUALIFIERS: ReadonlySet<string> = new Set([
  "api",
  "access",
  "signing",
  "encryption",
  "auth",
  "service",
  "account",
  "jwt",
]);

/** Values that are credentials wherever they are written. */
const SECRET_SHAPES: readonly RegExp[] = [
  /-----BEGIN/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\b(sk|rk|whsec|ghp|gho|github_pat|xox[abp]|glpat)[-_][\w-]{8,}/,
  /\beyJ[\w-]{8,}\.[\w-]{8,}/,
  /:\/\/[^/\s:@]*:[^/\s@]+@/,
];

const HIDDEN = "(not shown: it may be a secret)";

/** A value as an error may print it: short, on one line, and never a credential. */
export function display(value: unknown, path: readonly PathKey[]): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value) && value.length === 0) return "an empty list";
  if (Array.isArray(value)) return value.length === 1 ? "a list of 1 item" : `a list of ${value.length} items`;
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value);
    if (keys.length === 0) return "an empty object";
    return `an object with the keys ${keys.slice(0, 8).join(", ")}${keys.length > 8 ? ", …" : ""}`;
  }
  if (typeof value !== "string") return JSON.stringify(value);
  return mayBeSecret(value, path) ? HIDDEN : JSON.stringify(value.length > 120 ? `${value.slice(0, 117)}...` : value);
}

/** Whether a value, or anything in it, may be a credential: by the keys above it, or by its own shape. */
export function mayBeSecret(value: unknown, path: readonly PathKey[]): boolean {
  if (path.some((key) => isSecretKey(String(key)))) return true;
  if (typeof value === "string") return SECRET_SHAPES.some((shape) => shape.test(value));
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, item]) => isSecretKey(key) || mayBeSecret(item, []));
}

/** True for keys such as `JWT_SECRET`, `smtpPassword` and `stripe-api-key`; not for `keyPrefixes` or `hostedZoneId`. */
export function isSecretKey(key: string): boolean {
  const words = key
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some(
    (word, index) =>
      SECRET_WORDS.has(word) || (/^keys?$/.test(word) && index > 0 && KEY_QUALIFIERS.has(words[index - 1] as string)),
  );
}
