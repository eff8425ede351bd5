import type { Property } from "../../../property.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { GRPC_ROUTE_TYPES, HTTP_ROUTE_TYPES } from "../_custom-resources.ts";
import { allOf } from "../_logic.ts";
import { namespaceOf } from "../_network-policies.ts";
import { plainText } from "../_objects.ts";

interface Parent {
  readonly route: Resource;
  readonly reference: Property;
}

/** References of routes to gateways by the gateway's name; those without a known name under `undefined`. */
function parentsByName(stack: Stack): ReadonlyMap<string | undefined, readonly Parent[]> {
  return stack.memo(parentsByName, () => {
    const parents = new Map<string | undefined, Parent[]>();
    for (const route of stack.ofType(...HTTP_ROUTE_TYPES, ...GRPC_ROUTE_TYPES)) {
      const references = listOf(route);
      for (const reference of references ?? [route.get()]) {
        const name = references === undefined ? undefined : plainText(() => reference.get("name"));
        const known = parents.get(name);
        if (known === undefined) parents.set(name, [{ route, reference }]);
        else known.push({ route, reference });
      }
    }
    return parents;
  });
}

/** The parent references of a route; undefined where they cannot be read. */
function listOf(route: Resource): Property[] | undefined {
  let references: Property[] | undefined;
  plainText(() => {
    references = route.get("spec", "parentRefs").items();
    return route.inputs;
  });
  return references;
}

/** The routes that attach to a listener of the gateway. Reads decide where a name or namespace is not known. */
export function routesOf(stack: Stack, gateway: Resource, listener: Property): Resource[] {
  const parents = parentsByName(stack);
  const name = gateway.get("metadata", "name").string();
  const candidates = [...(parents.get(name) ?? []), ...(parents.get(undefined) ?? [])];
  return candidates
    .filter(({ route, reference }) => attaches(stack, gateway, listener, route, reference))
    .map(({ route }) => route);
}

function attaches(stack: Stack, gateway: Resource, listener: Property, route: Resource, reference: Property): boolean {
  // A reference that stands for a whole unreadable list: reading the list says so.
  if (reference.key === "") route.get("spec", "parentRefs").items();
  return allOf(
    () => reference.get("name").string() === gateway.get("metadata", "name").string(),
    () => ["Gateway", undefined].includes(reference.get("kind").string()),
    () => sameNamespace(stack, gateway, route, reference),
    () => [listener.get("name").string(), undefined].includes(reference.get("sectionName").string()),
    () => [listener.get("port").number(), undefined].includes(reference.get("port").number()),
  );
}

function sameNamespace(stack: Stack, gateway: Resource, route: Resource, reference: Property): boolean {
  const explicit = reference.get("namespace").string();
  const here = namespaceOf(stack, gateway) ?? gateway.get("metadata", "namespace").string();
  if (explicit === undefined)
    return (namespaceOf(stack, route) ?? route.get("metadata", "namespace").string()) === here;
  return explicit === here || explicit === gateway.get("metadata", "namespace").string();
}
