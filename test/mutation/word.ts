import type { Value } from "../../policies/value.ts";

/**
 * What an input is for, by its name. `guard`: leaving it out is as bad as setting it wrong. `grant`: it gives
 * access or holds something; leaving it out gives nothing. `scope`: it says what kind of thing the resource
 * is, or which other resource it belongs to; no value of it is insecure by itself.
 */
type Role = "guard" | "grant" | "scope";

export interface Word {
  readonly role: Role;
  /** Values that are insecure whatever stands beside them. */
  readonly insecure: readonly Value[];
}

/** Words by `control:path`, `control:name`, `path` or `name`. */
export type Words = Readonly<Record<string, Word>>;

export const guard = (...insecure: readonly Value[]): Word => ({ role: "guard", insecure });
export const grant = (...insecure: readonly Value[]): Word => ({ role: "grant", insecure });
export const scope: Word = { role: "scope", insecure: [] };

export const OFF = guard(false);
export const ON = grant(true);
/** A key of the customer, a log target and the like: any reference will do, and none is bad. */
export const PRESENT = guard("");
/** What joins two resources: that it points at another one. */
export const ELSEWHERE = guard("another-of-the-kind");
