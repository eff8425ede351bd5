import { describeError, log } from "./_log.ts";
import type { SecretVersions } from "./_secret-versions.ts";
import type { ManualSecret } from "./_targets.ts";

const dayMilliseconds = 86_400_000;

/**
 * Logs the age of each hand-made secret in whole days; a metric filter turns the lines into the metric that
 * alarms watch. A secret that was never supplied has no version and no age: its pods wait for it anyway.
 *
 * @throws If the age of any secret could not be told, after the others were reported.
 */
export async function reportAges(
  secrets: readonly ManualSecret[],
  versions: SecretVersions,
  now: number = Date.now(),
): Promise<void> {
  const unread: string[] = [];
  for (const { name, arn } of secrets) {
    try {
      // oxlint-disable-next-line eslint/no-await-in-loop -- a few secrets once a day; no burst of calls
      const since = await versions.currentSince(arn);
      if (since === undefined) log("info", "secret-not-supplied", { secret: name });
      else log("info", "secret-age", { secret: name, ageDays: Math.floor((now - since.getTime()) / dayMilliseconds) });
    } catch (error) {
      unread.push(name);
      log("error", "secret-age-unknown", { secret: name, error: describeError(error) });
    }
  }
  if (unread.length > 0) throw new Error(`The age of these secrets could not be read: ${unread.join(", ")}.`);
}
