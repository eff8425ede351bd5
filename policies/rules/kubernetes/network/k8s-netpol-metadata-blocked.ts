import { BlockList, isIP } from "node:net";
import type { Property } from "../../../property.ts";
import { type Issue, type Remediation, defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { proposeEach, whenUnset } from "../../_remediation.ts";
import { EKS_NETWORK } from "../_links.ts";
import { NETWORK_POLICY_TYPES, peersOf, policyRules } from "../_network-policies.ts";
import { policyInputs } from "./_examples.ts";

const METADATA_ADDRESSES = ["169.254.169.254", "fd00:ec2::254"];

export default defineRule({
  id: "k8s-netpol-metadata-blocked",
  title: "Exclude the instance metadata addresses from wide egress ranges.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A pod, or anyone who makes it fetch a URL of theirs, takes the node's AWS credentials from the metadata service.",
  fix: "Add 169.254.169.254/32 (IPv6: fd00:ec2::254/128) to the except list of the ipBlock, or name a narrower range.",
  links: [EKS_NETWORK],
  types: NETWORK_POLICY_TYPES,
  check: (policy) =>
    each(policyRules(policy, "Egress"), (rule, index) => {
      const peers = peersOf(rule, "Egress");
      const label = `egress rule #${index + 1}`;
      const items = peers.items();
      if (items.length === 0)
        return [peers.fail(`${label} allows the instance metadata service; name the destinations in to.`)];
      return each(items, (peer) => judge(peer.get("ipBlock"), label));
    }),
  remediate: (policy) =>
    proposeEach(policyRules(policy, "Egress"), (rule) =>
      proposeEach(peersOf(rule, "Egress").items(), (peer) => exceptFrom(peer.get("ipBlock"))),
    ),
  examples: {
    pass: [
      { inputs: policyInputs({ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }] }) },
      {
        inputs: policyInputs({
          podSelector: {},
          egress: [
            { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }] },
            { to: [{ ipBlock: { cidr: "::/0", except: ["fd00:ec2::254/128"] } }] },
          ],
        }),
      },
      {
        name: "the agent of Pod Identity is another address",
        inputs: policyInputs({ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "169.254.170.23/32" } }] }] }),
      },
    ],
    fail: [
      {
        name: "without exception",
        inputs: policyInputs({ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] }),
        path: "/spec/egress/0/to/0/ipBlock/except",
        message: "egress rule #1 allows the instance metadata service",
      },
      {
        name: "no more than the address, which leaves nothing to except",
        inputs: policyInputs({ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "169.254.169.254/32" } }] }] }),
        path: "/spec/egress/0/to/0/ipBlock/except",
        message: "instance metadata service",
      },
      {
        name: "another exception, in the second rule",
        inputs: policyInputs({
          podSelector: {},
          egress: [UNKNOWN, { to: [{ ipBlock: { cidr: "169.254.0.0/16", except: ["169.254.170.23/32"] } }] }],
        }),
        path: "/spec/egress/1/to/0/ipBlock/except",
        message: "egress rule #2",
      },
      {
        name: "IPv6",
        inputs: policyInputs({ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "fd00::/8" } }] }] }),
        path: "/spec/egress/0/to/0/ipBlock/except",
        message: "instance metadata service",
      },
      {
        name: "every destination",
        inputs: policyInputs({ podSelector: {}, egress: [{ ports: [{ port: 80 }] }] }),
        path: "/spec/egress/0/to",
        message: "instance metadata service",
      },
    ],
    undecided: [
      {
        inputs: policyInputs({ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: UNKNOWN } }] }] }),
        path: "/spec/egress/0/to/0/ipBlock/cidr",
      },
      {
        inputs: policyInputs({
          podSelector: {},
          egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: UNKNOWN } }] }],
        }),
        path: "/spec/egress/0/to/0/ipBlock/except",
      },
    ],
  },
});

/** An exception is to be smaller than the range: a range of the one address has none. */
function exceptFrom(block: Property): readonly Remediation[] {
  const cidr = block.get("cidr").string() ?? "";
  const reached = METADATA_ADDRESSES.find((address) => holds(cidr, address));
  if (reached === undefined) return [];
  const longest = isIP(reached) === 4 ? 32 : 128;
  return cidr.trim().endsWith(`/${longest}`) ? [] : whenUnset(block, "except", [`${reached}/${longest}`]);
}

function judge(block: Property, label: string): Issue[] {
  const cidr = block.get("cidr").string();
  const reached = METADATA_ADDRESSES.find((address) => cidr !== undefined && holds(cidr, address));
  if (reached === undefined) return [];
  const except = block.get("except");
  if (some(except.items(), (range) => holds(range.string() ?? "", reached))) return [];
  return [except.fail(`${label} allows the instance metadata service; add ${reached} to except.`)];
}

function holds(cidr: string, address: string): boolean {
  const [network = "", prefix = ""] = cidr.trim().split("/");
  const family = isIP(network);
  if (
    family === 0 ||
    family !== isIP(address) ||
    !/^\d{1,3}$/.test(prefix) ||
    Number(prefix) > (family === 4 ? 32 : 128)
  ) {
    return false;
  }
  const list = new BlockList();
  const name = family === 4 ? "ipv4" : "ipv6";
  list.addSubnet(network, Number(prefix), name);
  return list.check(address, name);
}
