import type { Property } from "../../../property.ts";
import { defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { HTTP_ROUTE_TYPES } from "../_custom-resources.ts";
import { takesHstsBack } from "../_ingress.ts";
import { GATEWAY } from "../_links.ts";
import { allOf } from "../_logic.ts";

const route = (...rules: readonly Value[]) => ({ metadata: { name: "shop" }, spec: { rules } });
const HSTS = {
  filters: [
    {
      type: "ResponseHeaderModifier",
      responseHeaderModifier: { set: [{ name: "Strict-Transport-Security", value: "max-age=31536000" }] },
    },
  ],
};

export default defineRule({
  id: "k8s-httproute-hsts",
  title: "Add the HSTS response header in routes or the gateway policy.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "With the header browsers refuse plain HTTP from then on, so that nobody on the way can downgrade a visit.",
  fix: "Add a ResponseHeaderModifier filter that sets Strict-Transport-Security to every rule; waive the rule where a gateway policy does it.",
  links: [GATEWAY],
  types: HTTP_ROUTE_TYPES,
  check: (resource) =>
    each(resource.get("spec", "rules").items(), (rule, index) => {
      const filters = rule.get("filters");
      if (some(filters.items(), (filter) => filter.get("requestRedirect").isSet || setsHsts(filter))) return [];
      return [
        filters.fail(`rule #${index + 1} of the route sends no HSTS; set Strict-Transport-Security by a filter.`),
      ];
    }),
  examples: {
    pass: [
      { inputs: route(HSTS) },
      { name: "a redirect", inputs: route({ filters: [{ requestRedirect: { scheme: "https" } }] }) },
    ],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: route(UNKNOWN, { backendRefs: [] }),
        path: "/spec/rules/1/filters",
        message: "rule #2 of the route sends no HSTS",
      },
      {
        name: "an age of zero, which takes it back",
        inputs: route({
          filters: [{ responseHeaderModifier: { set: [{ name: "Strict-Transport-Security", value: "max-age=0" }] } }],
        }),
        path: "/spec/rules/0/filters",
        message: "sends no HSTS",
      },
    ],
    undecided: [
      { inputs: route({ filters: UNKNOWN }), path: "/spec/rules/0/filters" },
      {
        inputs: route({ filters: [{ responseHeaderModifier: { set: [{ name: UNKNOWN }] } }] }),
        path: "/spec/rules/0/filters/0/responseHeaderModifier/set/0/name",
      },
    ],
  },
});

function setsHsts(filter: Property): boolean {
  const modifier = filter.get("responseHeaderModifier");
  return some([...modifier.get("set").items(), ...modifier.get("add").items()], (header) =>
    allOf(
      () => /^strict-transport-security$/i.test(header.get("name").string() ?? ""),
      () => !takesHstsBack(header.get("value").string() ?? ""),
    ),
  );
}
