import type { Property } from "../../../property.ts";
import { type Issue, defineRule, each } from "../../../rule.ts";
import { Secret, UNKNOWN, isSimulatedText } from "../../../value.ts";
import { SECRETS } from "../_links.ts";

const secret = (fields: object) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "db", namespace: "shop" },
  ...fields,
});

export default defineRule({
  id: "k8s-secret-not-inline",
  title: "Fill secrets from an external store or engine secrets, never from literals.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A literal lies in the source and, unencrypted, in the state and every plan; whoever reads one of them has the credential.",
  fix: "Mount the value from Secrets Manager by the secrets store driver or an external-secrets operator; else pass it as an engine secret.",
  links: [SECRETS],
  types: ["kubernetes:core/v1:Secret"],
  needs: ["secretness"],
  check: (resource) =>
    each(["data", "stringData"], (field) => {
      const values = resource.get(field);
      return values.isSecret ? [] : each(values.entries(), ([key, value]) => judge(key, value));
    }),
  examples: {
    pass: [
      { name: "filled by a controller", inputs: secret({ type: "Opaque" }) },
      { inputs: secret({ stringData: new Secret({ password: "example" }) }) },
      { inputs: secret({ data: { password: new Secret(UNKNOWN) } }) },
    ],
    fail: [
      {
        name: "the second key",
        inputs: secret({ stringData: { user: new Secret("api"), password: "example" } }),
        path: "/stringData/password",
        message: 'key "password" is filled from a literal',
      },
      {
        name: "Base64 hides nothing",
        inputs: secret({ data: { token: "ZXhhbXBsZQ==" } }),
        path: "/data/token",
        message: 'key "token" is filled from a literal',
      },
    ],
    undecided: [
      { inputs: secret({ data: UNKNOWN }), path: "/data" },
      { inputs: secret({ stringData: { password: UNKNOWN } }), path: "/stringData/password" },
    ],
  },
});

function judge(key: string, value: Property): Issue[] {
  if (value.isSecret) return [];
  const text = value.string() ?? "";
  // What another resource computes is no literal.
  if (text === "" || isSimulatedText(text)) return [];
  return [value.fail(`key "${key}" is filled from a literal; take it from a secret store or mark it as secret.`)];
}
