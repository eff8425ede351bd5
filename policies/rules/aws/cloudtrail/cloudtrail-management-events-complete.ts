import type { Property } from "../../../property.ts";
import { type Issue, defineRule, each, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

const MANAGEMENT = { field: "eventCategory", equals: ["Management"] };
const DATA = { fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }] };

export default defineRule({
  id: "cloudtrail-management-events-complete",
  title: "Do not exclude KMS or other management events from the selectors.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Exclusions hide key use. A trail without selectors records every management event.",
  fix: "Let one selector take management events of every kind and source: readWriteType All and nothing excluded.",
  links: [
    awsDocs("Management events", "awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html"),
  ],
  types: ["aws:cloudtrail/trail:Trail"],
  check: (trail) => {
    const basic = trail.get("eventSelectors");
    const advanced = trail.get("advancedEventSelectors");
    if (basic.items().length > 0) return judge(basic, isComplete);
    return advanced.items().length > 0 ? judge(advanced, isCompleteAdvanced) : [];
  },
  examples: {
    pass: [
      { name: "not set", inputs: {} },
      { inputs: { eventSelectors: [{ includeManagementEvents: false }, { readWriteType: "All" }] } },
      { inputs: { advancedEventSelectors: [DATA, { fieldSelectors: [MANAGEMENT] }] } },
    ],
    fail: [
      {
        inputs: { eventSelectors: [{ readWriteType: "WriteOnly" }] },
        path: "/eventSelectors",
        message: "management events are missing",
      },
      {
        inputs: { eventSelectors: [{}, { excludeManagementEventSources: ["kms.amazonaws.com"] }] },
        path: "/eventSelectors/1/excludeManagementEventSources",
        message: "are left out",
      },
      {
        inputs: { eventSelectors: [{ includeManagementEvents: false }] },
        path: "/eventSelectors",
        message: "are missing",
      },
      {
        inputs: {
          advancedEventSelectors: [
            DATA,
            { fieldSelectors: [MANAGEMENT, { field: "eventSource", notEquals: ["kms.amazonaws.com"] }] },
          ],
        },
        path: "/advancedEventSelectors",
        message: "are missing",
      },
    ],
    undecided: [
      { inputs: { eventSelectors: UNKNOWN }, path: "/eventSelectors" },
      { inputs: { eventSelectors: [{ readWriteType: UNKNOWN }] }, path: "/eventSelectors/0/readWriteType" },
    ],
  },
});
function judge(selectors: Property, isWhole: (selector: Property) => boolean): Issue[] {
  const excluded = each(selectors.items(), (selector) => {
    const sources = selector.get("excludeManagementEventSources");
    return sources.items().length === 0
      ? []
      : [sources.fail("Uses of keys or other events are left out; remove excludeManagementEventSources")];
  });
  if (excluded.length > 0) return excluded;
  return some(selectors.items(), isWhole)
    ? []
    : [selectors.fail("Some management events are missing; let one selector take all of them")];
}

function isComplete(selector: Property): boolean {
  return every(
    [
      () => selector.get("includeManagementEvents").boolean() !== false,
      () => (selector.get("readWriteType").string() ?? "All") === "All",
    ],
    (test) => test(),
  );
}

/** Any further field of a selector of management events leaves some of them out. */
function isCompleteAdvanced(selector: Property): boolean {
  const fields = selector.get("fieldSelectors").items();
  const isManagement = (field: Property) =>
    field.get("field").string() === "eventCategory" &&
    some(field.get("equals").items(), (value) => value.string() === "Management");
  return fields.length === 1 && some(fields, isManagement);
}
