import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { credentialIn } from "../../_secrets.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "s3-no-secrets-in-objects",
  title: "Do not upload inline objects whose content looks like a credential.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Object bodies declared in code live in state and in the bucket.",
  fix: "Keep the credential in Secrets Manager.",
  links: [awsDocs("Secrets Manager", "secretsmanager/latest/userguide/intro.html")],
  types: ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"],
  check: (object) =>
    all(
      () => judgeContent(object.get("content"), (text) => text),
      () => judgeContent(object.get("contentBase64"), (text) => Buffer.from(text, "base64").toString("latin1")),
      () => {
        const key = object.get("key");
        return KEY_FILE.test(key.string() ?? "")
          ? [key.fail("The object's name is that of a key or a password file; keep it in Secrets Manager")]
          : [];
      },
    ),
  examples: {
    pass: [{ inputs: { key: "index.html", content: "<h1>Shop</h1>" } }],
    fail: [
      {
        inputs: { key: "config.json", content: '{"key":"AKIAIOSFODNN7EXAMPLE"}' },
        path: "/content",
        message: "holds an AWS access key",
      },
      { inputs: { key: "ops/id_rsa", source: UNKNOWN }, path: "/key", message: "name is that of a key" },
    ],
    undecided: [{ inputs: { key: "config.json", content: UNKNOWN }, path: "/content" }],
  },
});
const KEY_FILE =
  /(?:^|\/)(?:id_(?:rsa|ecdsa|ed25519)|\.env(?:\.[a-z]+)?|\.pgpass|\.htpasswd|credentials)$|\.(?:pem|p12|pfx|jks|keystore)$/i;

function judgeContent(content: Property, decode: (text: string) => string): Issue[] {
  const found = credentialIn(decode(content.string() ?? ""));
  return found === undefined ? [] : [content.fail(`The object holds ${found}; keep it in Secrets Manager`)];
}
