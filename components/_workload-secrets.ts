import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "./_iam.ts";
import { labelsFor } from "./_labels.ts";
import { SECRETS_FOLDER } from "./_secrets-folder.ts";
import type { Tags } from "./_tags.ts";
import { pulumiHash } from "./_workload-hash.ts";

/** A secret of Secrets Manager that a workload reads. */
export interface WorkloadSecret {
  /** Name in the catalogue; kebab-case. */
  readonly name: string;
  readonly arn: pulumi.Input<string>;
  /** False while the operator has still to give it a value: the workload then waits. */
  readonly supplied: boolean;
  /** One field of a secret that is a JSON object. @default the whole text */
  readonly field?: string;
  readonly as: SecretFile | SecretVariable;
}

/** A file in `SECRETS_FOLDER` that follows the secret when it rotates; the application reads it again. */
export interface SecretFile {
  readonly kind: "file";
  readonly file: string;
}

/**
 * An environment variable, for applications that read nothing else. It is fixed when a container starts, so
 * the restart is declared: pods are rolled when `restartOn` changes. Not for a secret that rotates by itself,
 * of which nothing here hears: take that as a file.
 */
export interface SecretVariable {
  readonly kind: "env";
  readonly variable: string;
  /** Changes when the value does: the version id that Pulumi wrote, or a date that the rotation runbook raises. */
  readonly restartOn: pulumi.Input<string>;
}

export { SECRETS_FOLDER };

export function assertSecrets(where: string, secrets: readonly WorkloadSecret[], config: readonly string[]): void {
  const seen = new Set<string>();
  for (const { name, field, as } of secrets) {
    const target = as.kind === "file" ? as.file : as.variable;
    const grammar = as.kind === "file" ? /^[A-Za-z0-9][A-Za-z0-9._-]*$/ : /^[A-Z_][A-Z0-9_]*$/;
    if (!grammar.test(target)) {
      const allowed = as.kind === "file" ? "a file name without folders" : "capital letters, digits and _";
      throw new Error(`${where}: secret "${name}" goes to "${target}"; allowed is ${allowed}.`);
    }
    if (field !== undefined && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(field)) {
      throw new Error(`${where}: secret "${name}" has field "${field}"; allowed are letters, digits and _.`);
    }
    if (seen.has(target)) throw new Error(`${where}: two secrets go to "${target}"; give each its own place.`);
    if (as.kind === "env" && config.includes(target)) {
      throw new Error(`${where}: "${target}" is set by config and by secret "${name}"; keep one.`);
    }
    seen.add(target);
  }
}

export interface WorkloadSecretsArgs {
  /** Kubernetes name of the workload. */
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly region: string;
  readonly secrets: readonly WorkloadSecret[];
  readonly component: string;
  readonly tags: Tags;
}

export interface DeliveredSecrets {
  readonly volumes: k8s.types.input.core.v1.Volume[];
  readonly volumeMounts: k8s.types.input.core.v1.VolumeMount[];
  readonly env: k8s.types.input.core.v1.EnvVar[];
  readonly ready: pulumi.Resource[];
}

const NONE: DeliveredSecrets = { volumes: [], volumeMounts: [], env: [], ready: [] };

/**
 * Lets the secrets driver fetch the values with the pods' own AWS role when a pod starts: as files in memory
 * and, for variables, as a Kubernetes Secret that lives as long as the pods do.
 *
 * The driver writes the Secret after a pod has mounted the volume. Where one of that name exists, the container
 * does not wait and starts with the old value. So with variables both objects carry a hash of `restartOn` in
 * their names: new pods get a Secret of their own, and the old ones keep theirs until they are gone.
 */
export function deliverSecrets(
  name: string,
  args: WorkloadSecretsArgs,
  opts: pulumi.CustomResourceOptions,
): DeliveredSecrets {
  const { secrets } = args;
  if (secrets.length === 0) return NONE;
  const variables = secrets.flatMap(({ as }) => (as.kind === "env" ? [as] : []));
  const className =
    variables.length === 0
      ? args.name
      : pulumiHash(variables.map(({ restartOn }) => restartOn)).apply((hash) => `${args.name}-${hash}`);
  const provided = new k8s.apiextensions.CustomResource(
    `${name}-secrets`,
    {
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata: {
        name: className,
        namespace: args.namespace,
        labels: labelsFor({ name: args.name, component: args.component, tags: args.tags }),
      },
      spec: {
        provider: "aws",
        parameters: { region: args.region, usePodIdentity: "true", objects: objectsOf(secrets) },
        ...(variables.length > 0 && {
          secretObjects: [
            {
              secretName: className,
              type: "Opaque",
              data: variables.map(({ variable }) => ({ objectName: variable, key: variable })),
            },
          ],
        }),
      },
    },
    opts,
  );
  return {
    volumes: [
      {
        name: "secrets",
        csi: {
          driver: "secrets-store.csi.k8s.io",
          readOnly: true,
          volumeAttributes: { secretProviderClass: className },
        },
      },
    ],
    // Also without a file: the Secret of the variables exists only once a pod mounts the volume.
    volumeMounts: [{ name: "secrets", mountPath: SECRETS_FOLDER, readOnly: true }],
    env: variables.map(({ variable }) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name: className, key: variable } },
    })),
    ready: [provided],
  };
}

/**
 * The provider's list of what to fetch. It is YAML, of which JSON is a part. Fields hang on an entry of the whole
 * secret, which the provider always writes, too.
 */
function objectsOf(secrets: readonly WorkloadSecret[]): pulumi.Output<string> {
  const entries = [...Map.groupBy(secrets, ({ name }) => name)].flatMap(([name, uses]) => {
    const aliases = uses.filter(({ field }) => field === undefined).map(targetOf);
    const jmesPath = uses.flatMap((use) =>
      use.field === undefined ? [] : [{ path: use.field, objectAlias: targetOf(use) }],
    );
    return (aliases.length > 0 ? aliases : [`${name}.json`]).map((objectAlias, index) => ({
      objectName: uses[0]?.arn,
      objectType: "secretsmanager",
      objectAlias,
      ...(index === 0 && jmesPath.length > 0 && { jmesPath }),
    }));
  });
  return pulumi.jsonStringify(entries);
}

function targetOf({ as }: WorkloadSecret): string {
  return as.kind === "file" ? as.file : as.variable;
}

/** Reading exactly these secrets, and decrypting exactly them. */
export function secretStatements(
  secrets: readonly WorkloadSecret[],
  keyArn: pulumi.Input<string>,
  region: string,
): Statement[] {
  if (secrets.length === 0) return [];
  const arns = [...new Map(secrets.map(({ name, arn }) => [name, arn])).values()];
  return [
    {
      sid: "ReadSecrets",
      actions: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
      resources: arns,
    },
    {
      sid: "DecryptSecrets",
      actions: ["kms:Decrypt"],
      resources: keyArn,
      conditions: {
        StringEquals: {
          "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
          "kms:EncryptionContext:SecretARN": arns,
        },
      },
    },
  ];
}
