import type { Property } from "../../property.ts";
import type { Issue } from "../../rule.ts";
import { isSimulatedText } from "../../value.ts";
import { credentialIn, looksSensitive } from "../_secrets.ts";

/** A violation where an environment variable says by its name, or shows by its value, that it holds a credential. */
export function judgeVariable(name: string, value: Property, instead: string): Issue[] {
  if (looksSensitive(name) && (value.isUnknown || (value.isSet && value.raw !== ""))) {
    return [value.fail(`An environment variable whose name looks like a secret has a value; ${instead} instead`)];
  }
  const found = credentialIn(writtenText(value));
  return found === undefined ? [] : [value.fail(`An environment variable holds ${found}; ${instead} instead`)];
}

/** A computed identifier is looked through without counting as read: only what people wrote around it can be a credential. */
export function writtenText(value: Property): string {
  return typeof value.raw === "string" && isSimulatedText(value.raw) ? value.raw : (value.string() ?? "");
}
