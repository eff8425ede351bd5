import type { Property } from "../../../property.ts";
import type { Resource } from "../../../resource.ts";
import { type Issue, each } from "../../../rule.ts";
import { type Direction, isEverywhere, peersOf, policyRules } from "../_network-policies.ts";

/** The issues of rules that allow every peer: without a list of peers, or by a range that holds every address. */
export function refuseOpenRules(
  policy: Resource,
  direction: Direction,
  accept: (rule: Property, block: Property) => boolean = () => false,
): Issue[] {
  const [verb, peer, list] = direction === "Ingress" ? ["admits", "source", "from"] : ["allows", "destination", "to"];
  return each(policyRules(policy, direction), (rule, index) => {
    const peers = peersOf(rule, direction);
    const label = `${direction.toLowerCase()} rule #${index + 1}`;
    const items = peers.items();
    if (items.length === 0) {
      return [peers.fail(`${label} ${verb} every ${peer}, as it names none; list the peers in ${list}.`)];
    }
    return each(items, (item) => {
      const block = item.get("ipBlock");
      const cidr = block.get("cidr");
      if (!isEverywhere(cidr) || accept(rule, block)) return [];
      return [cidr.fail(`${label} ${verb} every ${peer} by ${cidr.string()}; name the ranges or pods that are meant.`)];
    });
  });
}
