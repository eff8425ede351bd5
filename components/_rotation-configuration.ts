import * as pulumi from "@pulumi/pulumi";
import { rotateBundle } from "../runtime/rotate/bundle.ts";
import type { RotatedDatabase, RotationArgs } from "./_rotation-args.ts";

/** Where the bundle of authorities is in the running function. */
const CA_FILES = { runtime: "/var/runtime/ca-cert.pem", own: "/var/task/database-ca.pem" };

export interface RotatedSecret {
  /** Part of child names. */
  readonly key: string;
  readonly secretArn: pulumi.Input<string>;
  /** What `runtime/rotate/_targets.ts` reads. */
  readonly target: Readonly<Record<string, string>>;
}

/** Everything that rotates, in the order in which it is declared. */
export function rotatedSecrets({ database, caches = {} }: RotationArgs): readonly RotatedSecret[] {
  return [
    ...Object.entries(database?.roles ?? {}).map(([role, { secretArn, database: databaseName }]) => ({
      key: `database-${role.replaceAll("_", "-")}`,
      secretArn,
      target: { kind: "postgres", role, database: databaseName },
    })),
    ...Object.entries(caches).map(([user, { secretArn, userId, store }]) => ({
      key: `cache-${user}`,
      secretArn,
      target: { kind: "cache", userId, store },
    })),
  ];
}

/** What Lambda allows the names and values of all variables together. */
const MOST_BYTES = 4096;

/**
 * The function's configuration: names, addresses and ARNs, and nothing confidential. ARNs of this account are written
 * without the start that all of them share.
 */
export function environmentOf(
  { region, accountId, prefix, database, caches = {}, manualSecrets = {} }: RotationArgs,
  rotated: readonly RotatedSecret[],
): Record<string, pulumi.Input<string>> {
  const stem = `arn:aws:secretsmanager:${region}:${accountId}:secret:`;
  const short = (arn: pulumi.Input<string>): pulumi.Output<string> =>
    pulumi.output(arn).apply((known) => (known.startsWith(stem) ? known.slice(stem.length) : known));
  const secrets = pulumi.all(rotated.map(({ secretArn }) => short(secretArn)));
  const variables = {
    ROTATION_SECRETS: stem,
    ROTATION_TARGETS: pulumi.jsonStringify(
      secrets.apply((known) => Object.fromEntries(known.map((secret, index) => [secret, rotated[index]?.target]))),
    ),
    ROTATION_CACHES: pulumi.jsonStringify(
      Object.fromEntries(Object.values(caches).map(({ store, host, port }) => [store, { host, port }])),
    ),
    ROTATION_MANUAL: pulumi.jsonStringify(
      Object.entries(manualSecrets).map(([secret, { arn }]) => ({ name: `${prefix}/${secret}`, arn: short(arn) })),
    ),
    ROTATION_DATABASE: pulumi.jsonStringify(
      database === undefined
        ? null
        : { host: database.address, port: database.port, masterSecretArn: database.masterSecretArn },
    ),
    ROTATION_DATABASE_CA_FILE: database?.caBundle === "lambda-runtime" ? CA_FILES.runtime : CA_FILES.own,
  };
  const targets = pulumi.all([variables.ROTATION_TARGETS, pulumi.all(variables)]).apply(([text, known]) => {
    assertFits(known);
    return text;
  });
  return { ...variables, ROTATION_TARGETS: targets };
}

/** Rejects what Lambda would reject when the function is made, and in words that say what to do. */
export function assertFits(variables: Readonly<Record<string, string>>): void {
  const bytes = Buffer.byteLength(Object.entries(variables).flat().join(""));
  if (bytes <= MOST_BYTES) return;
  throw new Error(
    `Rotation: the configuration of the function takes ${bytes} bytes, and Lambda allows ${MOST_BYTES}; ` +
      `shorten names of secrets, or make a second Rotation.`,
  );
}

/** The function's archive: one script and, unless the runtime's own is used, the bundle of authorities. */
export function rotationCode(caBundle: RotatedDatabase["caBundle"] | undefined): pulumi.asset.Archive {
  return new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset(rotateBundle()),
    ...(caBundle === undefined || caBundle === "lambda-runtime" ? {} : { "database-ca.pem": caBundle }),
  });
}
