import type { EnvironmentSource, FlatSettings, Promotion } from "../../engine/environments.ts";
import { comparePlans } from "../../engine/compare.ts";
import type { Plan } from "../../engine/plan.ts";
import { formatPointer } from "../../policies/pointer.ts";
import { UserError } from "../exit-codes.ts";

/** Lines of a message; the rest is counted. */
const MOST_LINES = 12;

/**
 * Refuses edits by which any environment of any system would get other settings than were promised to it.
 *
 * @throws UserError that names each.
 */
export function refuseSideEffects(source: EnvironmentSource, edited: EnvironmentSource, promotion: Promotion): void {
  const wrong = source.list().flatMap(({ system, environment }) => {
    const name = `${system}/${environment}`;
    const promised = promotion.promised.get(name) ?? settingsOf(source, system, environment);
    const actual = settingsOf(edited, system, environment);
    if (typeof promised === "string" || typeof actual === "string") {
      return promised === actual ? [] : [`${name}: ${typeof actual === "string" ? actual : "has settings again"}`];
    }
    return [...new Set([...promised.keys(), ...actual.keys()])]
      .filter((path) => promised.get(path) !== actual.get(path))
      .map((path) => `${name}: ${formatPointer(path)}`);
  });
  if (wrong.length === 0) return;
  throw new UserError(
    `nothing was written: the edits below would give other settings than were asked for to\n${listed(wrong)}\n` +
      `What is written once for several is edited by hand, or promoted for all of them at once:\n${listed(
        promotion.edits.map(({ where, path }) => `${where}  ${formatPointer(path)}`),
      )}`,
  );
}

/** The settings, or why there are none. */
function settingsOf(source: EnvironmentSource, system: string, environment: string): FlatSettings | string {
  try {
    return source.settings(system, environment);
  } catch (error) {
    if (error instanceof Error && error.name === "SettingsError") return error.message;
    throw error;
  }
}

/**
 * Refuses edits with which the program asks for anything else than with the settings that were promised.
 *
 * @throws UserError that names the resources.
 */
export function refuseOtherPlan(system: string, promised: Plan, actual: Plan): void {
  const changes = comparePlans(promised, actual);
  if (changes.length === 0) return;
  throw new UserError(
    `nothing was written: with the edited sources ${system} is not what was promised\n${listed(
      changes.map(({ resource, path }) => `${resource}  ${formatPointer(path)}`),
    )}`,
  );
}

export function listed(lines: readonly string[]): string {
  const rest = lines.length - MOST_LINES;
  const shown = lines.slice(0, MOST_LINES).map((line) => `  ${line}`);
  return [...shown, ...(rest > 0 ? [`  … and ${rest} more`] : [])].join("\n");
}
