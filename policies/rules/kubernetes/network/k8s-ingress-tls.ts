import type { Resource } from "../../../resource.ts";
import { type Issue, anyOf, defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { ALB, INGRESS_TYPES, albProtocols, controllerOf, isFilled } from "../_ingress.ts";
import { ALB_ANNOTATIONS, INGRESS } from "../_links.ts";
import { annotation, lacks } from "../_objects.ts";
import { ingress } from "./_examples.ts";

/** Where Google's controller takes a certificate from. */
const GOOGLE = ["networking.gke.io/managed-certificates", "ingress.gcp.kubernetes.io/pre-shared-cert"];
const TRAEFIK = "traefik.ingress.kubernetes.io/router.tls";
const RULE = { host: "shop.example.com" };

export default defineRule({
  id: "k8s-ingress-tls",
  title: "Configure TLS on every ingress, by a TLS block or an ALB certificate annotation.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Without TLS credentials and sessions cross every network between user and cluster in clear text.",
  fix: `List the hosts under spec.tls with a secret, or set the annotation ${ALB}/certificate-arn.`,
  links: [INGRESS, ALB_ANNOTATIONS],
  types: INGRESS_TYPES,
  check: (resource) => {
    if (isFilled(annotation(resource, `${ALB}/certificate-arn`))) return [];
    const tls = resource.get("spec", "tls");
    const entries = tls
      .items()
      .filter((entry) => entry.get("hosts").items().length > 0 || isFilled(entry.get("secretName")));
    if (entries.length === 0) {
      if (hasTlsByAnnotations(resource)) return [];
      return [lacks(resource, tls, "the ingress has no TLS; list its hosts under spec.tls.")];
    }
    // A block without hosts is for every host.
    if (entries.some((entry) => entry.get("hosts").items().length === 0)) return [];
    return uncoveredHosts(
      resource,
      entries.flatMap((entry) => entry.get("hosts").items()),
    );
  },
  examples: {
    pass: [
      { inputs: ingress({ rules: [RULE], tls: [{ hosts: ["shop.example.com"], secretName: "shop-tls" }] }) },
      { name: "by wildcard", inputs: ingress({ rules: [RULE], tls: [{ hosts: ["*.example.com"] }] }) },
      {
        inputs: ingress(
          { rules: [RULE] },
          { [`${ALB}/certificate-arn`]: "arn:aws:acm:eu-central-1:111122223333:certificate/1" },
        ),
      },
      {
        name: "a load balancer that listens on HTTPS only and finds the certificate itself",
        inputs: ingress({ rules: [RULE] }, { [`${ALB}/listen-ports`]: '[{"HTTPS":443}]' }),
      },
      {
        name: "a certificate of another controller",
        inputs: ingress({ rules: [RULE] }, { "networking.gke.io/managed-certificates": "shop" }),
      },
      { name: "a router with TLS", inputs: ingress({ rules: [RULE] }, { [TRAEFIK]: "true" }) },
    ],
    fail: [
      {
        name: "a load balancer that listens on both",
        inputs: ingress({ rules: [RULE] }, { [`${ALB}/listen-ports`]: '[{"HTTP":80},{"HTTPS":443}]' }),
        path: "/spec/tls",
        message: "the ingress has no TLS",
      },
      { name: "unset", inputs: ingress({ rules: [RULE] }), path: "/spec/tls", message: "the ingress has no TLS" },
      {
        name: "an empty block",
        inputs: ingress({ rules: [RULE], tls: [{}] }),
        path: "/spec/tls",
        message: "has no TLS",
      },
      {
        name: "the second host",
        inputs: ingress({ rules: [RULE, { host: "admin.example.net" }], tls: [{ hosts: ["shop.example.com"] }] }),
        path: "/spec/rules/1/host",
        message: "no TLS block covers the host admin.example.net",
      },
    ],
    undecided: [
      { inputs: ingress({ rules: [RULE], tls: UNKNOWN }), path: "/spec/tls" },
      { inputs: ingress({ rules: [RULE], tls: [{ hosts: [UNKNOWN] }] }), path: "/spec/tls/0/hosts/0" },
      { inputs: ingress({ rules: [RULE] }, UNKNOWN), path: "/metadata/annotations" },
    ],
  },
});

function hasTlsByAnnotations(resource: Resource): boolean {
  return anyOf(
    () => some(GOOGLE, (name) => isFilled(annotation(resource, name))),
    () => annotation(resource, TRAEFIK).string() === "true",
    // Told to listen on HTTPS only and given no certificate, it takes one that is issued for the hosts, or refuses.
    () => controllerOf(resource) === "alb" && listensOnHttpsOnly(resource),
  );
}

function listensOnHttpsOnly(resource: Resource): boolean {
  const protocols = albProtocols(resource);
  return protocols.length > 0 && !protocols.includes("HTTP");
}

function uncoveredHosts(resource: Resource, covered: ReturnType<Resource["inputs"]["items"]>): Issue[] {
  return each(resource.get("spec", "rules").items(), (rule) => {
    const property = rule.get("host");
    const host = property.string();
    if (host === undefined || some(covered, (name) => covers(name.string() ?? "", host))) return [];
    return [property.fail(`no TLS block covers the host ${host}; list it under spec.tls.`)];
  });
}

function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith("*.") && host.slice(host.indexOf(".")) === name.slice(1));
}
