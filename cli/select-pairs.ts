import type { EnvironmentSource } from "../engine/environments.ts";
import { UserError } from "./exit-codes.ts";

/** The systems that have both environments, or those that are named. */
export function systemsWith(
  source: EnvironmentSource,
  environments: readonly string[],
  named: readonly string[] | undefined,
): string[] {
  const listed = source.list();
  const names = [...new Set(listed.map(({ system }) => system))];
  const unknown = named?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UserError(`no system "${unknown}"; the systems are: ${names.join(", ")}`);
  const has = (system: string, environment: string): boolean =>
    listed.some((one) => one.system === system && one.environment === environment);
  const chosen = (named ?? names).filter((system) => environments.every((environment) => has(system, environment)));
  if (chosen.length > 0) return chosen;
  const known = [...new Set(listed.map(({ environment }) => environment))].join(", ");
  throw new UserError(
    `no system has ${environments.length === 1 ? "the environment" : "both environments"} ${environments.join(" and ")}; environments are: ${known}`,
  );
}
