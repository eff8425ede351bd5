import type { SecurityEvent } from "./_security-events.ts";
import { UNUSUAL, applicationEvent, count } from "./_security-patterns.ts";

/** An event that one system logs and somebody should hear of. */
export interface OwnEvent {
  /** What is the matter, as a sentence for whoever is told. */
  readonly summary: string;
  /** So many within five minutes ring. @default more than has been usual at this hour of the week */
  readonly perFiveMinutes?: number;
  /** Whether it wakes somebody; only with a number. @default false */
  readonly page?: boolean;
}

/** Filters and alarms on a system's own events, by the name in `event` of its log lines. */
export function ownEvents(namespace: string, events: Readonly<Record<string, OwnEvent>>): SecurityEvent[] {
  return Object.entries(events).map(([event, { summary, perFiveMinutes, page }]) => ({
    // Apart from ours, which have no such start.
    key: `event-${event.replaceAll(".", "-")}`,
    source: "application",
    summary,
    runbook: "service-errors",
    pattern: applicationEvent(namespace, event),
    alarms: [perFiveMinutes === undefined ? UNUSUAL : count(perFiveMinutes, page)],
  }));
}
