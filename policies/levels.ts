import type { Rule } from "./rule.ts";

/** What a violation does: `mandatory` fails the run, `advisory` is shown, `disabled` is not evaluated. */
export const LEVELS = ["mandatory", "advisory", "disabled"] as const;
export type Level = (typeof LEVELS)[number];

/** What an undecided verdict does: `report` shows it, `fail` makes it as grave as a violation. */
export const UNDECIDED_MODES = ["report", "fail"] as const;
export type UndecidedMode = (typeof UNDECIDED_MODES)[number];

/** The level that a rule has unless configured: baseline rules from medium severity up stop a deployment. */
export function defaultLevel(rule: Pick<Rule, "profile" | "severity">): Level {
  return rule.profile === "baseline" && rule.severity !== "low" ? "mandatory" : "advisory";
}
