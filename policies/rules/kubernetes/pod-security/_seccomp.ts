import type { Property } from "../../../property.ts";
import type { Issue } from "../../../rule.ts";

/** Issue for a profile that is set to anything but the runtime's or a local one. */
export function judgeSeccompProfile(owner: Property, label: string): Issue[] {
  const profile = owner.get("securityContext", "seccompProfile");
  if (!profile.isSet) return [];
  const type = profile.get("type");
  const name = type.string() ?? "";
  if (name === "RuntimeDefault" || name === "Localhost") return [];
  return [type.fail(`${label} has the seccomp profile type ${name || "unset"}; set it to RuntimeDefault.`)];
}
