import { z } from "zod";
import { ref } from "../../../examples.ts";
import type { Property } from "../../../property.ts";
import { type Issue, defineRule, each } from "../../../rule.ts";
import { UNKNOWN, type Value, isSimulatedText } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

const PUBLIC_KEY = "aws:cloudfront/publicKey:PublicKey";
const RSA_2048 = pem(294);
const RSA_1024 = pem(162);

export default defineRule({
  id: "cloudfront-key-group-rotatable",
  title:
    "Keep at least one key, and room for a second, in each key group and create keys from 2048-bit RSA or ECDSA P-256.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Rotation needs two valid keys for a while.",
  fix: "Keep one or two keys in the group, of 2048-bit RSA or ECDSA P-256.",
  links: [awsDocs("Key groups", "AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html")],
  types: ["aws:cloudfront/keyGroup:KeyGroup"],
  config: z.object({ maxKeys: z.number().int().default(4).describe("Most keys in a group; CloudFront takes five.") }),
  check: (group, { stack, config }) => {
    const items = group.get("items");
    const keys = referencesIn(group, items);
    if (!items.isUnknown && keys.length === 0) return [items.fail("The group holds no key; add one that signs")];
    if (keys.length > config.maxKeys)
      return [items.fail(`The group has no room for a new key; keep ${config.maxKeys} or fewer`)];
    return each(keys, (item) =>
      each(stack.referents(group, item, PUBLIC_KEY), (key) => judgeKey(key.get("encodedKey"))),
    );
  },
  examples: {
    pass: [{ inputs: { items: [ref("one")] }, stack: [publicKey(RSA_2048)] }],
    fail: [
      { inputs: { items: [] }, path: "/items", message: "holds no key" },
      { inputs: { items: ["K1", "K2", "K3", "K4", "K5"] }, path: "/items", message: "no room" },
      {
        name: "a short key",
        inputs: { items: [ref("one")] },
        stack: [publicKey(RSA_1024)],
        path: "/encodedKey",
        message: "too weak",
      },
    ],
    undecided: [
      { inputs: { items: UNKNOWN }, path: "/items" },
      { inputs: { items: [ref("one")] }, stack: [publicKey(UNKNOWN)], path: "/encodedKey" },
    ],
  },
});
/** A public key is taken by the size of its encoding: 294 bytes for 2048-bit RSA, 91 for P-256. */
function judgeKey(encoded: Property): Issue[] {
  // A key that another resource makes is judged where it is made.
  if (typeof encoded.raw === "string" && isSimulatedText(encoded.raw)) return [];
  const body = (encoded.string() ?? "").replaceAll(/-----[^-]+-----|\s/g, "");
  const bytes = Buffer.from(body, "base64").length;
  return bytes === 91 || bytes >= 294
    ? []
    : [encoded.fail("The key is too weak; make one of 2048-bit RSA or ECDSA P-256")];
}

function pem(bytes: number): string {
  return `-----BEGIN PUBLIC KEY-----\n${Buffer.alloc(bytes, 1).toString("base64")}\n-----END PUBLIC KEY-----\n`;
}
function publicKey(encodedKey: Value) {
  return { type: PUBLIC_KEY, name: "one", inputs: { encodedKey } };
}
