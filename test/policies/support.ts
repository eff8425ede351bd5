import { buildExample } from "../../policies/examples.ts";
import { Property } from "../../policies/property.ts";
import type { Example, Rule } from "../../policies/rule.ts";
import { type Verdict, judge } from "../../policies/run.ts";

export interface Judged {
  readonly verdict: Verdict;
  readonly issues: readonly { readonly verdict: string; readonly path: string; readonly message: string }[];
  /** True for a pass that rests on a simulated value. */
  readonly assumed: boolean;
}

/** Judges one of a rule's examples as every engine would, and gives the issues as plain data. */
export function judgeExample(rule: Rule, example: Example, mode: "simulate" | "preview" = "simulate"): Judged {
  const { resource, context } = buildExample(rule, example, mode);
  const judgement = judge(rule, resource, context, context.stack, { secretness: true });
  return {
    verdict: judgement.verdict,
    assumed: judgement.assumed,
    issues: judgement.issues.map(({ verdict, property, message }) => ({
      verdict,
      path: property instanceof Property ? property.pointer : "",
      message,
    })),
  };
}
