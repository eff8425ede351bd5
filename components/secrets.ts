import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { secretPolicy } from "./_secret-policy.ts";
import { type ComposedSecret, type ManualRotation, type SecretSpec, checkSecret } from "./_secret-spec.ts";
import { composedValue, generatedValue, loginValue } from "./_secret-values.ts";
import { type Tags, tagsFor } from "./_tags.ts";

export type {
  ComposedSecret,
  GeneratedSecret,
  LoginSecret,
  ManualRotation,
  RotatedSecret,
  SecretSpec,
  SuppliedSecret,
} from "./_secret-spec.ts";

/** A catalogue of secrets. */
export interface SecretsArgs {
  readonly region: string;
  /** Twelve-digit id of the account; principals of others are denied. */
  readonly accountId: string;
  /** Path in front of each name, for example `shop/staging`. */
  readonly prefix: string;
  /** Key that encrypts the values. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** The secrets by name. */
  readonly entries: Readonly<Record<string, SecretSpec>>;
  /** The entries that sign access and refresh tokens; checked to be two different signing keys. @default no tokens */
  readonly tokenKeys?: { readonly access: string; readonly refresh: string };
  /** Days in which a deleted secret can be restored, and its name is taken, 7 to 30. @default 30 */
  readonly recoveryWindowDays?: number;
  /** Refuse deletion of the secrets. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

/** One secret, for whoever reads it. */
export interface SecretReference {
  /** Known once a value is there (but for supplied ones) and foreign principals are denied. */
  readonly arn: pulumi.Output<string>;
  /** Full name with the prefix. */
  readonly name: pulumi.Output<string>;
  /** False while the operator has still to put a value in. */
  readonly supplied: boolean;
  /** Changes when Pulumi writes another value: what pods restart for. Undefined for supplied and rotated ones. */
  readonly versionId: pulumi.Output<string> | undefined;
}

/**
 * The secrets of a platform in Secrets Manager: generated, rotated, composed of others, or supplied by hand.
 *
 * Guarantees: values exist only as Pulumi secrets and in Secrets Manager, under a customer key and without
 * replicas; calls without TLS and principals of other accounts are denied, while IAM decides within the account;
 * signing, encryption and session keys have at least 32 random bytes; a rotated value is written once and never
 * again; deletion can be undone for 7 to 30 days.
 *
 * Cannot: hold a value of yours (supplied secrets are filled in Secrets Manager, so that they never reach the
 * state), rotate (see `Rotation`), or bring values to pods (see `Workload`).
 *
 * ```ts
 * const secrets = new Secrets("shop", {
 *   region, accountId, prefix: "shop/staging", kmsKeyArn: keys.secrets.arn, tags,
 *   entries: {
 *     "jwt-access": { kind: "generated", purpose: "Signs access tokens", use: "signing", rotation },
 *     "sms": { kind: "supplied", purpose: "SMS provider", supplied: false, rotation },
 *   },
 * });
 * secrets.entries["jwt-access"].arn;
 * ```
 */
export class Secrets<Name extends string = string> extends pulumi.ComponentResource {
  readonly entries: Readonly<Record<Name, SecretReference>>;

  constructor(
    name: string,
    args: SecretsArgs & { readonly entries: Readonly<Record<Name, SecretSpec>> },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    checkArgs(`Secrets "${name}"`, args);
    super("rampart:aws:Secrets", name, {}, opts);
    // Not protected: a new generation replaces them. The secret that holds the value is.
    const child = { parent: this };
    const specs = Object.entries<SecretSpec>(args.entries);

    const generated = new Map<string, pulumi.Output<string>>();
    for (const [entry, spec] of specs) {
      if (spec.kind === "generated")
        generated.set(entry, generatedValue(spec, { name: `${name}-${entry}`, opts: child }));
    }
    const valueOf = (entry: string, spec: SecretSpec): pulumi.Output<string> | undefined => {
      switch (spec.kind) {
        case "generated":
          return generated.get(entry);
        case "rotated":
        case "login":
          return loginValue(spec, { name: `${name}-${entry}`, opts: child });
        case "composed":
          return composedValue(spec, generated);
        case "supplied":
          return undefined;
      }
    };
    const references = specs.map(
      ([entry, spec]) => [entry, createSecret(name, entry, spec, valueOf(entry, spec), args, this)] as const,
    );
    this.entries = Object.fromEntries(references) as Record<Name, SecretReference>;
    this.registerOutputs({
      entries: Object.fromEntries(references.map(([entry, { arn, supplied }]) => [entry, { arn, supplied }])),
    });
  }
}

function createSecret(
  name: string,
  entry: string,
  spec: SecretSpec,
  value: pulumi.Output<string> | undefined,
  args: SecretsArgs,
  parent: pulumi.Resource,
): SecretReference {
  const { region } = args;
  const secret = new aws.secretsmanager.Secret(
    `${name}-${entry}`,
    {
      region,
      name: `${args.prefix}/${entry}`,
      description: spec.purpose,
      kmsKeyId: args.kmsKeyArn,
      recoveryWindowInDays: args.recoveryWindowDays ?? 30,
      tags: { ...tagsFor("secrets", args.tags), ...rotationTags(spec, args.entries) },
    },
    { parent, protect: args.protect ?? true },
  );
  const policy = new aws.secretsmanager.SecretPolicy(
    `${name}-${entry}`,
    { region, secretArn: secret.arn, policy: secretPolicy(args.accountId), blockPublicPolicy: true },
    { parent },
  );
  const version =
    value &&
    new aws.secretsmanager.SecretVersion(
      `${name}-${entry}`,
      { region, secretId: secret.id, secretString: pulumi.secret(value) },
      // Rotation replaces the value and moves the labels; writing again would bring the first password back.
      // A superseded version is left alone, so that Secrets Manager keeps it as AWSPREVIOUS.
      {
        parent,
        retainOnDelete: true,
        ignoreChanges: spec.kind === "rotated" ? ["secretString", "versionStages"] : ["versionStages"],
      },
    );
  const complete = pulumi.all([secret.arn, policy.id, version?.id]).apply(([arn]) => arn);
  return {
    arn: complete,
    name: secret.name,
    supplied: spec.kind === "supplied" ? spec.supplied : true,
    versionId: spec.kind === "rotated" ? undefined : version?.versionId,
  };
}

/**
 * Tells audits and alarms who rotates the secret and when it is too old. What is composed follows its parts, so the
 * strictest of theirs holds for it.
 */
function rotationTags(spec: SecretSpec, catalogue: Readonly<Record<string, SecretSpec>>): Record<string, string> {
  if (spec.kind === "rotated") return { rotation: "automatic" };
  const due = spec.kind === "composed" ? strictestOf(spec, catalogue) : spec.rotation;
  return {
    rotation: "manual",
    ...(due && { "rotation-max-age-days": String(due.maxAgeDays), "rotation-runbook": due.runbook }),
  };
}

/** Undefined if it is made of texts alone. */
function strictestOf(
  { fields }: ComposedSecret,
  catalogue: Readonly<Record<string, SecretSpec>>,
): ManualRotation | undefined {
  return Object.values(fields)
    .flatMap((source) => {
      const part = "secret" in source ? catalogue[source.secret] : undefined;
      return part?.kind === "generated" ? [part.rotation] : [];
    })
    .toSorted((a, b) => a.maxAgeDays - b.maxAgeDays)[0];
}

function checkArgs(where: string, args: SecretsArgs): void {
  if (!/^\d{12}$/.test(args.accountId)) {
    throw new Error(`${where}: accountId is "${args.accountId}"; give the twelve digits of the account.`);
  }
  if (!/^[A-Za-z0-9_+=.@-]+(\/[A-Za-z0-9_+=.@-]+)*$/.test(args.prefix)) {
    throw new Error(
      `${where}: prefix is "${args.prefix}"; use letters, digits and _+=.@- in parts joined by single slashes.`,
    );
  }
  const days = args.recoveryWindowDays ?? 30;
  if (!Number.isInteger(days) || days < 7 || days > 30) {
    throw new Error(`${where}: recoveryWindowDays is ${days}; Secrets Manager takes whole days from 7 to 30.`);
  }
  for (const entry of Object.keys(args.entries)) checkSecret(where, entry, args.entries);
  if (args.tokenKeys === undefined) return;
  const { access, refresh } = args.tokenKeys;
  if (access === refresh) {
    throw new Error(`${where}: access and refresh tokens are both signed by "${access}"; give each its own entry.`);
  }
  for (const [token, entry] of Object.entries(args.tokenKeys)) {
    const spec = args.entries[entry];
    if (spec?.kind === "generated" && spec.use === "signing") continue;
    throw new Error(
      `${where}: ${token} tokens are signed by "${entry}", which is not a generated secret with use "signing" in the catalogue.`,
    );
  }
}
