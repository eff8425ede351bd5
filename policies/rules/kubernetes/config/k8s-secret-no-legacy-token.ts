import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { SERVICE_ACCOUNTS } from "../_links.ts";

const secret = (fields: object) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "token", namespace: "shop" },
  ...fields,
});

export default defineRule({
  id: "k8s-secret-no-legacy-token",
  title: "Do not create service-account token secrets.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Such a token never expires and is bound to no pod: a copy of it opens the API until somebody finds and deletes the secret.",
  fix: "Remove the secret; take a bound token from a projected volume or the TokenRequest API.",
  links: [SERVICE_ACCOUNTS],
  types: ["kubernetes:core/v1:Secret"],
  check: (resource) =>
    resource
      .get("type")
      .mustNotBe("kubernetes.io/service-account-token", "the secret holds a token that never expires; remove it."),
  examples: {
    pass: [{ inputs: secret({}) }, { inputs: secret({ type: "kubernetes.io/tls" }) }],
    fail: [
      {
        inputs: secret({ type: "kubernetes.io/service-account-token" }),
        path: "/type",
        message: "a token that never expires",
      },
    ],
    undecided: [{ inputs: secret({ type: UNKNOWN }), path: "/type" }],
  },
});
