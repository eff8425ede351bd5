import type { Property } from "../../property.ts";
import { type Issue, each } from "../../rule.ts";

/** How a list of parameters names what it sets. */
interface Keys {
  readonly name: string;
  readonly value: string;
}

export const PARAMETERS: Keys = { name: "name", value: "value" };
export const CONFIG_PARAMETERS: Keys = { name: "parameterKey", value: "parameterValue" };

/**
 * Judges what a list of parameters sets for one of them. Where it sets nothing the engine's default counts, which is
 * not safe for what is `required`.
 */
export function judgeParameter(
  list: Property,
  keys: Keys,
  parameter: string,
  isSafe: (value: string) => boolean,
  { required, message }: { readonly required: boolean; readonly message: string },
): Issue[] {
  let found = false;
  const issues = each(list.items(), (item) => {
    if (item.get(keys.name).string()?.toLowerCase() !== parameter) return [];
    found = true;
    const value = item.get(keys.value);
    return isSafe(value.string() ?? "") ? [] : [value.fail(message)];
  });
  return found || !required || issues.length > 0 ? issues : [list.fail(message)];
}
