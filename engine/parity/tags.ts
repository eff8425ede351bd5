import { parsePointer } from "../../policies/pointer.ts";
import type { Change } from "../compare.ts";

/** Tags by which the bundle's own policies, alarms and selections find resources. */
const OWN: ReadonlySet<string> = new Set([
  "system",
  "environment",
  "owner",
  "data-class",
  "component",
  "managed-by",
  "expires",
  "tier",
  "log-kind",
  "rotation",
  "rotation-max-age-days",
  "rotation-runbook",
]);

/** `tagsAll` repeats what `tags` says, and other tags are written by cost reports, AWS and other tools. */
export function isDerivedTag({ kind, path }: Change): boolean {
  const [first, key] = parsePointer(path);
  if (kind !== "changed") return false;
  return first === "tagsAll" || (first === "tags" && key !== undefined && !OWN.has(key));
}
