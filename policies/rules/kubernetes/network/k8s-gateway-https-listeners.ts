import { type Property, Undecided } from "../../../property.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { type Issue, defineRule, each, every, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { GATEWAY_TYPES } from "../_custom-resources.ts";
import { GATEWAY } from "../_links.ts";
import { itemName } from "../_objects.ts";
import { routesOf } from "./_routes.ts";

const ROUTE_TYPE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const GRPC_ROUTE_TYPE = "kubernetes:gateway.networking.k8s.io/v1:GRPCRoute";
const HTTPS = { name: "https", port: 443, protocol: "HTTPS", tls: { certificateRefs: [{ name: "shop-tls" }] } };
const HTTP = { name: "http", port: 80, protocol: "HTTP" };
const REDIRECT = { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] };

export default defineRule({
  id: "k8s-gateway-https-listeners",
  title: "Terminate TLS on Gateway listeners; plain HTTP only where the attached routes redirect.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "A Gateway takes an HTTP listener without complaint and then serves sessions and passwords in clear text.",
  fix: "Set the listener's protocol to HTTPS with certificateRefs; keep HTTP only for a route whose rules all redirect to https.",
  links: [GATEWAY],
  types: GATEWAY_TYPES,
  check: (gateway, { stack }) =>
    each(gateway.get("spec", "listeners").items(), (listener) => judge(stack, gateway, listener)),
  examples: {
    pass: [
      { inputs: gatewayInputs([HTTPS]) },
      { inputs: gatewayInputs([{ name: "db", port: 443, protocol: "TLS", tls: { mode: "Passthrough" } }]) },
      {
        name: "HTTP that redirects",
        inputs: gatewayInputs([HTTPS, HTTP]),
        stack: [httpRoute([REDIRECT], { sectionName: "http" }), httpRoute([{}], { sectionName: "https" }, "shop")],
      },
    ],
    fail: [
      {
        name: "the second listener, without a route that redirects",
        inputs: gatewayInputs([HTTPS, HTTP]),
        path: "/spec/listeners/1/protocol",
        message: 'listener "http" serves plain HTTP',
      },
      {
        name: "a route that attaches to every listener",
        inputs: gatewayInputs([HTTPS, HTTP]),
        stack: [httpRoute([{}], {})],
        path: "/spec/listeners/1/protocol",
        message: "serves plain HTTP",
      },
      {
        name: "a second rule that does not redirect",
        inputs: gatewayInputs([HTTP]),
        stack: [httpRoute([REDIRECT, {}], { sectionName: "http" })],
        path: "/spec/listeners/0/protocol",
        message: "serves plain HTTP",
      },
      {
        name: "a gRPC route beside the one that redirects",
        inputs: gatewayInputs([HTTP]),
        stack: [httpRoute([REDIRECT], {}), grpcRoute()],
        path: "/spec/listeners/0/protocol",
        message: "serves plain HTTP",
      },
      {
        name: "no certificate",
        inputs: gatewayInputs([{ name: "https", port: 443, protocol: "HTTPS" }]),
        path: "/spec/listeners/0/tls/certificateRefs",
        message: 'listener "https" has no certificate',
      },
    ],
    undecided: [
      {
        name: "a listener without a protocol",
        inputs: gatewayInputs([{ name: "web", port: 80 }]),
        path: "/spec/listeners/0/protocol",
      },
      { inputs: gatewayInputs(UNKNOWN), path: "/spec/listeners" },
      { inputs: gatewayInputs([{ name: "x", port: 80, protocol: UNKNOWN }]), path: "/spec/listeners/0/protocol" },
      {
        inputs: gatewayInputs([{ name: "https", protocol: "HTTPS", tls: UNKNOWN }]),
        path: "/spec/listeners/0/tls",
      },
      {
        inputs: gatewayInputs([HTTP]),
        stack: [httpRoute(UNKNOWN, { sectionName: "http" })],
        path: "/spec/rules",
      },
    ],
  },
});

function judge(stack: Stack, gateway: Resource, listener: Property): Issue[] {
  const protocol = listener.get("protocol");
  const label = `listener ${itemName(listener)}`;
  switch (protocol.string()) {
    case "HTTP": {
      const routes = routesOf(stack, gateway, listener);
      if (routes.length > 0 && every(routes, redirects)) return [];
      return [
        protocol.fail(`${label} serves plain HTTP; set its protocol to HTTPS, or attach only routes that redirect.`),
      ];
    }
    case "HTTPS":
    case "TLS": {
      const tls = listener.get("tls");
      const certificates = tls.get("certificateRefs");
      // Some implementations take the certificate from an option of theirs.
      const hasCertificate =
        tls.get("mode").string() === "Passthrough" ||
        certificates.items().length > 0 ||
        tls.get("options").entries().length > 0;
      return hasCertificate ? [] : [certificates.fail(`${label} has no certificate; name one in tls.certificateRefs.`)];
    }
    case undefined:
      throw new Undecided(protocol, "is not set");
    default:
      return [];
  }
}

function redirects(route: Resource): boolean {
  const rules = route.get("spec", "rules").items();
  return (
    rules.length > 0 &&
    every(rules, (rule) =>
      some(rule.get("filters").items(), (filter) => filter.get("requestRedirect", "scheme").string() === "https"),
    )
  );
}

function gatewayInputs(listeners: Value) {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: { name: "edge", namespace: "shop" },
    spec: { gatewayClassName: "shared", listeners },
  };
}

function grpcRoute() {
  const { inputs } = httpRoute([{ backendRefs: [{ name: "api", port: 9090 }] }], {}, "grpc");
  return { type: GRPC_ROUTE_TYPE, name: "grpc", inputs: { ...inputs, kind: "GRPCRoute" } };
}

function httpRoute(rules: Value, parent: { readonly sectionName?: string }, name = "redirect") {
  return {
    type: ROUTE_TYPE,
    name,
    inputs: {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: { name, namespace: "shop" },
      spec: { parentRefs: [{ name: "edge", ...parent }], rules },
    },
  };
}
