import { writeSync } from "node:fs";
import type { Report } from "./job.ts";

/** The pipe that the parent opened for reports; standard output belongs to the program. */
export const REPORT_FD = 3;

/** Writes at once, so that a report is out before the process is. */
export function sendReport(report: Report): void {
  const bytes = Buffer.from(`${JSON.stringify(report)}\n`);
  for (let sent = 0; sent < bytes.length;) {
    try {
      sent += writeSync(REPORT_FD, bytes, sent);
    } catch (error) {
      // The parent reads more slowly than we write.
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") continue;
      throw error;
    }
  }
}
