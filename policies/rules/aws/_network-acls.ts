import type { Property } from "../../property.ts";
import type { Resource } from "../../resource.ts";
import { type Issue, NOT_APPLICABLE, type Outcome, each, every } from "../../rule.ts";
import { isWholeInternet } from "../_security-groups.ts";

/** One ingress entry of a network ACL, inline or as `aws.ec2.NetworkAclRule`. */
export interface AclEntry {
  readonly property: Property;
  readonly action: Property;
}

/** The ingress entries that a resource declares; not applicable to an egress entry. */
function aclIngress(resource: Resource): readonly AclEntry[] | typeof NOT_APPLICABLE {
  if (resource.type === "aws:ec2/networkAclRule:NetworkAclRule") {
    if (resource.get("egress").boolean() === true) return NOT_APPLICABLE;
    return [{ property: resource.inputs, action: resource.get("ruleAction") }];
  }
  return resource
    .get("ingress")
    .items()
    .map((property) => ({ property, action: property.get("action") }));
}

/** Whether the entry covers `port`, or every port where none is given. */
export function coversPort({ property }: AclEntry, port?: number): boolean {
  const protocol = property.get("protocol").string()?.toLowerCase();
  if (protocol === "-1" || protocol === "all") return true;
  if (protocol !== undefined && !["tcp", "udp", "6", "17"].includes(protocol)) return false;
  const from = property.get("fromPort").number() ?? 0;
  const to = property.get("toPort").number() ?? 0;
  return port === undefined ? from <= 1 && to === 65_535 : from <= port && port <= to;
}

/** A violation for each ingress entry that allows the whole internet what `matters` names. */
export function refuseAclEntries(resource: Resource, matters: (entry: AclEntry) => boolean, message: string): Outcome {
  const entries = aclIngress(resource);
  if (entries === NOT_APPLICABLE) return NOT_APPLICABLE;
  return each(entries, (entry) => each(["cidrBlock", "ipv6CidrBlock"], (key) => judge(entry, entry.property.get(key))));

  function judge(entry: AclEntry, range: Property): Issue[] {
    const allows = () => entry.action.string()?.toLowerCase() === "allow";
    const open = every([allows, () => isWholeInternet(range), () => matters(entry)], (test) => test());
    return open ? [range.fail(message)] : [];
  }
}
