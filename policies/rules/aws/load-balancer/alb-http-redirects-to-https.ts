import { defineRule, each, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

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
    const protocol = listener.get("protocol");
    // An application load balancer listens in the clear unless told otherwise.
    const name = protocol.isSet ? protocol.string() : listener.get("port").number() === 443 ? "HTTPS" : "HTTP";
    if (name !== "HTTP") return [];
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
      {
        inputs: { protocol: "HTTP", defaultActions: [{ type: UNKNOWN, redirect: { protocol: "HTTPS" } }] },
        path: "/defaultActions/0/type",
      },
    ],
  },
});
const MESSAGE = "The listener serves plain HTTP; let it redirect to HTTPS and do nothing else";
