import { defineRule, each } from "../../../rule.ts";
import { allOf } from "../_logic.ts";
import { UNKNOWN } from "../../../value.ts";
import { GATEWAY_TYPES } from "../_custom-resources.ts";
import { GATEWAY } from "../_links.ts";
import { itemName } from "../_objects.ts";

const gateway = (...namespaces: readonly object[]) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "edge", namespace: "shop" },
  spec: {
    listeners: namespaces.map((value, index) => ({
      name: `https-${index}`,
      port: 443 + index,
      protocol: "HTTPS",
      allowedRoutes: { namespaces: { ...value } },
    })),
  },
});

export default defineRule({
  id: "k8s-gateway-allowed-routes",
  title: "Limit which namespaces may attach routes.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "With routes from everywhere any tenant of the cluster can claim a host or a path of another and read its traffic.",
  fix: "Set allowedRoutes.namespaces.from to Same, or to Selector with a selector that names the namespaces.",
  links: [GATEWAY],
  types: GATEWAY_TYPES,
  check: (resource) =>
    each(resource.get("spec", "listeners").items(), (listener) => {
      const namespaces = listener.get("allowedRoutes", "namespaces");
      const from = namespaces.get("from");
      const label = `listener ${itemName(listener)}`;
      if (from.string() === "All")
        return [from.fail(`${label} takes routes of every namespace; set from to Same or Selector.`)];
      if (from.string() !== "Selector") return [];
      const selector = namespaces.get("selector");
      const isEmpty = allOf(
        () => selector.get("matchLabels").entries().length === 0,
        () => selector.get("matchExpressions").items().length === 0,
      );
      return isEmpty ? [selector.fail(`${label} selects every namespace; name the namespaces in the selector.`)] : [];
    }),
  examples: {
    pass: [
      { name: "unset is the Gateway's own namespace", inputs: gateway({}) },
      { inputs: gateway({ from: "Same" }, { from: "Selector", selector: { matchLabels: { routes: "shop" } } }) },
    ],
    fail: [
      {
        name: "the second listener",
        inputs: gateway({ from: UNKNOWN }, { from: "All" }),
        path: "/spec/listeners/1/allowedRoutes/namespaces/from",
        message: 'listener "https-1" takes routes of every namespace',
      },
      {
        name: "an empty selector",
        inputs: gateway({ from: "Selector", selector: {} }),
        path: "/spec/listeners/0/allowedRoutes/namespaces/selector",
        message: "selects every namespace",
      },
    ],
    undecided: [
      { inputs: gateway({ from: UNKNOWN }), path: "/spec/listeners/0/allowedRoutes/namespaces/from" },
      {
        inputs: gateway({ from: "Selector", selector: UNKNOWN }),
        path: "/spec/listeners/0/allowedRoutes/namespaces/selector",
      },
    ],
  },
});
