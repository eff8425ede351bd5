import { ref } from "../../../examples.ts";
import { defineRule, every, some } from "../../../rule.ts";
import { type Properties, UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

const LOGGING = "aws:networkfirewall/loggingConfiguration:LoggingConfiguration";

export default defineRule({
  id: "networkfirewall-logging",
  title: "Log what network firewalls see.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "Without logs nobody knows what was let through, or refused.",
  fix: "Add an aws.networkfirewall.LoggingConfiguration for the firewall.",
  links: [
    securityHub("networkfirewall"),
    awsDocs("Logs of firewalls", "network-firewall/latest/developerguide/firewall-logging.html"),
  ],
  types: ["aws:networkfirewall/firewall:Firewall"],
  check: (firewall, { stack }) => {
    const logged = some(stack.candidates(firewall, LOGGING, "firewallArn"), (logging) =>
      every(
        [
          () => stack.refersTo(logging, logging.get("firewallArn"), firewall),
          () => logging.get("loggingConfiguration", "logDestinationConfigs").items().length > 0,
        ],
        (test) => test(),
      ),
    );
    return logged
      ? []
      : [firewall.fail("Nobody records what the firewall sees; add an aws.networkfirewall.LoggingConfiguration")];
  },
  examples: {
    pass: [
      {
        inputs: { name: "shop" },
        stack: [logging({ logDestinationConfigs: [{ logType: "ALERT", logDestinationType: "S3" }] })],
      },
    ],
    fail: [
      { name: "none", inputs: { name: "shop" }, path: "", message: "Nobody records" },
      {
        name: "with nothing in it",
        inputs: { name: "shop" },
        stack: [logging({ logDestinationConfigs: [] })],
        path: "",
        message: "Nobody records",
      },
    ],
    undecided: [
      {
        inputs: { name: "shop" },
        stack: [
          {
            type: LOGGING,
            name: "log",
            inputs: { firewallArn: UNKNOWN, loggingConfiguration: { logDestinationConfigs: [{ logType: "ALERT" }] } },
          },
        ],
        path: "/firewallArn",
      },
      {
        inputs: { name: "shop" },
        stack: [logging({ logDestinationConfigs: UNKNOWN })],
        path: "/loggingConfiguration/logDestinationConfigs",
      },
    ],
  },
});

function logging(loggingConfiguration: Properties) {
  return { type: LOGGING, name: "log", inputs: { firewallArn: ref("subject", "arn"), loggingConfiguration } };
}
