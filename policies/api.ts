/** What a user's own rules are written with: the same contract as the pack's. */
export { ref } from "./examples.ts";
export { type Level, defaultLevel } from "./levels.ts";
export { Property, Undecided } from "./property.ts";
export { Resource, Stack } from "./resource.ts";
export {
  type Context,
  type Example,
  type Issue,
  type Outcome,
  type Rule,
  type Severity,
  type StackContext,
  type Tier,
  NOT_APPLICABLE,
  all,
  anyOf,
  defineRule,
  each,
  every,
  some,
} from "./rule.ts";
export { rules } from "./rules/index.ts";
export { Asset, Reference, Secret, UNKNOWN, type Value } from "./value.ts";
export type { Waiver } from "./waiver.ts";
