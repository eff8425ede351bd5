import type { Resource } from "../../../resource.ts";
import { type Issue, NOT_APPLICABLE, anyOf, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { ALB, INGRESS_TYPES, NGINX, albProtocols, controllerOf, isFilled } from "../_ingress.ts";
import { ALB_ANNOTATIONS, NGINX_ANNOTATIONS } from "../_links.ts";
import { annotation, lacks } from "../_objects.ts";
import { ingress } from "./_examples.ts";

const SPEC = { ingressClassName: "alb", rules: [{ host: "shop.example.com" }] };
const NGINX_SPEC = { ...SPEC, ingressClassName: "nginx", tls: [{ hosts: ["shop.example.com"] }] };
const BOTH = '[{"HTTP":80},{"HTTPS":443}]';

export default defineRule({
  id: "k8s-ingress-ssl-redirect",
  title: "Redirect HTTP to HTTPS on ALB and nginx ingresses.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The first request of a browser goes out in clear text; where it is answered instead of redirected, its cookies are lost.",
  fix: `Set ${ALB}/ssl-redirect to 443, listen on HTTPS only, or set ${NGINX}/force-ssl-redirect to true.`,
  links: [ALB_ANNOTATIONS, NGINX_ANNOTATIONS],
  types: INGRESS_TYPES,
  check: (resource) => {
    switch (controllerOf(resource)) {
      case "alb":
        return judgeAlb(resource);
      case "nginx":
        return judgeNginx(resource);
      default:
        return NOT_APPLICABLE;
    }
  },
  examples: {
    pass: [
      { inputs: ingress(SPEC, { [`${ALB}/listen-ports`]: BOTH, [`${ALB}/ssl-redirect`]: "443" }) },
      { name: "HTTPS only", inputs: ingress(SPEC, { [`${ALB}/listen-ports`]: '[{"HTTPS":443}]' }) },
      { name: "HTTPS only by default", inputs: ingress(SPEC, { [`${ALB}/certificate-arn`]: "arn:aws:acm:example" }) },
      { name: "nginx redirects hosts with TLS", inputs: ingress(NGINX_SPEC) },
      {
        inputs: ingress({ ...NGINX_SPEC, tls: [] }, { [`${NGINX}/force-ssl-redirect`]: "true" }),
      },
    ],
    fail: [
      {
        name: "the default of an ALB without certificate",
        inputs: ingress(SPEC),
        path: "/metadata/annotations/alb.ingress.kubernetes.io~1ssl-redirect",
        message: "answers plain HTTP",
      },
      {
        inputs: ingress(SPEC, { [`${ALB}/listen-ports`]: BOTH }),
        path: "/metadata/annotations/alb.ingress.kubernetes.io~1ssl-redirect",
        message: "answers plain HTTP",
      },
      {
        name: "nginx told not to",
        inputs: ingress(NGINX_SPEC, { [`${NGINX}/ssl-redirect`]: "false" }),
        path: "/metadata/annotations/nginx.ingress.kubernetes.io~1force-ssl-redirect",
        message: "answers plain HTTP",
      },
    ],
    undecided: [
      { inputs: ingress(SPEC, UNKNOWN), path: "/metadata/annotations" },
      {
        inputs: ingress(SPEC, { [`${ALB}/ssl-redirect`]: UNKNOWN }),
        path: "/metadata/annotations/alb.ingress.kubernetes.io~1ssl-redirect",
      },
      { inputs: ingress({ ingressClassName: UNKNOWN }), path: "/spec/ingressClassName" },
      { inputs: ingress({ ...NGINX_SPEC, tls: UNKNOWN }), path: "/spec/tls" },
    ],
  },
});

function judgeAlb(resource: Resource): Issue[] {
  const redirect = annotation(resource, `${ALB}/ssl-redirect`);
  const isSafe = anyOf(
    () => isFilled(redirect),
    () => redirectsByAction(resource),
    () => listensOnHttpsOnly(resource),
  );
  return isSafe ? [] : [lacks(resource, redirect, `the ingress answers plain HTTP; set ${ALB}/ssl-redirect to 443.`)];
}

/** Left to itself the controller listens on 443 when it is given a certificate, else on 80. */
function listensOnHttpsOnly(resource: Resource): boolean {
  const protocols = albProtocols(resource);
  if (protocols.length > 0) return !protocols.includes("HTTP");
  return isFilled(annotation(resource, `${ALB}/certificate-arn`));
}

/** The older way: a rule whose action redirects. */
function redirectsByAction(resource: Resource): boolean {
  return resource
    .get("metadata", "annotations")
    .entries()
    .some(([name, value]) => {
      const text = name.startsWith(`${ALB}/actions.`) ? (value.string() ?? "") : "";
      return /redirect/i.test(text) && /"protocol"\s*:\s*"HTTPS"/i.test(text);
    });
}

function judgeNginx(resource: Resource): Issue[] {
  const force = annotation(resource, `${NGINX}/force-ssl-redirect`);
  const isSafe = anyOf(
    () => force.boolean() === true,
    () =>
      annotation(resource, `${NGINX}/ssl-redirect`).boolean() !== false &&
      resource.get("spec", "tls").items().length > 0,
  );
  return isSafe
    ? []
    : [lacks(resource, force, `the ingress answers plain HTTP; set ${NGINX}/force-ssl-redirect to true.`)];
}
