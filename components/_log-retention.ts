/** The only retention periods CloudWatch Logs accepts, in days; its 0 ("never expire") is left out on purpose. */
const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Rejects a retention that the API would reject, before anything is registered.
 *
 * @param where Component and name, for example `Network "main"`.
 * @param argument The argument the days came from.
 */
export function checkLogRetention(where: string, argument: string, days: number): void {
  if (LOG_RETENTION_DAYS.includes(days)) return;
  throw new Error(
    `${where}: ${argument} is ${days}, which CloudWatch Logs does not offer; use one of ${LOG_RETENTION_DAYS.join(", ")} days.`,
  );
}
