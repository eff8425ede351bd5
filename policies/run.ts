import { Property, type Reads, Undecided, trackReads } from "./property.ts";
import { Resource, type Stack } from "./resource.ts";
import {
  type Context,
  type Issue,
  NOT_APPLICABLE,
  type Outcome,
  type Rule,
  type StackContext,
  undecided,
} from "./rule.ts";

export type Verdict = "pass" | "fail" | "undecided" | "notApplicable";

/** What one rule says of one resource. */
export interface Judgement {
  readonly verdict: Verdict;
  /** A pass that rests on a simulated value: it may turn out otherwise when the real value is known. */
  readonly assumed: boolean;
  readonly issues: readonly Issue[];
  /** Set when the rule itself failed. That is no answer at all: an engine must treat it as mandatory and failing. */
  readonly fault?: true;
}

const PASS: Judgement = { verdict: "pass", assumed: false, issues: [] };
const ASSUMED_PASS: Judgement = { verdict: "pass", assumed: true, issues: [] };
const DOES_NOT_APPLY: Judgement = { verdict: "notApplicable", assumed: false, issues: [] };

/** What an engine can see; it decides which rules can be judged there at all. */
export interface Sight {
  /** Whether the engine tells which values are wrapped as secret. CrossGuard does not. */
  readonly secretness: boolean;
}

/**
 * Asks one rule about one resource. Never throws: what a rule could not read, and even a fault in the rule
 * itself, becomes an undecided verdict that says so. Both adapters judge through this function, so that a
 * rule has one verdict everywhere.
 */
export function judge(
  rule: Rule,
  resource: Resource,
  context: Context<unknown>,
  stack: Stack | undefined,
  sight: Sight,
): Judgement {
  if (rule.needs?.includes("secretness") === true && !sight.secretness) {
    return undecidedJudgement(resource, "this engine cannot tell which values are secret; `rampart preview` can");
  }
  const run = trackReads(() => check(rule, resource, context, stack));
  if ("thrown" in run) return undecidedByThrow(run.thrown, resource, rule, run.reads);
  return judgementOf(rule, resource, run.result, run.reads);
}

function check(rule: Rule, resource: Resource, context: Context<unknown>, stack: Stack | undefined): Outcome {
  if (rule.scope === "resource") return rule.check(resource, context);
  if (stack === undefined) throw new TypeError(`rule ${rule.id} has scope "stack" and was run without one`);
  const stackContext: StackContext<unknown> = { ...context, stack };
  return rule.check(resource, stackContext);
}

function judgementOf(rule: Rule, resource: Resource, outcome: Outcome, reads: Reads): Judgement {
  if (outcome === NOT_APPLICABLE) return DOES_NOT_APPLY;
  // Types say so, and a rule of a user's own may have been written without them: a promise would read as a pass.
  if (!isOutcome(outcome)) {
    return faultJudgement(rule, resource, "returned something that is no list of issues for this resource");
  }
  if (outcome.length > 0) {
    const verdict = outcome.some((issue) => issue.verdict === "fail") ? "fail" : "undecided";
    return { verdict, assumed: false, issues: outcome.map((issue) => withoutSecrets(issue, reads.secrets)) };
  }
  if (reads.simulated === undefined) return PASS;
  if (rule.severity !== "critical") return ASSUMED_PASS;
  // What a critical rule guards may not rest on a placeholder.
  return undecidedJudgement(reads.simulated, `${reads.simulated.display} is a simulated value`);
}

function undecidedByThrow(thrown: unknown, resource: Resource, rule: Rule, reads: Reads): Judgement {
  if (thrown instanceof Undecided && thrown.property instanceof Property) {
    return { verdict: "undecided", assumed: false, issues: [withoutSecrets(undecided(thrown), reads.secrets)] };
  }
  // Neither the message nor the stack is shown: either may quote an input.
  const kind = thrown instanceof Error ? thrown.name : typeof thrown;
  return faultJudgement(rule, resource, `failed on this resource with ${kind}`);
}

function faultJudgement({ id, file }: Rule, resource: Resource, what: string): Judgement {
  const name = file === undefined ? id : `${id} of ${file}`;
  return { ...undecidedJudgement(resource, `rule ${name} ${what}; this is a fault in the rule`), fault: true };
}

function isOutcome(outcome: unknown): outcome is readonly Issue[] {
  return Array.isArray(outcome) && outcome.every(isIssue);
}

function isIssue(issue: unknown): issue is Issue {
  if (typeof issue !== "object" || issue === null) return false;
  const { verdict, property, message } = issue as Readonly<Record<string, unknown>>;
  return (
    (verdict === "fail" || verdict === "undecided") &&
    (property instanceof Property || property instanceof Resource) &&
    typeof message === "string" &&
    message !== ""
  );
}

function undecidedJudgement(property: Property | Resource, message: string): Judgement {
  return { verdict: "undecided", assumed: false, issues: [{ verdict: "undecided", property, message }] };
}

/** Shorter secrets are not struck: replacing every "a" helps nobody, and no real secret is so short. */
const SHORTEST_SECRET = 4;

function withoutSecrets(issue: Issue, secrets: ReadonlySet<string> | undefined): Issue {
  if (secrets === undefined) return issue;
  let { message } = issue;
  for (const secret of secrets) {
    if (secret.length >= SHORTEST_SECRET) message = message.replaceAll(secret, "[secret]");
  }
  return { ...issue, message };
}
