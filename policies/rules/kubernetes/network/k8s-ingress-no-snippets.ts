import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { INGRESS_TYPES, NGINX } from "../_ingress.ts";
import { NGINX_ANNOTATIONS } from "../_links.ts";
import { ingress } from "./_examples.ts";

export default defineRule({
  id: "k8s-ingress-no-snippets",
  title: "Refuse nginx snippet annotations.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A snippet is configuration of the shared proxy: who writes one reads the controller's token and with it every secret it may read.",
  fix: "Remove the snippet annotation; use the annotation made for the purpose, or the controller's own configuration.",
  links: [NGINX_ANNOTATIONS],
  types: INGRESS_TYPES,
  check: (resource) =>
    each(resource.get("metadata", "annotations").entries(), ([name, value]) =>
      // Any prefix: the controllers let operators choose it.
      /\/[\w-]*-snippets?$/.test(name) && value.isSet
        ? [value.fail(`the annotation ${name} injects configuration into the proxy; remove it.`)]
        : [],
    ),
  examples: {
    pass: [{ inputs: ingress({}) }, { inputs: ingress({}, { [`${NGINX}/proxy-body-size`]: "8m" }) }],
    fail: [
      {
        inputs: ingress(
          {},
          { [`${NGINX}/proxy-body-size`]: "8m", [`${NGINX}/configuration-snippet`]: "more_set_headers x;" },
        ),
        path: "/metadata/annotations/nginx.ingress.kubernetes.io~1configuration-snippet",
        message: "configuration-snippet injects configuration",
      },
      {
        name: "the other nginx controller",
        inputs: ingress({}, { "nginx.org/server-snippets": "location / {}" }),
        path: "/metadata/annotations/nginx.org~1server-snippets",
        message: "injects configuration",
      },
    ],
    undecided: [
      { inputs: ingress({}, UNKNOWN), path: "/metadata/annotations" },
      {
        inputs: ingress({}, { [`${NGINX}/server-snippet`]: UNKNOWN }),
        path: "/metadata/annotations/nginx.ingress.kubernetes.io~1server-snippet",
      },
    ],
  },
});
