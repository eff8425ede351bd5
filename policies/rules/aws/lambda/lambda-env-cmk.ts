import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

const VARIABLES = { environment: { variables: { LOG_LEVEL: "info" } } };

export default defineRule({
  id: "lambda-env-cmk",
  title: "Encrypt environment variables with a customer key.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Reading configuration then needs the key.",
  fix: "Set kmsKeyArn to a customer key.",
  links: [awsDocs("Encrypting environment variables", "lambda/latest/dg/configuration-envvars-encryption.html")],
  types: ["aws:lambda/function:Function"],
  check: (fn) => {
    if (fn.get("environment", "variables").entries().length === 0) return NOT_APPLICABLE;
    const key = fn.get("kmsKeyArn");
    return isCustomerKey(fn, key)
      ? []
      : [key.fail("Environment variables are not encrypted with a key of yours; set kmsKeyArn")];
  },
  examples: {
    pass: [
      {
        inputs: { ...VARIABLES, kmsKeyArn: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: VARIABLES, path: "/kmsKeyArn", message: "key of yours" },
      { inputs: { ...VARIABLES, kmsKeyArn: "alias/aws/lambda" }, path: "/kmsKeyArn", message: "key of yours" },
    ],
    undecided: [
      { inputs: { ...VARIABLES, kmsKeyArn: UNKNOWN }, path: "/kmsKeyArn" },
      { inputs: { environment: UNKNOWN }, path: "/environment" },
    ],
  },
});
