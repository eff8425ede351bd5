import type { Resource } from "../../resource.ts";

/**
 * The protocol of a listener in capitals. An application load balancer listens in the clear unless told otherwise;
 * only listeners of gateway load balancers have neither protocol nor port.
 */
export function listenerProtocol(listener: Resource): string {
  const protocol = listener.get("protocol");
  if (protocol.isSet) return (protocol.string() ?? "").toUpperCase();
  const port = listener.get("port");
  if (!port.isSet) return "GENEVE";
  return port.number() === 443 ? "HTTPS" : "HTTP";
}

/** What an input says, where that is plainly known; for remediations, which must never guess. */
export function knownText(resource: Resource, key: string): string | undefined {
  const { raw } = resource.get(key);
  return typeof raw === "string" ? raw : undefined;
}
