import { anyOf, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { credentialIn, looksSensitive } from "../../_secrets.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ssm-parameter-secure-string",
  title: "Store sensitive-looking parameters as SecureString.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "String parameters are readable in the clear by anyone with read access.",
  fix: "Set type to SecureString and pass the value in value, not in insecureValue.",
  links: [
    securityHub("ssm"),
    awsDocs("SecureString parameters", "systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html"),
  ],
  types: ["aws:ssm/parameter:Parameter"],
  check: (parameter) => {
    const type = parameter.get("type");
    if (type.string() === "SecureString") return [];
    const sensitive = anyOf(
      () => looksSensitive(parameter.get("name").string() ?? parameter.name),
      () => credentialIn(parameter.get("value").string() ?? "") !== undefined,
      () => credentialIn(parameter.get("insecureValue").string() ?? "") !== undefined,
    );
    return sensitive
      ? [type.fail("A parameter that looks like a secret is readable in the clear; set type to SecureString")]
      : [];
  },
  // A parameter that exists would be made anew: only shown. A value in the clear has to move first.
  suggest: (parameter) => (parameter.get("insecureValue").isSet ? [] : whenUnset(parameter, "type", "SecureString")),
  examples: {
    pass: [
      { inputs: { name: "/shop/database/password", type: "SecureString", value: UNKNOWN } },
      { inputs: { name: "/shop/feature/search", type: "String", value: "on" } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { name: "/shop/database/password", value: UNKNOWN },
        path: "/type",
        message: "set type to SecureString",
      },
      {
        inputs: { name: "/shop/database/password", type: "String", value: UNKNOWN },
        path: "/type",
        message: "set type to SecureString",
      },
      {
        inputs: { name: "/shop/deploy", type: "StringList", value: "AKIAIOSFODNN7EXAMPLE" },
        path: "/type",
        message: "looks like a secret",
      },
    ],
    undecided: [
      { inputs: { name: "/shop/database/password", type: UNKNOWN }, path: "/type" },
      { inputs: { name: "/shop/feature", type: "String", value: UNKNOWN }, path: "/value" },
    ],
  },
});
