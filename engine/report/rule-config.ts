import { z } from "zod";
import { configSchema } from "../../policies/rule-config.ts";
import type { Rule } from "../../policies/rule.ts";

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly items?: JsonSchema;
}

/** A line of Markdown for each setting that a rule has of its own. */
export function configReference(rule: Rule): string[] {
  if (rule.config === undefined) return [];
  const { properties = {} } = z.toJSONSchema(configSchema(rule), { target: "draft-7", io: "input" });
  return Object.entries(properties as Readonly<Record<string, JsonSchema>>)
    .filter(([name]) => name !== "undecided")
    .map(([name, schema]) => {
      const preset = schema.default === undefined ? "" : `; default \`${JSON.stringify(schema.default)}\``;
      return `\`${name}\` (${kindOf(schema)}${preset})${schema.description === undefined ? "" : `: ${schema.description}`}`;
    });
}

function kindOf({ type, enum: allowed, items }: JsonSchema): string {
  if (allowed !== undefined) return allowed.map((value) => JSON.stringify(value)).join(" or ");
  if (type === "array") return `list of ${items === undefined ? "values" : kindOf(items)}`;
  return type ?? "value";
}
