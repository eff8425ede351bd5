import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { GATEWAY_TYPES, HTTP_ROUTE_TYPES } from "../_custom-resources.ts";
import { GATEWAY } from "../_links.ts";
import { itemName } from "../_objects.ts";

const ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const gateway = (...listeners: readonly Value[]) => ({ metadata: { name: "edge" }, spec: { listeners } });
const route = (hostnames: Value) => ({ metadata: { name: "shop" }, spec: { hostnames } });

export default defineRule({
  id: "k8s-gateway-hostnames",
  title: "Name the host on listeners and routes.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A listener or route without a name serves whatever name somebody points at the address.",
  fix: "Set hostname on every HTTP, HTTPS and TLS listener, and hostnames on every route.",
  links: [GATEWAY],
  types: [...GATEWAY_TYPES, ...HTTP_ROUTE_TYPES],
  check: (resource) => {
    if (HTTP_ROUTE_TYPES.includes(resource.type)) {
      const names = resource.get("spec", "hostnames");
      return names.items().length > 0
        ? []
        : [names.fail("the route serves every name of its listener; set hostnames.")];
    }
    return each(resource.get("spec", "listeners").items(), (listener) => {
      if (!["HTTP", "HTTPS", "TLS"].includes(listener.get("protocol").string() ?? "")) return [];
      const name = listener.get("hostname");
      return ["", "*"].includes(name.string() ?? "")
        ? [name.fail(`listener ${itemName(listener)} serves every name; set hostname.`)]
        : [];
    });
  },
  examples: {
    pass: [
      {
        inputs: gateway(
          { name: "https", protocol: "HTTPS", hostname: "shop.example.com" },
          { name: "db", protocol: "TCP" },
        ),
      },
      { type: ROUTE, inputs: route(["shop.example.com"]) },
    ],
    fail: [
      {
        name: "the second listener, beside an unknown one",
        inputs: gateway(UNKNOWN, { name: "https", protocol: "HTTPS" }),
        path: "/spec/listeners/1/hostname",
        message: 'listener "https" serves every name',
      },
      { type: ROUTE, inputs: route([]), path: "/spec/hostnames", message: "the route serves every name" },
    ],
    undecided: [
      { inputs: gateway({ protocol: "HTTPS", hostname: UNKNOWN }), path: "/spec/listeners/0/hostname" },
      { type: ROUTE, inputs: route(UNKNOWN), path: "/spec/hostnames" },
    ],
  },
});
