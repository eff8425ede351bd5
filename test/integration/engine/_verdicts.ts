import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { EvaluateOptions, RuleSettings } from "../../../engine/evaluate.ts";
import { evaluate } from "../../../engine/evaluate.ts";
import type { Plan } from "../../../engine/plan.ts";
import { rules } from "../../../policies/rules/index.ts";

const byId = new Map(rules.map((rule) => [rule.id, rule]));

/** What either says of one resource under one rule, once for each thing that is wrong. */
export interface Spoken {
  readonly rule: string;
  readonly urn: string;
  readonly verdict: "fail" | "undecided";
  readonly level: string;
  readonly message: string;
}

/** Rules that CrossGuard cannot judge: it does not tell which values are secret. They are undecided there, always. */
export const needsSecretness: ReadonlySet<string> = new Set(
  rules.filter((rule) => rule.needs?.includes("secretness") === true).map(({ id }) => id),
);

/** What the pack reported through the engine. */
export function spokenByPack(events: readonly EngineEvent[]): Spoken[] {
  return events.flatMap(({ policyEvent }) => {
    if (policyEvent === undefined || needsSecretness.has(policyEvent.policyName)) return [];
    const { policyName: rule, resourceUrn: urn = "", enforcementLevel: level } = policyEvent;
    const text = withoutTitle(policyEvent.message.trim(), byId.get(rule)?.title);
    const undecided = text.startsWith("undecided: ");
    const message = undecided ? text.slice("undecided: ".length) : text.replace(/ \(at [^\n]*\)$/, "");
    return [{ rule, urn, verdict: undecided ? "undecided" : "fail", level, message } as const];
  });
}

function withoutTitle(message: string, title: string | undefined): string {
  return title !== undefined && message.startsWith(title) ? message.slice(title.length).trim() : message;
}

/** What the offline evaluation says, at the level that the pack must report it with. */
export function spokenOffline(
  plan: Plan,
  settings: Readonly<Record<string, RuleSettings>> = {},
  options: Omit<EvaluateOptions, "rules" | "settings"> = {},
): { readonly spoken: Spoken[]; readonly judged: number; readonly mandatoryFailures: number } {
  const shared = rules.filter(({ id }) => !needsSecretness.has(id));
  const evaluation = evaluate(plan, { ...options, rules: shared, settings, all: true });
  const spoken = evaluation.findings
    .filter(({ waiver }) => waiver === undefined)
    .map(({ rule, urn, verdict, level, message }): Spoken => {
      // The pack shows what is undecided and stops nothing for it, unless it is told to.
      const shown = verdict === "undecided" && settings[rule]?.undecided !== "fail" ? "advisory" : level;
      return { rule, urn, verdict, level: shown, message };
    });
  const { pass, assumed, fail, undecided, notApplicable, waived } = evaluation.summary;
  const judged = pass + assumed + fail + undecided + notApplicable + waived;
  return { spoken, judged, mandatoryFailures: evaluation.mandatoryFailures };
}

export function lines(spoken: readonly Spoken[]): string[] {
  return spoken
    .map(({ rule, urn, verdict, level, message }) => `${level} ${verdict} ${rule} ${urn}: ${message}`)
    .toSorted();
}
