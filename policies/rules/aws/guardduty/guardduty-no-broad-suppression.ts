import type { Property } from "../../../property.ts";
import { defineRule, every, some } from "../../../rule.ts";
import { type Properties, UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "guardduty-no-broad-suppression",
  title: "Do not archive findings automatically with filters that have no narrow criterion.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A wide filter hides real attacks.",
  fix: "Add a criterion that names the resource, address or principal the filter is about, by equals or matches.",
  links: [awsDocs("Suppression rules", "guardduty/latest/ug/findings_suppression-rule.html")],
  types: ["aws:guardduty/filter:Filter"],
  check: (filter) => {
    const criteria = filter.get("findingCriteria", "criterions");
    const broad = every(
      [() => filter.get("action").string() === "ARCHIVE", () => !some(criteria.items(), isNarrow)],
      (test) => test(),
    );
    return broad
      ? [
          criteria.fail(
            "The filter hides findings about any resource; name the one it is meant for by equals or matches",
          ),
        ]
      : [];
  },
  examples: {
    pass: [
      {
        inputs: archive(
          { field: "type", equals: ["Recon:EC2/PortProbeUnprotectedPort"] },
          { field: "resource.instanceDetails.tags.value", equals: ["scanner"] },
        ),
      },
      { inputs: { ...archive({ field: "severity", lessThan: "4" }), action: "NOOP" } },
    ],
    fail: [
      {
        inputs: archive({ field: "severity", lessThan: "7" }, { field: "region", equals: ["eu-central-1"] }),
        path: "/findingCriteria/criterions",
        message: "any resource",
      },
      {
        inputs: archive({ field: "resource.instanceDetails.instanceId", notEquals: ["i-0123"] }),
        path: "/findingCriteria/criterions",
        message: "any resource",
      },
    ],
    undecided: [
      {
        inputs: archive({ field: UNKNOWN, equals: ["scanner"] }),
        path: "/findingCriteria/criterions/0/field",
      },
      { inputs: { ...archive({ field: "severity", lessThan: "4" }), action: UNKNOWN }, path: "/action" },
    ],
  },
});
/** Fields that most findings of an account share. */
const BROAD = new Set([
  "accountId",
  "region",
  "severity",
  "type",
  "createdAt",
  "updatedAt",
  "resource.resourceType",
  "service.action.actionType",
  "service.archived",
  "service.detectorId",
]);

function isNarrow(criterion: Property): boolean {
  return every(
    [
      () => !BROAD.has(criterion.get("field").string() ?? "type"),
      () => some(["equals", "matches"], (test) => criterion.get(test).items().length > 0),
    ],
    (test) => test(),
  );
}

function archive(...criterions: Properties[]) {
  return { action: "ARCHIVE", findingCriteria: { criterions } };
}
