import type * as pulumi from "@pulumi/pulumi";

/** How a secret that no function rotates is looked after. Written on the secret as tags, for alarms and audits. */
export interface ManualRotation {
  /** Age in days at which a new value is due. */
  readonly maxAgeDays: number;
  /** Name of the runbook that tells how. */
  readonly runbook: string;
}

/** A random value, made once by Pulumi. */
export interface GeneratedSecret {
  readonly kind: "generated";
  /** What it is for; becomes the description. */
  readonly purpose: string;
  /** What it is used as: signing, encryption and session keys need at least 32 bytes (256 bits). */
  readonly use: "signing" | "encryption" | "session" | "other";
  /** Random bytes before encoding, 16 to 128. @default 32 */
  readonly bytes?: number;
  /** How the bytes are written. Fernet keys are `base64url-padded`. @default "base64url", without padding */
  readonly encoding?: "base64url" | "base64url-padded" | "base64" | "hex";
  /** Raise it to make a new value; the earlier one stays in Secrets Manager as `AWSPREVIOUS`. @default 1 */
  readonly generation?: number;
  readonly rotation: ManualRotation;
}

/** A login, as one JSON object of texts. Pulumi writes the first password; from then on rotation owns the value. */
export interface RotatedSecret {
  readonly kind: "rotated";
  readonly purpose: string;
  /** Login to start with: the first of the two roles that rotation alternates between, or the cache user. */
  readonly username: pulumi.Input<string>;
  readonly host: pulumi.Input<string>;
  readonly port: pulumi.Input<number>;
  readonly database?: pulumi.Input<string>;
  /**
   * More fields, made of `{username}`, `{password}`, `{host}`, `{port}` and `{database}`, each percent-encoded: for
   * example `url: "postgresql://{username}:{password}@{host}:{port}/{database}?sslmode=verify-full"`. @default none
   */
  readonly fields?: Readonly<Record<string, string>>;
}

/**
 * A login like a rotated one that no function rotates: raise `generation` for a new password. The server learns it from the Job that
 * makes its users.
 */
export interface LoginSecret {
  readonly kind: "login";
  readonly purpose: string;
  /** Of this generation: two logins that take turns leave the earlier one working. */
  readonly username: pulumi.Input<string>;
  readonly host: pulumi.Input<string>;
  readonly port: pulumi.Input<number>;
  readonly database?: pulumi.Input<string>;
  /** As for a rotated login. @default none */
  readonly fields?: Readonly<Record<string, string>>;
  /** Counts from 1. @default 1 */
  readonly generation?: number;
  readonly rotation: ManualRotation;
}

/** One JSON object put together from other entries, for applications that want them in one place. */
export interface ComposedSecret {
  readonly kind: "composed";
  readonly purpose: string;
  /** Each field is the value of a generated entry, or a text. Rotated and supplied entries change behind Pulumi's back. */
  readonly fields: Readonly<Record<string, { readonly secret: string } | { readonly text: pulumi.Input<string> }>>;
}

/** A credential that a third party issued. Pulumi makes the empty secret; the operator puts the value in. */
export interface SuppliedSecret {
  readonly kind: "supplied";
  readonly purpose: string;
  /** Whether the value is there. What needs it waits until this is set. */
  readonly supplied: boolean;
  readonly rotation: ManualRotation;
}

export type SecretSpec = GeneratedSecret | RotatedSecret | LoginSecret | ComposedSecret | SuppliedSecret;

const STRONG_USES: ReadonlySet<string> = new Set(["signing", "encryption", "session"]);
const MINIMUM_KEY_BYTES = 32;
const placeholders = ["username", "password", "host", "port", "database"] as const;

/** Rejects an entry that would make a weak, stale or unusable secret. `where` opens each message. */
export function checkSecret(where: string, name: string, catalogue: Readonly<Record<string, SecretSpec>>): void {
  const spec = catalogue[name] as SecretSpec;
  const fail = (problem: string): never => {
    throw new Error(`${where}: secret "${name}" ${problem}`);
  };
  // No slash at the ends and no double one: the name becomes part of a path.
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) fail("has a malformed name; use lower-case words joined by hyphens.");
  if (spec.purpose.trim() === "") fail("has no purpose; say what it is for.");
  for (const field of "fields" in spec ? Object.keys(spec.fields ?? {}) : []) {
    // Pods are given single fields by a JMESPath expression, in which other characters mean something.
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(field))
      fail(`has field "${field}"; use letters, digits and _ in field names.`);
  }
  if (spec.kind === "generated") checkGenerated(spec, fail);
  if (spec.kind === "rotated" || spec.kind === "login") checkLogin(spec, fail);
  if (spec.kind === "login") checkGeneration(spec.generation, fail);
  if (spec.kind === "composed") checkComposed(spec, catalogue, fail);
}

function checkGenerated({ use, bytes = MINIMUM_KEY_BYTES, generation = 1 }: GeneratedSecret, fail: Fail): void {
  if (!Number.isInteger(bytes) || bytes < 16 || bytes > 128)
    fail(`has ${bytes} bytes; give a whole number from 16 to 128.`);
  if (STRONG_USES.has(use) && bytes < MINIMUM_KEY_BYTES) {
    fail(`is a ${use} key of ${bytes} bytes; such keys need at least ${MINIMUM_KEY_BYTES}.`);
  }
  checkGeneration(generation, fail);
}

function checkGeneration(generation = 1, fail: Fail): void {
  if (!Number.isInteger(generation) || generation < 1) fail(`has generation ${generation}; count from 1.`);
}

function checkLogin({ fields = {}, database }: RotatedSecret | LoginSecret, fail: Fail): void {
  for (const [field, template] of Object.entries(fields)) {
    if ((placeholders as readonly string[]).includes(field))
      fail(`composes field "${field}", which every login has anyway.`);
    for (const [text, placeholder = ""] of template.matchAll(/\{([^}]*)\}/g)) {
      if (!(placeholders as readonly string[]).includes(placeholder)) {
        fail(`has ${text} in field "${field}"; use ${placeholders.map((it) => `{${it}}`).join(", ")}.`);
      }
      if (placeholder === "database" && database === undefined) {
        fail(`has {database} in field "${field}" but no database; name one.`);
      }
    }
  }
}

function checkComposed({ fields }: ComposedSecret, catalogue: Readonly<Record<string, SecretSpec>>, fail: Fail): void {
  if (Object.keys(fields).length === 0) fail("composes no field; list at least one.");
  for (const [field, source] of Object.entries(fields)) {
    if (!("secret" in source)) continue;
    const kind = catalogue[source.secret]?.kind;
    if (kind === undefined) {
      const known = Object.keys(catalogue).filter((it) => catalogue[it]?.kind === "generated");
      fail(
        `takes field "${field}" from "${source.secret}", which is not in the catalogue; generated are ${known.join(", ") || "none"}.`,
      );
    }
    if (kind !== "generated") {
      fail(
        `takes field "${field}" from "${source.secret}", which is ${kind} and changes later; bind the workload to that secret itself.`,
      );
    }
  }
}

type Fail = (problem: string) => never;
