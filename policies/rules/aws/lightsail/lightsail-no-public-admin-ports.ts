import type { Property } from "../../../property.ts";
import { defineRule, each, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "lightsail-no-public-admin-ports",
  title: "Open the ports for administration of Lightsail instances to known networks only.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The whole internet tries passwords at SSH and RDP.",
  fix: "Set cidrs and ipv6Cidrs of the port to your networks, or cidrListAliases to lightsail-connect.",
  links: [
    awsDocs(
      "Firewalls in Lightsail",
      "lightsail/latest/userguide/understanding-firewall-and-port-mappings-in-amazon-lightsail.html",
    ),
  ],
  types: ["aws:lightsail/instancePublicPorts:InstancePublicPorts"],
  check: (instance) =>
    each(instance.get("portInfos").items(), (info) => {
      const exposed = every([() => some(ADMIN_PORTS, (port) => covers(info, port)), () => isOpen(info)], (test) =>
        test(),
      );
      return exposed ? [info.fail("SSH or RDP is open to the whole internet; set cidrs to your networks")] : [];
    }),
  examples: {
    pass: [
      {
        inputs: {
          portInfos: [
            { protocol: "tcp", fromPort: 443, toPort: 443 },
            { protocol: "tcp", fromPort: 22, toPort: 22, cidrs: ["192.0.2.0/24"] },
          ],
        },
      },
      {
        inputs: { portInfos: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrListAliases: ["lightsail-connect"] }] },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { portInfos: [{ protocol: "tcp", fromPort: 22, toPort: 22 }] },
        path: "/portInfos/0",
        message: "whole internet",
      },
      {
        inputs: { portInfos: [{ protocol: "all", fromPort: 0, toPort: 65535, cidrs: ["0.0.0.0/0"] }] },
        path: "/portInfos/0",
        message: "whole internet",
      },
      {
        inputs: {
          portInfos: [{ protocol: "tcp", fromPort: 3000, toPort: 4000, cidrs: ["192.0.2.0/24"], ipv6Cidrs: ["::/0"] }],
        },
        path: "/portInfos/0",
        message: "whole internet",
      },
    ],
    undecided: [
      { inputs: { portInfos: UNKNOWN }, path: "/portInfos" },
      {
        inputs: { portInfos: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrs: [UNKNOWN] }] },
        path: "/portInfos/0/cidrs/0",
      },
    ],
  },
});
const ADMIN_PORTS = [22, 3389];

function covers(info: Property, port: number): boolean {
  return every(
    [
      () => ["tcp", "all"].includes(info.get("protocol").string() ?? ""),
      () => (info.get("fromPort").number() ?? 0) <= port && port <= (info.get("toPort").number() ?? 65_535),
    ],
    (test) => test(),
  );
}

/** Lightsail takes a port without any source for one that is open to all. */
function isOpen(info: Property): boolean {
  const sources = ["cidrs", "ipv6Cidrs", "cidrListAliases"].map((input) => info.get(input).items());
  return (
    some(sources.flat(), (source) => (source.string() ?? "").endsWith("/0")) ||
    sources.every(({ length }) => length === 0)
  );
}
