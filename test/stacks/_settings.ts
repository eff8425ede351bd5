import { type LoadRequest, loadSettings } from "../../stacks/load.ts";
import { SettingsError } from "../../stacks/settings-errors.ts";

/** The day on which the tests take place. */
export const TODAY = "2026-11-20";

const CONFIGURATION = "rampart:settings in the stack's configuration";

/** The whole message that production of Mahaseel, with `overrides` merged over it, is refused with. */
export function refusal(overrides: unknown, request: Partial<LoadRequest> = {}): string {
  try {
    loadSettings({ system: "mahaseel", environment: "prod", today: TODAY, overrides, ...request });
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return "no error";
}

/** The message with exactly these blocks. */
export function message(...blocks: readonly string[]): string {
  const count = blocks.length === 1 ? "1 error" : `${blocks.length} errors`;
  return [`The settings of mahaseel prod are not valid: ${count}. Nothing was registered.`, ...blocks].join("\n\n");
}

/** One error, by default of a value from the stack's configuration. */
export function block(problem: string, given: string, allowed: string, nearest?: string, from = CONFIGURATION): string {
  return [
    problem,
    `  given:   ${given}`,
    `  allowed: ${allowed}`,
    ...(nearest === undefined ? [] : [`  nearest: ${nearest}`]),
    `  from:    ${from}`,
  ].join("\n");
}
