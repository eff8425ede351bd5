import { z } from "zod";
import type { Property } from "../../../property.ts";
import type { Resource } from "../../../resource.ts";
import { type Issue, all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { HTTP_ROUTE_TYPES, REFERENCE_GRANT_TYPES } from "../_custom-resources.ts";
import { GATEWAY } from "../_links.ts";

const GRANT = "kubernetes:gateway.networking.k8s.io/v1beta1:ReferenceGrant";
const route = (...rules: readonly Value[]) => ({ metadata: { name: "shop", namespace: "shop" }, spec: { rules } });
const mirror = (backendRef: Value) => ({ filters: [{ type: "RequestMirror", requestMirror: { backendRef } }] });
const grant = (...to: readonly Value[]) => ({
  metadata: { name: "shop", namespace: "data" },
  spec: { from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "shop" }], to },
});

export default defineRule({
  id: "k8s-httproute-no-mirror-to-foreign",
  title: "Do not mirror or forward to other namespaces without a narrow reference grant.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A mirror copies live requests, sessions included, to pods of another owner; a wide grant lets any route do so.",
  fix: "Keep backends in the route's namespace, and name the service in every entry of a ReferenceGrant's to list.",
  links: [GATEWAY],
  types: [...HTTP_ROUTE_TYPES, ...REFERENCE_GRANT_TYPES],
  config: z.object({
    namespaces: z.array(z.string()).default([]).describe("Namespaces that routes may forward to from others."),
  }),
  check: (resource, { config }) =>
    REFERENCE_GRANT_TYPES.includes(resource.type) ? judgeGrant(resource) : judgeRoute(resource, config.namespaces),
  examples: {
    pass: [
      { inputs: route({ backendRefs: [{ name: "api" }, { name: "api", namespace: "shop" }] }) },
      { inputs: route({ backendRefs: [{ name: "api", namespace: "data" }] }), config: { namespaces: ["data"] } },
      { type: GRANT, inputs: grant({ group: "", kind: "Service", name: "api" }) },
    ],
    fail: [
      {
        name: "a mirror in the second rule, beside an unknown one",
        inputs: route(UNKNOWN, mirror({ name: "copy", namespace: "other" })),
        path: "/spec/rules/1/filters/0/requestMirror/backendRef/namespace",
        message: "sends traffic to another namespace",
      },
      {
        name: "the second backend",
        inputs: route({ backendRefs: [{ name: "api" }, { name: "api", namespace: "other" }] }),
        path: "/spec/rules/0/backendRefs/1/namespace",
        message: "sends traffic to another namespace",
      },
      {
        name: "a grant for every service",
        type: GRANT,
        inputs: grant({ group: "", kind: "Service" }),
        path: "/spec/to/0/name",
        message: "the grant covers every object of its kind",
      },
    ],
    undecided: [
      {
        inputs: route({ backendRefs: [{ name: "api", namespace: UNKNOWN }] }),
        path: "/spec/rules/0/backendRefs/0/namespace",
      },
      { type: GRANT, inputs: grant({ kind: "Service", name: UNKNOWN }), path: "/spec/to/0/name" },
    ],
  },
});

function judgeGrant(resource: Resource): Issue[] {
  return each(resource.get("spec", "to").items(), (target) => {
    const name = target.get("name");
    return (name.string() ?? "") === ""
      ? [name.fail("the grant covers every object of its kind; name the service.")]
      : [];
  });
}

function judgeRoute(resource: Resource, allowed: readonly string[]): Issue[] {
  const judge = (reference: Property): Issue[] => {
    const namespace = reference.get("namespace");
    const name = namespace.string();
    if (name === undefined || allowed.includes(name)) return [];
    if (name === resource.get("metadata", "namespace").string()) return [];
    return [namespace.fail("the route sends traffic to another namespace; keep it in its own.")];
  };
  return each(resource.get("spec", "rules").items(), (rule) =>
    all(
      () => each(rule.get("backendRefs").items(), judge),
      () => each(rule.get("filters").items(), (filter) => judge(filter.get("requestMirror", "backendRef"))),
    ),
  );
}
