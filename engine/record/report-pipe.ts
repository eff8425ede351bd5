import { writeSync } from "node:fs";
import type { Report } from "./job.ts";

/** The pipe that the parent opened for reports; standard output belongs to the program. */
export const REPORT_FD = 3;

export function sendReport(report: Report): void {
  send(JSON.stringify(report));
}

/** The same for a plan that is JSON already. */
export function sendPlan(plan: string, waits: boolean): void {
  send(`{"plan":${plan}${waits ? ',"waits":true' : ""}}`);
}

/** Writes at once, so that a report is out before the process is. */
function send(line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  for (let sent = 0; sent < bytes.length;) {
    try {
      sent += writeSync(REPORT_FD, bytes, sent);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      // The parent reads more slowly than we write; to try again at once would take the processor from it.
      Atomics.wait(NEVER, 0, 0, RETRY_MILLISECONDS);
    }
  }
}

const NEVER = new Int32Array(new SharedArrayBuffer(4));
const RETRY_MILLISECONDS = 1;
