import { z } from "zod";
import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudtrail-event-store-termination-protection",
  title: "Keep termination protection on for event data stores and retain a year or more.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "History must survive a mistake. Where they are not set, protection is on and history is kept for seven years.",
  fix: "Set terminationProtectionEnabled to true and retentionPeriod to 365 or more.",
  links: [awsDocs("Event data stores", "awscloudtrail/latest/userguide/query-event-data-store.html")],
  types: ["aws:cloudtrail/eventDataStore:EventDataStore"],
  config: z.object({ minDays: z.number().int().default(365).describe("Shortest retention in days.") }),
  check: (store, { config }) =>
    all(
      () =>
        store
          .get("terminationProtectionEnabled")
          .mustNotBe(false, "A mistake deletes the history; set terminationProtectionEnabled to true"),
      () => {
        const retention = store.get("retentionPeriod");
        return (retention.number() ?? Infinity) >= config.minDays
          ? []
          : [retention.fail(`History is kept too short; set retentionPeriod to ${config.minDays} or more`)];
      },
    ),
  remediate: (store) => whenUnset(store, "terminationProtectionEnabled", true),
  examples: {
    pass: [
      { name: "not set", inputs: { name: "history" } },
      { inputs: { terminationProtectionEnabled: true, retentionPeriod: 366 } },
    ],
    fail: [
      {
        inputs: { terminationProtectionEnabled: false },
        path: "/terminationProtectionEnabled",
        message: "deletes the history",
      },
      { inputs: { retentionPeriod: 90 }, path: "/retentionPeriod", message: "too short" },
    ],
    undecided: [
      { inputs: { terminationProtectionEnabled: UNKNOWN }, path: "/terminationProtectionEnabled" },
      { inputs: { retentionPeriod: UNKNOWN }, path: "/retentionPeriod" },
    ],
  },
});
