import { defineRule, each, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { listenerProtocol } from "../_listeners.ts";

export default defineRule({
  id: "alb-http-redirects-to-https",
  title: "Let plain HTTP listeners do nothing but redirect to HTTPS.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Credentials must not cross in clear text.",
  fix: "Make the only action of a plain HTTP listener a redirect to HTTPS, or remove the listener.",
  links: [
    securityHub("elb"),
    awsDocs("Listeners", "elasticloadbalancing/latest/application/load-balancer-listeners.html"),
  ],
  types: ["aws:lb/listener:Listener"],
  check: (listener) => {
    if (listenerProtocol(listener) !== "HTTP") return [];
    const actions = listener.get("defaultActions");
    if (actions.items().length === 0) return [actions.fail(MESSAGE)];
    return each(actions.items(), (action) => {
      const redirects = every(
        [
          () => action.get("type").string() === "redirect",
          () => action.get("redirect", "protocol").string() === "HTTPS",
        ],
        (test) => test(),
      );
      return redirects ? [] : [action.get("type").fail(MESSAGE)];
    });
  },
  examples: {
    pass: [
      { inputs: { protocol: "HTTPS", port: 443, defaultActions: UNKNOWN } },
      { name: "a gateway load balancer's", inputs: { defaultActions: [{ type: "forward" }] } },
      {
        inputs: {
          protocol: "HTTP",
          port: 80,
          defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
        },
      },
    ],
    fail: [
      {
        name: "in small letters, which the provider takes as well",
        inputs: { protocol: "http", port: "80", defaultActions: [{ type: "fixed-response" }] },
        path: "/defaultActions/0/type",
        message: "plain HTTP",
      },
      {
        inputs: { protocol: "HTTP", port: 80, defaultActions: [{ type: "forward", targetGroupArn: UNKNOWN }] },
        path: "/defaultActions/0/type",
        message: "plain HTTP",
      },
      {
        name: "no protocol",
        inputs: { port: 80, defaultActions: [{ type: "redirect", redirect: { statusCode: "HTTP_301" } }] },
        path: "/defaultActions/0/type",
        message: "plain HTTP",
      },
    ],
    undecided: [
      { inputs: { protocol: UNKNOWN }, path: "/protocol" },
      { inputs: { port: UNKNOWN }, path: "/port" },
      {
        inputs: { protocol: "HTTP", defaultActions: [{ type: UNKNOWN, redirect: { protocol: "HTTPS" } }] },
        path: "/defaultActions/0/type",
      },
    ],
  },
});
const MESSAGE = "The listener serves plain HTTP; let it redirect to HTTPS and do nothing else";
