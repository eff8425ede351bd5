import { isPlain } from "../settings/_schema.ts";

/** A value as TypeScript writes it. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (!isPlain(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${propertyName(key)}: ${literal(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** `.workloads.api["a-b"]`. */
export function member(keys: readonly string[]): string {
  return keys.map((key) => (isIdentifier(key) ? `.${key}` : `[${JSON.stringify(key)}]`)).join("");
}

export function propertyName(key: string): string {
  return isIdentifier(key) ? key : JSON.stringify(key);
}

export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}
