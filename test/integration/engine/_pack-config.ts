import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RuleSettings } from "../../../engine/evaluate.ts";
import type { Workspace } from "./support.ts";

/** Writes the settings as the file that `--policy-pack-config` takes, and returns its path. */
export function packConfig(workspace: Workspace, settings: Readonly<Record<string, RuleSettings>>): string {
  const file = join(workspace.folder, "policy-config.json");
  const config = Object.entries(settings).map(([rule, { level, undecided, config: own }]) => {
    const properties = { ...own, ...(undecided !== undefined && { undecided }) };
    // The CLI takes a level alone as a text, and an object with settings and perhaps a level.
    if (Object.keys(properties).length === 0) return [rule, level];
    return [rule, { ...(level !== undefined && { enforcementLevel: level }), ...properties }];
  });
  writeFileSync(file, JSON.stringify(Object.fromEntries(config)));
  return file;
}
