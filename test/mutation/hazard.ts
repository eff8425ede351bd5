import type { Value } from "../../policies/value.ts";

/**
 * A value that is insecure only with certain others beside it, such as a port range of a rule that admits
 * everybody. `around` is laid beside the input first, and `from` is the input's own harmless value.
 */
export interface Hazard {
  readonly controls: RegExp;
  /** The path in the catalogue, list marks left out. */
  readonly path: string;
  readonly around: { readonly [name: string]: Value | undefined };
  readonly from: Value | undefined;
  readonly values: readonly Value[];
}
