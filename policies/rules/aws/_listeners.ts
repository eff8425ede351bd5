import type { Resource } from "../../resource.ts";

/** The protocol of a listener in capitals. An application load balancer listens in the clear unless told otherwise. */
export function listenerProtocol(listener: Resource): string {
  const protocol = listener.get("protocol");
  if (protocol.isSet) return (protocol.string() ?? "").toUpperCase();
  return listener.get("port").number() === 443 ? "HTTPS" : "HTTP";
}

/** What an input says, where that is plainly known; for remediations, which must never guess. */
export function knownText(resource: Resource, key: string): string | undefined {
  const { raw } = resource.get(key);
  return typeof raw === "string" ? raw : undefined;
}
