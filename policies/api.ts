/** What a user's own rules are written with: the same contract as the pack's. */
export { z } from "zod";
export { policyText, ref } from "./examples.ts";
export { type Level, defaultLevel } from "./levels.ts";
export type { PathKey } from "./pointer.ts";
export { Property, Undecided } from "./property.ts";
export { Resource, type ResourceOptions, Stack } from "./resource.ts";
export {
  type Context,
  type Example,
  type ExampleResource,
  type FailingExample,
  type Issue,
  type Link,
  type Outcome,
  type Profile,
  type Remediation,
  type RemediationValue,
  type ResourceRule,
  type Rule,
  type Severity,
  type StackContext,
  type StackRule,
  type Tier,
  type UndecidedExample,
  NOT_APPLICABLE,
  all,
  anyOf,
  defineRule,
  each,
  every,
  some,
  undecided,
} from "./rule.ts";
export { whenUnset } from "./rules/_remediation.ts";
export { rules } from "./rules/index.ts";
export { Asset, type Properties, Reference, Secret, UNKNOWN, Unknown, type Value } from "./value.ts";
export type { Waiver } from "./waiver.ts";
