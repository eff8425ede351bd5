import type { SecurityAlarm } from "./_security-events.ts";

/** So many within five minutes. */
export const count = (threshold: number, page = false): SecurityAlarm => ({ kind: "count", threshold, page });
/** Four deviations: a band of two rings several times a week by chance alone. */
export const UNUSUAL: SecurityAlarm = { kind: "unusual", deviations: 4 };

// Filter patterns of CloudWatch Logs for events that are JSON.
export const both = (...clauses: readonly string[]): string => `{ ${clauses.join(" && ")} }`;
export const either = (...clauses: readonly string[]): string => `(${clauses.join(" || ")})`;
export const is = (field: string, value: string | number): string => `($.${field} = ${literal(value)})`;
export const isNot = (field: string, value: string | number): string => `($.${field} != ${literal(value)})`;
const literal = (value: string | number): string => (typeof value === "number" ? String(value) : `"${value}"`);

/** Fluent Bit files what an application wrote under `log_processed`, beside what Kubernetes says of the pod. */
export function applicationEvent(namespace: string, ...events: readonly string[]): string {
  const named = events.map((event) => is("log_processed.event", event));
  return both(named.length === 1 ? (named[0] as string) : either(...named), is("kubernetes.namespace_name", namespace));
}
