import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";
import { knownText, listenerProtocol } from "../_listeners.ts";

export default defineRule({
  id: "alb-server-header-removed",
  title: "Switch off the server response header.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Version hints help an attacker.",
  fix: "Set routingHttpResponseServerEnabled to false.",
  links: [awsDocs("Header modification", "elasticloadbalancing/latest/application/header-modification.html")],
  types: ["aws:lb/listener:Listener"],
  check: (listener) => {
    if (!["HTTP", "HTTPS"].includes(listenerProtocol(listener))) return NOT_APPLICABLE;
    return listener
      .get("routingHttpResponseServerEnabled")
      .mustBe(false, "Answers name the load balancer's software; set routingHttpResponseServerEnabled to false");
  },
  remediate: (listener) =>
    ["HTTP", "HTTPS"].includes(knownText(listener, "protocol") ?? "")
      ? whenUnset(listener, "routingHttpResponseServerEnabled", false)
      : [],
  examples: {
    pass: [{ inputs: { protocol: "HTTPS", routingHttpResponseServerEnabled: false } }],
    fail: [
      {
        name: "not set",
        inputs: { protocol: "HTTPS" },
        path: "/routingHttpResponseServerEnabled",
        message: "name the load balancer",
      },
      {
        inputs: { protocol: "HTTP", routingHttpResponseServerEnabled: true },
        path: "/routingHttpResponseServerEnabled",
        message: "name the load balancer",
      },
    ],
    undecided: [
      {
        inputs: { protocol: "HTTPS", routingHttpResponseServerEnabled: UNKNOWN },
        path: "/routingHttpResponseServerEnabled",
      },
      { inputs: { protocol: UNKNOWN }, path: "/protocol" },
    ],
  },
});
