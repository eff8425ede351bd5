import type { Found } from "./_report.ts";

/** What GitHub code scanning takes; other forges take as much or more. */
export const LIMITS = {
  /** More results, and the file is refused. */
  results: 25_000,
  /** Of the accepted ones, so many are shown. */
  shownResults: 5_000,
  /** Bytes of the compressed file. */
  compressedBytes: 10_000_000,
  /** Characters of a rule's descriptions. */
  description: 1_000,
} as const;

/** Room for what differs between compressors. */
const MARGIN = 0.95;

/**
 * Renders as many of the results, gravest first, as stay within the limits. Each rule comes with its first
 * result, so that there are never more rules than results.
 */
export function fitToForge(
  found: readonly Found[],
  render: (kept: readonly Found[]) => string,
  compressedSize: (text: string) => number,
): string {
  let kept = found.slice(0, LIMITS.results);
  for (;;) {
    const text = render(kept);
    // Text compresses: what is small enough as it is needs no measuring.
    if (Buffer.byteLength(text) <= LIMITS.compressedBytes) return text;
    const size = compressedSize(text);
    if (size <= LIMITS.compressedBytes || kept.length === 0) return text;
    kept = kept.slice(0, Math.floor(kept.length * MARGIN * (LIMITS.compressedBytes / size)));
  }
}
