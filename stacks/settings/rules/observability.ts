import { LOG_EVENTS } from "../../../components/_log-events.ts";
import { type SettingsRule, finding, rule } from "../_rule.ts";

export const observabilityRules: readonly SettingsRule[] = [
  rule(["observability"], ({ observability }) =>
    Object.keys(observability.events)
      .filter((event) => Object.hasOwn(LOG_EVENTS, event))
      .map((event) =>
        finding(
          { observability },
          ["observability", "events", event],
          "is an event of the log schema, which is watched or charted already",
          "an event of your own; thresholds of the others are in alarms",
        ),
      ),
  ),
  rule(["observability"], ({ observability }) =>
    Object.entries(observability.events)
      .filter(([, { page, perFiveMinutes }]) => page && perFiveMinutes === undefined)
      .map(([event]) =>
        finding(
          { observability },
          ["observability", "events", event, "page"],
          "would wake somebody for what is merely unusual",
          `false, or a number in perFiveMinutes of the same event`,
        ),
      ),
  ),
];
