import { type ExampleCase, buildExample } from "./examples.ts";
import { Property } from "./property.ts";
import type { Example, Rule } from "./rule.ts";
import { type Verdict, judge } from "./run.ts";

/** What a rule says of an example, as plain data. */
export interface Judged {
  readonly verdict: Verdict;
  readonly issues: readonly JudgedIssue[];
  /** True for a pass that rests on a simulated value. */
  readonly assumed: boolean;
  /** Set when the rule itself failed. */
  readonly fault?: true;
}

export interface JudgedIssue {
  readonly verdict: "fail" | "undecided";
  /** JSON Pointer; empty for the resource as a whole. */
  readonly path: string;
  readonly message: string;
}

/** Judges one of a rule's examples as every engine would. */
export function judgeExample(rule: Rule, example: Example, mode: "simulate" | "preview" = "simulate"): Judged {
  return judgeCase(rule, buildExample(rule, example, mode));
}

export function judgeCase(rule: Rule, { resource, context }: ExampleCase): Judged {
  const { verdict, assumed, issues, fault } = judge(rule, resource, context, context.stack, { secretness: true });
  return {
    verdict,
    assumed,
    issues: issues.map((issue) => ({
      verdict: issue.verdict,
      path: issue.property instanceof Property ? issue.property.pointer : "",
      message: issue.message,
    })),
    ...(fault === true && { fault }),
  };
}
