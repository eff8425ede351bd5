import type { Property } from "../../property.ts";
import type { Resource } from "../../resource.ts";
import { isSimulatedText } from "../../value.ts";

const KEY_URN = /[:$]aws:kms\/(?:key|alias|replicaKey|externalKey|replicaExternalKey):\w+::/;
/** AWS's own key of a service, by alias. */
const SERVICE_KEY = /(?:^|:)alias\/aws\//;

/**
 * Whether an input names a KMS key of the customer's. A value that is not known yet counts when the engine
 * recorded that it comes from a key of the program; only the text of a known value is read.
 */
export function isCustomerKey(resource: Resource, key: Property): boolean {
  const input = key.keys[0];
  const sources = input === undefined ? undefined : resource.data.propertyDependencies?.[input];
  if (key.isUnknown && sources?.some((urn) => KEY_URN.test(urn)) === true) return true;
  if (!key.isSet) return false;
  // A placeholder stands for the identifier of another resource, never for a service's alias.
  if (typeof key.raw === "string" && isSimulatedText(key.raw)) return true;
  const text = key.string();
  return text !== undefined && text !== "" && !SERVICE_KEY.test(text);
}
