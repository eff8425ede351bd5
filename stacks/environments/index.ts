import type { Environment } from "../derive.ts";
import { type SettingsIssue, SettingsError } from "../settings-errors.ts";
import { nearest } from "../../engine/suggest.ts";
import { display } from "../settings/_redact.ts";
import { prod } from "./prod.ts";
import { staging } from "./staging.ts";

/** Every environment of every system, by hand: a new environment is one line for each system that has it. */
export const environments = {
  mahaseel: { prod: prod.mahaseel, staging: staging.mahaseel },
  "drive-alive": { prod: prod["drive-alive"], staging: staging["drive-alive"] },
  "mluv-me": { prod: prod["mluv-me"], staging: staging["mluv-me"] },
  "lugn-trygg": { prod: prod["lugn-trygg"], staging: staging["lugn-trygg"] },
  "flask-app": { prod: prod["flask-app"], staging: staging["flask-app"] },
} as const;

const LIST: { readonly [system: string]: { readonly [environment: string]: Environment } } = environments;

export function systems(): string[] {
  return Object.keys(LIST);
}

/** Every system and environment, in the order in which they are written. */
export function everyEnvironment(): { readonly system: string; readonly environment: string }[] {
  return systems().flatMap((system) => environmentsOf(system).map((environment) => ({ system, environment })));
}

/**
 * The names of a system's environments.
 *
 * @throws SettingsError when there is no such system.
 */
export function environmentsOf(system: string): string[] {
  return Object.keys(found(LIST, system, "rampart:system", "system"));
}

/** @throws SettingsError when there is no such system or environment. */
export function environmentOf(system: string, environment: string): Environment {
  const own = found(LIST, system, "rampart:system", "system");
  return found(own, environment, "rampart:environment", `environment of ${system}`);
}

function found<T>(record: { readonly [key: string]: T }, name: string, key: string, what: string): T {
  if (Object.hasOwn(record, name)) return record[name] as T;
  const known = Object.keys(record);
  const best = nearest(name, known);
  const issue: SettingsIssue = {
    path: [key],
    problem: `names no ${what}`,
    given: display(name, []),
    allowed: `one of ${known.join(", ")}`,
    ...(best !== undefined && { nearest: JSON.stringify(best) }),
    from: "the stack's configuration",
  };
  throw new SettingsError("The settings cannot be found", [issue]);
}
