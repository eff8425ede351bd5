import { setTimeout as sleep } from "node:timers/promises";
import { describeError, log } from "./_log.ts";

export interface RetryOptions {
  /** How often to try in all. @default 4 */
  readonly attempts?: number;
  /** Pause before the second attempt, in milliseconds; doubled each time, with up to a quarter of jitter. @default 500 */
  readonly firstPauseMilliseconds?: number;
  /** Whether another attempt could end differently. @default every error */
  readonly retryable?: (error: unknown) => boolean;
}

/** Runs `action` until it succeeds, its error is final or the attempts are used up; then throws the last error. */
export async function retry<T>(what: string, action: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { attempts = 4, firstPauseMilliseconds = 500, retryable = () => true } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      // oxlint-disable-next-line eslint/no-await-in-loop -- an attempt follows the failure of the last
      return await action();
    } catch (error) {
      if (attempt >= attempts || !retryable(error)) throw error;
      const pause = firstPauseMilliseconds * 2 ** (attempt - 1) * (1 + Math.random() / 4);
      log("warn", "retry", { what, attempt, error: describeError(error) });
      // oxlint-disable-next-line eslint/no-await-in-loop -- the pause between two attempts
      await sleep(pause);
    }
  }
}
