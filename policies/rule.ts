import type { z } from "zod";
import type { Property } from "./property.ts";
import { Undecided } from "./property.ts";
import type { Resource, Stack } from "./resource.ts";
import type { Properties } from "./value.ts";

export type Severity = "critical" | "high" | "medium" | "low";
export type Profile = "baseline" | "extended";

/** Whether an environment guards production. `unknown` counts as `prod`. Declared, never guessed from a name. */
export type Tier = "prod" | "nonprod" | "unknown";

/** What a check reports about one property. No issue means that the rule passes. */
export interface Issue {
  readonly verdict: "fail" | "undecided";
  /** The property at fault, or the resource as a whole. */
  readonly property: Property | Resource;
  /** States the fact, then the fix. Never quotes a value that may be secret. */
  readonly message: string;
}

/** The rule has nothing to say about this resource. */
export const NOT_APPLICABLE: unique symbol = Symbol("not applicable");

export type Outcome = readonly Issue[] | typeof NOT_APPLICABLE;

export interface Context<Config> {
  readonly config: Config;
  readonly environment: string | undefined;
  readonly tier: Tier;
  /** `simulate`: computed outputs are well-formed placeholders; `preview`: they are unknown; `state`: they are real. */
  readonly mode: "simulate" | "preview" | "state";
}

export interface StackContext<Config> extends Context<Config> {
  /** Every resource of the stack, indexed. */
  readonly stack: Stack;
}

/** One property bag that a rule must judge so; the rule's test and its documentation. */
export interface Example {
  /** What the example shows; printed in the rule's page. */
  readonly name?: string;
  /** Type token; default: the rule's first type. */
  readonly type?: string;
  /** Inputs of the resource under judgement. Use `UNKNOWN` and `new Secret(…)` for those values. */
  readonly inputs: Properties;
  readonly options?: { readonly protect?: boolean; readonly retainOnDelete?: boolean };
  /** Other resources of the stack, for rules of scope `stack`: `ref("name")` in any input points at one. */
  readonly stack?: readonly ExampleResource[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly tier?: Tier;
}

export interface ExampleResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
  /** Outputs that other resources may refer to; default: an id and an ARN made from the name. */
  readonly outputs?: Properties;
}

/** A failing example says where and how: the pointer of the property and a part of the message. */
export interface FailingExample extends Example {
  readonly path: string;
  readonly message: string;
}

/** An undecided example names the pointer of the value that could not be read. */
export interface UndecidedExample extends Example {
  readonly path: string;
}

export interface Link {
  readonly title: string;
  readonly url: string;
}

interface RuleBase<Schema extends z.ZodObject> {
  /** The id of the control in `catalogue.json`, letter for letter; a rule of a user's own has one of its own. Stable for ever. */
  readonly id: string;
  /** One sentence in the imperative: what must hold. */
  readonly title: string;
  readonly severity: Severity;
  readonly profile: Profile;
  /** What an attacker or an accident gains when it does not hold. */
  readonly why: string;
  /** What to change, in the vendor's vocabulary. */
  readonly fix: string;
  /** Vendor or standard pages. */
  readonly links: readonly Link[];
  /** Canonical type tokens whose resources are judged; aliases and lists are resolved by the engine. `*` is every resource. */
  readonly types: readonly string[];
  /** Settings of the rule, all with defaults. */
  readonly config?: Schema;
  /** Declares that a verdict needs to see which values are wrapped as secret; undecided where an engine cannot tell. */
  readonly needs?: readonly "secretness"[];
  /** No waiver may cover it. @default false */
  readonly unwaivable?: boolean;
  /** Safe values for paths that are not set. An explicit insecure value is rejected, never overwritten. */
  readonly remediate?: (resource: Resource) => readonly Remediation[];
  /**
   * In place of `remediate`: values that are shown at the line of the resource, and that no engine sets. For a change
   * that replaces the resource, or that takes more than the value.
   */
  readonly suggest?: (resource: Resource) => readonly Remediation[];
  readonly examples: {
    readonly pass: readonly Example[];
    readonly fail: readonly FailingExample[];
    /** One for each value that decides the rule. Empty only for rules that read no value. */
    readonly undecided: readonly UndecidedExample[];
  };
  /** For a rule that is not Rampart's own: the file that it stands in. Set by the loader, never by an author. */
  readonly file?: string;
}

export interface Remediation {
  /** JSON Pointer below the resource's inputs. What is in a list is named by its number; nothing is added to a list that is set. */
  readonly path: string;
  readonly value: RemediationValue;
}

/** JSON data. A list is set as a whole, where none is. */
export type RemediationValue =
  | boolean
  | number
  | string
  | readonly RemediationValue[]
  | { readonly [key: string]: RemediationValue };

export interface ResourceRule<Schema extends z.ZodObject = z.ZodObject> extends RuleBase<Schema> {
  readonly scope: "resource";
  readonly check: (resource: Resource, context: Context<z.output<Schema>>) => Outcome;
}

/** A rule that needs related resources. It is asked once for each resource of its types, with the whole stack at hand. */
export interface StackRule<Schema extends z.ZodObject = z.ZodObject> extends RuleBase<Schema> {
  readonly scope: "stack";
  readonly check: (resource: Resource, context: StackContext<z.output<Schema>>) => Outcome;
}

export type Rule = ResourceRule<any> | StackRule<any>;

/** Types a rule; registers nothing: `rules/index.ts` is the list. */
export function defineRule<Schema extends z.ZodObject>(rule: ResourceRule<Schema>): ResourceRule<Schema>;
export function defineRule<Schema extends z.ZodObject>(rule: StackRule<Schema>): StackRule<Schema>;
export function defineRule(rule: Rule): Rule {
  return rule;
}

/**
 * Judges each item by itself and joins the issues: an unknown in one item becomes an undecided issue of
 * its own and hides nothing in the others.
 */
export function each<T>(items: readonly T[], judge: (item: T, index: number) => readonly Issue[]): Issue[] {
  const issues: Issue[] = [];
  items.forEach((item, index) => {
    try {
      issues.push(...judge(item, index));
    } catch (thrown) {
      issues.push(undecided(thrown));
    }
  });
  return issues;
}

/** Joins independent checks of one resource, each of which may be undecided without hiding the others. */
export function all(...checks: readonly (() => readonly Issue[])[]): Issue[] {
  return each(checks, (check) => check());
}

/** True when any test holds; undecided (thrown) only when none holds and one could not be read. */
export function anyOf(...tests: readonly (() => boolean)[]): boolean {
  let unread: Undecided | undefined;
  for (const test of tests) {
    try {
      if (test()) return true;
    } catch (thrown) {
      if (!(thrown instanceof Undecided)) throw thrown;
      unread ??= thrown;
    }
  }
  if (unread !== undefined) throw unread;
  return false;
}

/** True when some item satisfies the test; like `anyOf` over the items. */
export function some<T>(items: readonly T[], test: (item: T) => boolean): boolean {
  return anyOf(...items.map((item) => () => test(item)));
}

/** True when every item satisfies the test; false as soon as one surely does not, whatever is unknown beside it. */
export function every<T>(items: readonly T[], test: (item: T) => boolean): boolean {
  return !some(items, (item) => !test(item));
}

/** The issue for what `thrown` says could not be read. Anything but `Undecided` is a bug and is thrown on. */
export function undecided(thrown: unknown): Issue {
  if (!(thrown instanceof Undecided)) throw thrown;
  const { property, reason } = thrown;
  return { verdict: "undecided", property, message: `${property.display || "the resource"} ${reason}` };
}
