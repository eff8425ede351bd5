import { type Area, code, known, proven, rule, tested } from "./_entry.ts";

export const secrets: Area = {
  title: "Secrets",
  failures: [
    known(
      "Pulumi keeps every input in its state, those that the cloud never shows again included; a passphrase is all that guards them by default.",
      [
        code("stacks/creation.ts", "secretsprovider: awskms://"),
        code("components/account-state.ts", "SECRETS_PROVIDER_ALIAS"),
        code("cli/doctor/checks.ts", "awskms://"),
      ],
      [
        ...proven("stacks/environments/index", "the %s stack's configuration agrees with the settings"),
        ...proven("bootstrap/settings", "the key that configurations of stacks name"),
        ...tested("account-state", "has its secrets decrypted by named roles only, each stack's under its own context"),
      ],
    ),
    known(
      "A value that the program makes is in the state; better that AWS or a person makes it, where that can be.",
      [
        code("components/database.ts", "manageMasterUserPassword: true"),
        code("components/rotation.ts", "export class Rotation"),
        rule("secretsmanager-rotation-enabled"),
      ],
      [
        ...tested("secrets", "supplied by the operator are not Pulumi's"),
        ...tested("rotation", "is on for each secret, at once and every 90 days, after everything it needs"),
      ],
    ),
    known(
      "One plain output, name or tag that a secret went into shows it to whoever reads the state.",
      [code("components/secrets.ts", "secretString: pulumi.secret(value)"), rule("secret-value-not-plaintext")],
      tested("secrets", "are Pulumi secrets wherever they pass, and appear nowhere else"),
    ),
    known(
      "The provider for Kubernetes has written the data of Secret objects in clear beside the encrypted one.",
      [
        code("components/_workload-secrets.ts", "export function deliverSecrets"),
        rule("k8s-secret-not-inline"),
        rule("k8s-secret-external-store"),
      ],
      tested("workload", "are fetched with the pods' own role, as files and as a synced Secret"),
    ),
    known(
      "An operator that brings secrets into the cluster and is supported in its newest version alone has to be upgraded every few weeks, or is unpatched.",
      [code("components/_cluster-add-ons.ts", '"aws-secrets-store-csi-driver-provider"'), rule("eks-addons-managed")],
      tested("cluster", "deliver secrets, look for new ones, and may write Secrets only when told"),
    ),
  ],
};
