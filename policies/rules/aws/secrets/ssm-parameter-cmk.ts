import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "ssm-parameter-cmk",
  title: "Encrypt SecureString parameters with a customer key.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Access can then be cut at the key.",
  fix: "Set keyId to a customer key.",
  links: [
    awsDocs("SecureString parameters", "systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html"),
  ],
  types: ["aws:ssm/parameter:Parameter"],
  check: (parameter) => {
    if (parameter.get("type").string() !== "SecureString") return NOT_APPLICABLE;
    const key = parameter.get("keyId");
    return isCustomerKey(parameter, key)
      ? []
      : [key.fail("The parameter is not encrypted with a key of yours; set keyId")];
  },
  examples: {
    pass: [
      {
        inputs: { type: "SecureString", keyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: { type: "SecureString" }, path: "/keyId", message: "key of yours" },
      { inputs: { type: "SecureString", keyId: "alias/aws/ssm" }, path: "/keyId", message: "key of yours" },
    ],
    undecided: [
      { inputs: { type: "SecureString", keyId: UNKNOWN }, path: "/keyId" },
      { inputs: { type: UNKNOWN }, path: "/type" },
    ],
  },
});
