import { z } from "zod";
import { UNDECIDED_MODES } from "./levels.ts";
import type { Rule } from "./rule.ts";

/** A rule's own settings and `undecided`; anything else is refused. */
export function configSchema(rule: Rule): z.ZodObject {
  const own: z.ZodRawShape = rule.config?.shape ?? {};
  return z.strictObject({
    ...own,
    undecided: z.enum(UNDECIDED_MODES).optional().describe("What an undecided verdict does; default: report."),
  });
}
