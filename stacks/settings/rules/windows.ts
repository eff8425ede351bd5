import type { PathKey } from "../../../policies/pointer.ts";
import type { Finding } from "../../settings-errors.ts";
import { type SettingsRule, finding, rule } from "../_rule.ts";
import { dailyMinutes, weeklyMinutes, windowsMeet } from "../_windows.ts";

/** RDS takes windows from half an hour, ElastiCache from an hour; neither lets the two meet. */
export const windowRules: readonly SettingsRule[] = [
  rule(["database"], (settings) => {
    if (settings.database === undefined) return [];
    const { backupWindow, maintenanceWindow } = settings.database;
    return windows(settings, "database", ["backupWindow", backupWindow], maintenanceWindow, 30);
  }),
  rule(["documentStore"], (settings) => {
    if (settings.documentStore === undefined) return [];
    const { backupWindow, maintenanceWindow } = settings.documentStore;
    return windows(settings, "documentStore", ["backupWindow", backupWindow], maintenanceWindow, 30);
  }),
  rule(["caches"], (settings) => {
    const { snapshotWindow, maintenanceWindow } = settings.caches;
    return windows(settings, "caches", ["snapshotWindow", snapshotWindow], maintenanceWindow, 60);
  }),
];

function windows(
  settings: object,
  section: string,
  [key, daily]: readonly [string, string],
  weekly: string,
  least: number,
): Finding[] {
  const short = (path: PathKey[]) => finding(settings, path, "is too short", `at least ${least} minutes`);
  const findings: Finding[] = [];
  if (dailyMinutes(daily) < least) findings.push(short([section, key]));
  if (weeklyMinutes(weekly) < least || weeklyMinutes(weekly) > 1_440) {
    findings.push(
      finding(settings, [section, "maintenanceWindow"], "has the wrong length", `${least} minutes to a day`),
    );
  }
  if (findings.length > 0 || !windowsMeet(daily, weekly)) return findings;
  return [finding(settings, [section, "maintenanceWindow"], `meets ${section}.${key}`, `a window apart from ${daily}`)];
}
