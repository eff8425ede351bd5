/**
 * What is known of an object version. `infected`: something was found. `unscannable`: it was not looked at whole
 * (too large, encrypted, past a limit). `refused`: its media type may not be served. Only `clean` is ever served.
 */
export type Verdict =
  | { readonly status: "clean" }
  | { readonly status: "infected" | "unscannable" | "refused"; readonly reason: string };

export type VerdictStatus = Verdict["status"];

/** Object tag that holds the status. The policies of the buckets read it. */
export const STATUS_TAG = "scan-status";
/** Object tag that says that a clean version was brought to the serving bucket, or that a later one took its place. */
export const PROMOTED_TAG = "scan-promoted";

const STATUSES: readonly string[] = ["clean", "infected", "unscannable", "refused"] satisfies VerdictStatus[];

/** The verdict that an earlier delivery has written. */
export function writtenStatus(tags: ReadonlyMap<string, string>): VerdictStatus | undefined {
  const status = tags.get(STATUS_TAG);
  return status !== undefined && STATUSES.includes(status) ? (status as VerdictStatus) : undefined;
}
