export const MINUTE = 60;
export const HOUR = 3_600;
export const DAY = 24 * HOUR;

/** A credential that a third party issued, already in Secrets Manager. */
export function supplied<Purpose extends string>(purpose: Purpose) {
  return { kind: "supplied", purpose, supplied: true, rotation: { runbook: "rotate-supplied-credential" } } as const;
}

/** A key that signs tokens: 384 bits, renewed by hand with an overlap. */
export function signingKey<Purpose extends string>(purpose: Purpose) {
  return {
    kind: "generated",
    purpose,
    use: "signing",
    bytes: 48,
    rotation: { runbook: "rotate-signing-key" },
  } as const;
}
