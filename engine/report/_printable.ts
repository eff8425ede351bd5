/** Control characters of C0 and C1 but those that end or indent lines, and what no text is to hold. */
// oxlint-disable-next-line no-control-regex -- these are meant
const UNPRINTABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g;

/** A text without the control characters that a terminal obeys, a log viewer runs, or XML cannot say. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, "\uFFFD");
}

/** The same on one line, so that no text passes for a line of the report. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/[\t\r\n]+/g, " ");
}
