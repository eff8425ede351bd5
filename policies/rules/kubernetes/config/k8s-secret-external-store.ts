import { type Issue, all, defineRule } from "../../../rule.ts";
import { Secret, UNKNOWN } from "../../../value.ts";
import { SECRETS } from "../_links.ts";

const secret = (fields: object) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "db", namespace: "shop" },
  ...fields,
});

export default defineRule({
  id: "k8s-secret-external-store",
  title: "Sync secrets from Secrets Manager or mount them through the CSI driver.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "A value that the program writes is rotated only by a deployment, and who read it is in no audit log.",
  fix: "Keep the value in Secrets Manager; mount it by a SecretProviderClass, or sync it by an ExternalSecret.",
  links: [
    SECRETS,
    {
      title: "Secrets Manager: secrets in EKS",
      url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/integrating_csi_driver.html",
    },
  ],
  types: ["kubernetes:core/v1:Secret"],
  check: (resource): Issue[] =>
    all(
      ...["data", "stringData"].map((field) => () => {
        const values = resource.get(field);
        // What is redacted is there.
        const isFilled = (values.isSecret && values.raw === undefined) || values.entries().length > 0;
        return isFilled
          ? [values.fail("the program writes the secret's values itself; take them from Secrets Manager.")]
          : [];
      }),
    ),
  examples: {
    pass: [{ name: "filled by a controller", inputs: secret({ type: "Opaque" }) }],
    fail: [
      {
        inputs: secret({ stringData: new Secret({ password: "example" }) }),
        path: "/stringData",
        message: "the program writes the secret's values itself",
      },
      {
        name: "beside unknown data",
        inputs: secret({ data: UNKNOWN, stringData: { password: "example" } }),
        path: "/stringData",
        message: "the program writes the secret's values itself",
      },
    ],
    undecided: [{ inputs: secret({ data: UNKNOWN }), path: "/data" }],
  },
});
