import { isAbsolute } from "node:path";
import { Asset, type Properties, Reference, Secret, UNKNOWN, type Value } from "../../policies/value.ts";
import type { Reader } from "../plan-reader.ts";
import { setKey } from "../set-key.ts";
import { ARCHIVE, ASSET, OUTPUT, RESOURCE, SECRET, SIGNATURE, UNKNOWN_TEXT } from "../signatures.ts";

/** What Pulumi prints in place of a secret. */
const BLINDED = "[secret]";

/** Properties as Pulumi writes them into state and events. */
export function readProperties(reader: Reader): Properties {
  const properties = {};
  for (const [key, item] of reader.entries()) setKey(properties, key, readValue(item));
  return properties;
}

function readValue(reader: Reader): Value {
  const { raw } = reader;
  if (typeof raw === "string") return raw.includes(UNKNOWN_TEXT) ? UNKNOWN : raw === BLINDED ? REDACTED : raw;
  if (Array.isArray(raw)) return reader.items().map(readValue);
  if (typeof raw !== "object" || raw === null) return raw as Value;
  const signature = reader.get(SIGNATURE);
  return signature.isSet ? readSpecial(signature.text(), reader) : readProperties(reader);
}

const REDACTED = new Secret(undefined);

function readSpecial(signature: string | undefined, reader: Reader): Value {
  switch (signature) {
    case SECRET:
      return readSecret(reader);
    case RESOURCE:
      return new Reference(reader.get("urn").text() ?? "");
    case OUTPUT: {
      const value = reader.get("value");
      const known = value.isSet ? readValue(value) : UNKNOWN;
      return reader.get("secret").boolean() === true ? new Secret(known) : known;
    }
    case ASSET:
    case ARCHIVE: {
      const path = reader.get("path").text();
      // The path of another machine says nothing here.
      const relative = path === undefined || path === "" || isAbsolute(path) ? undefined : path;
      return new Asset(signature === ASSET ? "asset" : "archive", reader.get("hash").text() ?? "", relative);
    }
    default:
      throw reader.error(`is a value of a kind that is not known here (signature ${signature})`);
  }
}

/** The plain text of `--show-secrets` is JSON in a string; ciphertext stays closed. */
function readSecret(reader: Reader): Value {
  const plain = reader.get("plaintext");
  const inner = plain.isSet ? plain.embedded() : reader.get("value");
  return inner.isSet ? new Secret(readValue(inner)) : REDACTED;
}
