export type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/**
 * `Parsed` with the keys that `Input` really has: records get the input's own keys, unions the member that the
 * input chose, optional settings that the input sets are there, and values stay as wide as the schema's.
 */
export type Narrowed<Parsed, Input> = Parsed extends readonly unknown[]
  ? Parsed
  : string extends keyof Parsed
    ? { readonly [K in keyof Input]: Narrowed<Parsed[keyof Parsed], Input[K]> }
    : Parsed extends object
      ? NarrowedObject<Chosen<Parsed, Input>, Input>
      : Parsed;

type NarrowedObject<Parsed, Input> = {
  readonly [K in keyof Parsed as K extends Sure<Parsed, Input> ? K : never]-?: Narrowed<
    Exclude<Parsed[K], undefined>,
    K extends keyof Input ? Input[K] : unknown
  >;
} & {
  readonly [K in keyof Parsed as K extends Sure<Parsed, Input> ? never : K]?: Parsed[K];
};

/** Keys that the settings are sure to have: those that are always there, and those that the input sets. */
type Sure<Parsed, Input> = {
  [K in keyof Parsed]-?: Parsed extends Record<K, unknown> ? K : K extends keyof Input ? K : never;
}[keyof Parsed];

/** The member of a union that the input's discriminator chose. */
type Chosen<Parsed, Input> = Parsed extends { kind: string }
  ? ChosenBy<Parsed, Input, "kind">
  : Parsed extends { access: string }
    ? ChosenBy<Parsed, Input, "access">
    : Parsed extends { engine: string }
      ? ChosenBy<Parsed, Input, "engine">
      : Parsed;

type ChosenBy<Parsed, Input, Key extends string> = Parsed extends { [K in Key]: infer Tag }
  ? Input extends { readonly [K in Key]: infer Given }
    ? Given extends Tag
      ? Parsed
      : never
    : Parsed
  : never;
