import { ref } from "../../../examples.ts";
import { Undecided } from "../../../property.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { defineRule, each, every, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { listenerProtocol } from "../_listeners.ts";

const FORWARD = { type: "forward", targetGroupArn: "arn:aws:elasticloadbalancing:eu-central-1:111122223333:x" };

export default defineRule({
  id: "lb-listener-rule-no-http-forward",
  title: "Do not forward from rules on plain HTTP listeners.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "A rule bypasses the redirect of the listener.",
  fix: "Put the rule on the HTTPS listener, or make its action a redirect to HTTPS.",
  links: [awsDocs("Listener rules", "elasticloadbalancing/latest/application/listener-rules.html")],
  types: ["aws:lb/listenerRule:ListenerRule"],
  check: (rule, { stack }) =>
    each(rule.get("actions").items(), (action) => {
      const type = action.get("type");
      const open = every([() => type.string() === "forward", () => isOnPlainListener(rule, stack)], (test) => test());
      return open ? [type.fail("The rule serves plain HTTP past the redirect; move it to the HTTPS listener")] : [];
    }),
  examples: {
    pass: [
      { inputs: { listenerArn: ref("listener", "arn"), actions: [FORWARD] }, stack: [listener("HTTPS")] },
      {
        inputs: {
          listenerArn: ref("listener", "arn"),
          actions: [{ type: "redirect", redirect: { protocol: "HTTPS" } }],
        },
        stack: [listener("HTTP")],
      },
    ],
    fail: [
      {
        inputs: { listenerArn: ref("listener", "arn"), actions: [{ type: "authenticate-oidc" }, FORWARD] },
        stack: [listener("HTTP")],
        path: "/actions/1/type",
        message: "past the redirect",
      },
    ],
    undecided: [
      {
        inputs: { listenerArn: ref("listener", "arn"), actions: [{ type: UNKNOWN }] },
        stack: [listener("HTTP")],
        path: "/actions/0/type",
      },
      {
        inputs: { listenerArn: ref("listener", "arn"), actions: [FORWARD] },
        stack: [listener(UNKNOWN)],
        path: "/protocol",
      },
      {
        name: "a listener of another stack",
        inputs: { listenerArn: "arn:other", actions: [FORWARD] },
        path: "/listenerArn",
      },
    ],
  },
});
const LISTENER = "aws:lb/listener:Listener";

function isOnPlainListener(rule: Resource, stack: Stack): boolean {
  const arn = rule.get("listenerArn");
  const listeners = stack.referents(rule, arn, LISTENER);
  if (listeners.length === 0) throw new Undecided(arn, "is a listener that the stack does not hold");
  return some(listeners, (found) => listenerProtocol(found) === "HTTP");
}

function listener(protocol: Value) {
  return { type: "aws:lb/listener:Listener", name: "listener", inputs: { protocol, port: 80 } };
}
