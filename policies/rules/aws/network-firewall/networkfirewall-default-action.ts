import { defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "networkfirewall-default-action",
  title: "Drop or inspect the packets that no stateless rule matches.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "What is passed by default is never looked at.",
  fix: "Set statelessDefaultActions and statelessFragmentDefaultActions to aws:drop or aws:forward_to_sfe.",
  links: [
    securityHub("networkfirewall"),
    awsDocs("Default actions", "network-firewall/latest/developerguide/stateless-default-actions.html"),
  ],
  types: ["aws:networkfirewall/firewallPolicy:FirewallPolicy"],
  check: (policy) =>
    each(["statelessDefaultActions", "statelessFragmentDefaultActions"], (input) => {
      const actions = policy.get("firewallPolicy", input);
      return some(actions.items(), (action) => ["aws:drop", "aws:forward_to_sfe"].includes(action.string() ?? ""))
        ? []
        : [actions.fail(`Packets that no rule matches pass; set ${input} to aws:drop or aws:forward_to_sfe`)];
    }),
  examples: {
    pass: [
      {
        inputs: {
          firewallPolicy: {
            statelessDefaultActions: ["aws:forward_to_sfe"],
            statelessFragmentDefaultActions: ["aws:drop"],
          },
        },
      },
    ],
    fail: [
      {
        inputs: {
          firewallPolicy: { statelessDefaultActions: ["aws:pass"], statelessFragmentDefaultActions: ["aws:drop"] },
        },
        path: "/firewallPolicy/statelessDefaultActions",
        message: "pass",
      },
      {
        name: "fragments",
        inputs: {
          firewallPolicy: {
            statelessDefaultActions: ["aws:drop"],
            statelessFragmentDefaultActions: ["aws:pass", "count"],
          },
        },
        path: "/firewallPolicy/statelessFragmentDefaultActions",
        message: "pass",
      },
    ],
    undecided: [
      {
        inputs: { firewallPolicy: { statelessDefaultActions: UNKNOWN, statelessFragmentDefaultActions: ["aws:drop"] } },
        path: "/firewallPolicy/statelessDefaultActions",
      },
      { inputs: { firewallPolicy: UNKNOWN }, path: "/firewallPolicy" },
    ],
  },
});
