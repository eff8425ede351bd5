import type { Value } from "../../../policies/value.ts";

/** A kind of resource that holds what nothing can make again. */
export interface StatefulKind {
  /** As people call it. */
  readonly name: string;
  /** What goes with it. */
  readonly holds: string;
  /** Properties that the provider cannot change in place, by dotted path below the inputs; lists count as their items. */
  readonly replacing: Readonly<Record<string, Replacing>>;
  /** The input, and its value, with which AWS refuses the deletion. */
  readonly guard?: { readonly input: string; readonly value: Value };
}

export type StatefulKinds = Readonly<Record<string, StatefulKind>>;

/** When a property replaces. By itself: whenever its value is another one. */
export interface Replacing {
  /** What the provider takes where it is left out; writing that down changes nothing. */
  readonly default?: Value;
  /**
   * The cloud chooses where it is left out: taking it out of the program keeps what is there, and writing it down may
   * write down what is there already.
   */
  readonly computed?: true;
  /** Pulumi makes a name up where it is left out, so that taking it out of the program may replace, too. */
  readonly named?: true;
  /**
   * `given`: all but taking it out; `removed`: only that; `disabled`: only from true to anything else; `existing`: only
   * where it had a value.
   */
  readonly on?: "given" | "removed" | "disabled" | "existing";
  /** Not always, even then: the provider asks the cloud, or it depends on the values or on other properties. */
  readonly sometimes?: true;
}

export const ALWAYS: Replacing = {};
export const COMPUTED: Replacing = { computed: true };
export const NAMED: Replacing = { computed: true, named: true };
export const OFF: Replacing = { default: false };
export const ON: Replacing = { default: true };
export const SOMETIMES: Replacing = { computed: true, sometimes: true };

/** Every AWS resource is made anew in the region that it names. */
export const AWS = { region: COMPUTED } as const;

export const DELETION_PROTECTION = { input: "deletionProtection", value: true } as const;
