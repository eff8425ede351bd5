import type { Resource } from "../../resource.ts";

/** The protocol of a listener in capitals. An application load balancer listens in the clear unless told otherwise. */
export function listenerProtocol(listener: Resource): string {
  const protocol = listener.get("protocol");
  if (protocol.isSet) return (protocol.string() ?? "").toUpperCase();
  return listener.get("port").number() === 443 ? "HTTPS" : "HTTP";
}
