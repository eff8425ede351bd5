import type { Resource } from "../../../resource.ts";
import { type Issue, each } from "../../../rule.ts";
import type { Value } from "../../../value.ts";

/** Whether an option of an environment is set to `wanted`. */
export function judgeOption(
  environment: Resource,
  namespace: string,
  name: string,
  wanted: string,
  message: string,
): Issue[] {
  const settings = environment.get("settings");
  const own = settings
    .items()
    .filter((setting) => setting.get("namespace").string() === namespace && setting.get("name").string() === name);
  if (own.length === 0) {
    // What a template says is not seen here.
    return environment.get("templateName").isSet ? [] : [settings.fail(message)];
  }
  return each(own, (setting) => {
    const value = setting.get("value");
    return (value.string() ?? "").toLowerCase() === wanted ? [] : [value.fail(message)];
  });
}

/** A setting, for examples. */
export function option(namespace: string, name: string, value: Value) {
  return { namespace, name, value };
}
