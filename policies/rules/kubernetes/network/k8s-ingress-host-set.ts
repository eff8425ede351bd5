import { all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { INGRESS_TYPES } from "../_ingress.ts";
import { INGRESS } from "../_links.ts";
import { ingress } from "./_examples.ts";

export default defineRule({
  id: "k8s-ingress-host-set",
  title: "Name a host in each rule; no wildcard and no default backend.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A catch-all route serves the application under any name that somebody points at the address, with their cookies and links.",
  fix: "Name the host in every rule and remove defaultBackend.",
  links: [INGRESS],
  types: INGRESS_TYPES,
  check: (resource) =>
    all(
      () =>
        // The field's name before networking.k8s.io/v1.
        each(["defaultBackend", "backend"], (field) => {
          const backend = resource.get("spec", field);
          return backend.isSet ? [backend.fail("the ingress serves every name by a default backend; remove it.")] : [];
        }),
      () =>
        each(resource.get("spec", "rules").items(), (rule, index) => {
          const host = rule.get("host");
          const name = host.string() ?? "";
          return name === "" || name.startsWith("*")
            ? [host.fail(`rule #${index + 1} of the ingress serves every name; name its host.`)]
            : [];
        }),
    ),
  examples: {
    pass: [{ inputs: ingress({ rules: [{ host: "shop.example.com" }] }) }],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: ingress({ rules: [UNKNOWN, { http: { paths: [] } }] }),
        path: "/spec/rules/1/host",
        message: "rule #2 of the ingress serves every name",
      },
      {
        inputs: ingress({ rules: [{ host: "*.example.com" }] }),
        path: "/spec/rules/0/host",
        message: "serves every name",
      },
      {
        inputs: ingress({ defaultBackend: { service: { name: "web" } } }),
        path: "/spec/defaultBackend",
        message: "default backend",
      },
    ],
    undecided: [
      { inputs: ingress({ rules: [{ host: UNKNOWN }] }), path: "/spec/rules/0/host" },
      { inputs: ingress({ defaultBackend: UNKNOWN }), path: "/spec/defaultBackend" },
    ],
  },
});
