import { z } from "zod";
import catalogue from "./catalogue.json" with { type: "json" };
import { formatPath } from "./pointer.ts";
import { configSchema } from "./rule-config.ts";
import type { Rule } from "./rule.ts";
import { canonicalType, listItemType } from "./types.ts";
import { Asset, Reference, Secret, Unknown, type Value, isObject } from "./value.ts";

/** Two words at least, so that neither the engine's word `all` nor a name that every object has can be an id. */
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;
/** The pack's own policies beside the rules are called so. */
const RESERVED_PREFIX = "rampart-";
/** Deeper than any input; what refers to itself is deeper still. */
const DEEPEST_VALUE = 64;
/** Words of the policy config that mean the same for every rule. */
const RESERVED_SETTINGS: ReadonlySet<string> = new Set(["undecided", "enforcementLevel"]);

const controlIds: ReadonlySet<string> = new Set(catalogue.controls.map(({ id }) => id));

/** An object without keys of other names: a misspelt key would otherwise be left out in silence. */
function strict<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: ({ code, keys }) =>
      code === "unrecognized_keys"
        ? `has no key ${keys.map((key: string) => JSON.stringify(key)).join(", ")}; allowed are ${Object.keys(shape).join(", ")}`
        : undefined,
  });
}

const line = text(/^\S(.*\S)?$/, "one line of text");
const pointer = text(/^(\/.*)?$/, 'a JSON Pointer such as "/spec/replicas", or "" for the resource as a whole');

function text(pattern: RegExp, allowed: string): z.ZodString {
  return z.string().regex(pattern, { error: ({ input }) => `is ${given(input)}; give ${allowed}` });
}

const token = z.string().superRefine((text, context) => {
  const fault = tokenFault(text);
  if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
});

/** A token that no resource is judged under would make a rule that is never asked, and so never fails. */
function tokenFault(text: string): string | undefined {
  if (!/^[^:\s*]+:[^:\s*]*:[^:\s*]+$/.test(text)) {
    return `is ${JSON.stringify(text)}; write a type token such as "aws:s3/bucket:Bucket"`;
  }
  const canonical = listItemType(text) ?? canonicalType(text);
  if (canonical !== text) return `is ${JSON.stringify(text)}, another name of ${canonical}; write that, it covers both`;
  const [provider, module = "", name = ""] = text.split(":");
  const file = module.split("/")[1];
  if (provider === "aws" && file !== `${name.charAt(0).toLowerCase()}${name.slice(1)}`) {
    const service = module.split("/")[0] ?? "";
    const likely = `aws:${service || "service"}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
    return `is ${JSON.stringify(text)}, which no resource of this provider has; it writes "${likely}"`;
  }
  return undefined;
}

const properties = z
  .custom<Value>(isObject, { error: ({ input }) => `is ${given(input)}; give an object` })
  .superRefine((value, context) => {
    const fault = valueFault(value, []);
    if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
  });

/** What no engine hands over, and an example therefore cannot show. */
function valueFault(value: unknown, keys: readonly (string | number)[]): string | undefined {
  if (keys.length > DEEPEST_VALUE) return `is nested deeper than ${DEEPEST_VALUE} at ${formatPath(keys.slice(0, 3))}`;
  const within = (inner: unknown, key: string | number): string | undefined => valueFault(inner, [...keys, key]);
  if (Array.isArray(value)) return firstFault(value.map((item: unknown, index) => () => within(item, index)));
  if (value instanceof Secret) return value.value === undefined ? undefined : valueFault(value.value, keys);
  if (value === null || ["boolean", "number", "string"].includes(typeof value)) return undefined;
  if (value instanceof Unknown || value instanceof Asset || value instanceof Reference) return undefined;
  const prototype: unknown = isObject(value) ? Object.getPrototypeOf(value) : undefined;
  if (isObject(value) && (prototype === null || prototype === Object.prototype)) {
    return firstFault(
      Object.entries(value).map(
        ([key, item]) =>
          () =>
            within(item, key),
      ),
    );
  }
  return `holds ${given(value)} at ${formatPath(keys)}; use JSON data, UNKNOWN, new Secret(…), new Asset(…) or ref(…)`;
}

function firstFault(tests: readonly (() => string | undefined)[]): string | undefined {
  for (const test of tests) {
    const fault = test();
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const example = {
  name: line.optional(),
  // Another name too: a rule may tell patches apart.
  type: line.optional(),
  inputs: properties,
  options: strict({ protect: z.boolean().optional(), retainOnDelete: z.boolean().optional() }).optional(),
  stack: z.array(strict({ type: token, name: line, inputs: properties, outputs: properties.optional() })).optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  tier: z.enum(["prod", "nonprod", "unknown"]).optional(),
};

const callable = z.custom((value) => typeof value === "function", {
  error: ({ input }) => `is ${given(input)}; give a function`,
});

const config = z.custom<z.ZodObject>().superRefine((value, context) => {
  const fault = configFault(value);
  if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
});

function configFault(schema: unknown): string | undefined {
  if (!(schema instanceof z.ZodObject)) {
    return `is ${given(schema)}; write z.object({…}) with the z of "rampart/policies"`;
  }
  const reserved = Object.keys(schema.shape as object).find((key) => RESERVED_SETTINGS.has(key));
  if (reserved !== undefined) return `declares ${reserved}, which every rule has already; use another name`;
  try {
    const parsed = schema.safeParse({});
    if (!parsed.success) {
      const keys = parsed.error.issues.map(({ path }) => formatPath(path as string[])).join(", ");
      return `needs a default for ${keys}: a rule runs without any settings`;
    }
    z.toJSONSchema(schema, { target: "draft-7", io: "input" });
  } catch (error) {
    return `cannot be written as JSON Schema, which the engine needs: ${(error as Error).message}`;
  }
  return undefined;
}

const shape = strict({
  id: text(ID, 'lower-case words joined by hyphens, two at least, such as "shop-queue-names"')
    .refine((id) => !id.startsWith(RESERVED_PREFIX), {
      error: ({ input }) =>
        `is ${given(input)}; "${RESERVED_PREFIX}…" belongs to Rampart, begin it with a word of your own`,
    })
    .refine((id) => !controlIds.has(id), {
      error: ({ input }) =>
        `is ${given(input)}, a control of Rampart's own catalogue; begin it with a word of your own`,
    }),
  title: line,
  severity: z.enum(["critical", "high", "medium", "low"]),
  profile: z.enum(["baseline", "extended"]),
  scope: z.enum(["resource", "stack"]),
  why: line,
  fix: line,
  // Reports make links of them, and a report is opened in a browser.
  links: z.array(strict({ title: line, url: text(/^https:\/\/\S+$/, "an address that begins with https://") })),
  types: z.array(z.union([z.literal("*"), token])).min(1, "must name a type token at least"),
  config: config.optional(),
  needs: z.array(z.literal("secretness")).optional(),
  unwaivable: z.boolean().optional(),
  check: callable,
  remediate: callable.optional(),
  suggest: callable.optional(),
  examples: strict({
    pass: z.array(strict(example)),
    fail: z.array(strict({ ...example, path: pointer, message: line })),
    undecided: z.array(strict({ ...example, path: pointer })),
  }),
}).superRefine((rule, context) => {
  if (rule.remediate !== undefined && rule.suggest !== undefined) {
    const message = "stands beside remediate; give one: what remediate proposes is shown, too";
    context.addIssue({ code: "custom", path: ["suggest"], message });
  }
  if (configFault(rule.config ?? z.object({})) !== undefined) return;
  for (const kind of ["pass", "fail", "undecided"] as const) {
    rule.examples[kind].forEach((one, index) => {
      const fault = exampleFault(rule as unknown as Rule, one as Rule["examples"]["pass"][number]);
      if (fault !== undefined) {
        context.addIssue({ code: "custom", path: ["examples", kind, index, fault.key], message: fault.message });
      }
    });
  }
});

/** What the parts of an example must have in common with the rule. */
function exampleFault(rule: Rule, { type, config: own }: Rule["examples"]["pass"][number]) {
  const judged = type === undefined ? undefined : (listItemType(type) ?? canonicalType(type));
  if (judged !== undefined && !rule.types.includes(judged) && !rule.types.includes("*")) {
    return { key: "type", message: `is "${type}", which the rule does not judge; it judges ${rule.types.join(", ")}` };
  }
  const parsed = configSchema(rule).safeParse(own ?? {}, { error: describeFault });
  if (parsed.success) return undefined;
  const faults = parsed.error.issues.map(({ path, message }) => `${formatPath(path as string[])} ${message}`.trim());
  return { key: "config", message: faults.join("; ") };
}

/**
 * A rule that somebody else wrote, if it keeps the contract of `defineRule` to the letter; else what is wrong, each
 * fault with the key, what was given and what is allowed.
 */
export function readRule(value: unknown): { readonly rule: Rule } | { readonly faults: readonly string[] } {
  if (!isObject(value)) {
    return {
      faults: [
        `is ${given(value)} and no rule; a file of rules exports what defineRule({…}) returns, or lists of it, and nothing else`,
      ],
    };
  }
  const result = shape.safeParse(value, { error: describeFault });
  if (result.success) return { rule: result.data as unknown as Rule };
  return {
    faults: result.error.issues.map(({ path, message }) => `${formatPath(path as string[])} ${message}`.trim()),
  };
}

/** States what is allowed and what was given; where this is silent, the schema has said it. */
function describeFault(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue;
  switch (issue.code) {
    case "invalid_type":
      return input === undefined
        ? `is missing; give ${named(issue.expected)}`
        : `is ${given(input)}; give ${named(issue.expected)}`;
    case "invalid_value":
      return `is ${given(input)}; allowed are ${issue.values.map((one) => JSON.stringify(one)).join(", ")}`;
    case "unrecognized_keys":
      return `has no key ${issue.keys.map((key) => JSON.stringify(key)).join(", ")}`;
    default:
      return undefined;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a text",
};

function named(expected: string): string {
  return NAMES[expected] ?? expected;
}

/** Longer texts say no more of what is wrong. */
const LONGEST_GIVEN = 60;

function given(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) {
    const kind = (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor?.name;
    return kind === undefined || kind === "Object" ? "an object" : `an object of class ${kind}`;
  }
  if (typeof value === "symbol" || typeof value === "bigint") return `a ${typeof value}`;
  const text = JSON.stringify(value);
  return text.length > LONGEST_GIVEN ? `${text.slice(0, LONGEST_GIVEN)}…` : text;
}
