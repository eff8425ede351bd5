import type { StackConfig } from "./config.ts";

/** Shorter texts are too likely to be part of ordinary words. */
const SHORTEST = 4;

/** Strikes the values of secret configuration out of a text, as the Pulumi CLI does. */
export function redactor(config: StackConfig): (text: string) => string {
  const secrets = config.secretKeys
    .map((key) => config.values[key])
    .filter((value): value is string => value !== undefined && value.length >= SHORTEST)
    // A longer secret may hold a shorter one.
    .toSorted((a, b) => b.length - a.length);
  return (text) => secrets.reduce((clean, secret) => clean.replaceAll(secret, "[secret]"), text);
}
