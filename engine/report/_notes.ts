import type { Rule } from "../../policies/rule.ts";
import { plural } from "../graph/picture.ts";
import type { StackPreview } from "../preview.ts";
import { type Report, isNothingJudged } from "./_report.ts";
import { describeUnknownTypes } from "./_unknown-types.ts";

/** What the verdict says nothing about. It fails no run, and every report tells it. */
export interface Note {
  readonly kind: "nothing-judged" | "unknown-types" | "not-looked-into" | "unanswered";
  readonly text: string;
}

/** Longer lists are scrolled over. */
const MOST_NAMES = 10;

/** The notes on these stacks together; `show` says how names are written. */
export function notesOn(
  previews: readonly StackPreview[],
  rules: ReadonlyMap<string, Rule>,
  show: (name: string) => string = (name) => name,
): Note[] {
  const unknown = describeUnknownTypes(previews, rules, show);
  const opaque = previews.flatMap(({ plan }) => plan.resources.filter((resource) => resource.opaque === true));
  const unanswered = previews.flatMap(({ plan }) => plan.invokes.filter(({ answer }) => answer === "unknown"));
  const notes: (Note | false)[] = [
    ...previews.filter(isNothingJudged).map((preview): Note => {
      return { kind: "nothing-judged", text: `nothing was judged in ${show(preview.stack)}: ${whyNothing(preview)}` };
    }),
    unknown !== "" && { kind: "unknown-types", text: unknown },
    opaque.length > 0 && {
      kind: "not-looked-into",
      text: `not looked into: ${list(opaque, ({ name }) => show(name))} (children are made elsewhere)`,
    },
    unanswered.length > 0 && {
      kind: "unanswered",
      text: `answered as unknown: ${list(unanswered, ({ token }) => show(token))} (supply --fixtures)`,
    },
  ];
  return notes.filter((note) => note !== false);
}

function whyNothing({ evaluation: { summary } }: StackPreview): string {
  if (summary.resources === 0) return "it has no resources";
  if (summary.resources === summary.external) return "all of its resources are only read";
  return `no rule had anything to say of its ${plural(summary.resources, "resource")}`;
}

function list<T>(items: readonly T[], nameOf: (item: T) => string): string {
  const names = [...new Set(items.map(nameOf))];
  const left = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(left > 0 ? [`${left} more`] : [])].join(", ");
}

/** The notes on a run; without a stack, that there was none. */
export function notesOf(
  { previews, problems, rules }: Pick<Report, "previews" | "problems" | "rules">,
  show?: (name: string) => string,
): Note[] {
  if (previews.length > 0) return notesOn(previews, rules, show);
  return problems.length > 0
    ? []
    : [{ kind: "nothing-judged", text: "nothing was judged: no stack was left to judge" }];
}

/** A note as a sentence of its own. */
export function sentence({ text }: Note): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
