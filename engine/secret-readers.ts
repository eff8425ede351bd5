import { isObject, type Value } from "../policies/value.ts";
import type { Plan, PlanResource } from "./plan.ts";
import { Identities } from "../policies/identity.ts";

const SECRET = "aws:secretsmanager/secret:Secret";
const READ = "secretsmanager:getsecretvalue";

/** The end of a secret's name in AWS: `mahaseel/staging/jwt-access` is `jwt-access`. */
export function secretNameOf({ inputs, name }: PlanResource): string {
  const full = inputs["name"];
  return typeof full === "string" ? (full.split("/").at(-1) ?? name) : name;
}

/** Who may read each secret of a plan, by the policies of its roles: the end of the secret's name, then the readers. */
export function readersOfSecrets(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const identities = new Identities(plan.resources);
  const grants = plan.resources.flatMap((resource) => {
    const document = documentOf(resource.inputs["policy"]);
    if (!resource.type.startsWith("aws:iam/") || document === undefined) return [];
    const statements = listOf(isObject(document) ? document["Statement"] : undefined).filter(grantsReading);
    const targets = statements.flatMap((statement) => (isObject(statement) ? textsOf(statement["Resource"]) : []));
    const reader = resource.parent === undefined ? identities.of(resource.urn) : identities.of(resource.parent);
    return targets.map((target) => ({ reader, target }));
  });
  return new Map(
    plan.resources
      .filter(({ type }) => type === SECRET)
      .map((secret) => {
        const arn = secret.outputs?.["arn"];
        const readers = grants.filter(({ target }) => typeof arn === "string" && matches(target, arn));
        return [secretNameOf(secret), [...new Set(readers.map(({ reader }) => reader))].toSorted()] as const;
      }),
  );
}

function documentOf(value: Value | undefined): Value | undefined {
  if (typeof value !== "string") return undefined;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return undefined;
  }
}

function grantsReading(statement: Value): boolean {
  if (!isObject(statement) || statement["Effect"] !== "Allow") return false;
  return textsOf(statement["Action"]).some((action) => matches(action.toLowerCase(), READ));
}

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : value === undefined ? [] : [value];
}

function textsOf(value: Value | undefined): string[] {
  return listOf(value).filter((item): item is string => typeof item === "string");
}

/** `*` stands for any text and `?` for one character, as in IAM. */
function matches(pattern: string, text: string): boolean {
  const source = RegExp.escape(pattern)
    .replaceAll(String.raw`\*`, ".*")
    .replaceAll(String.raw`\?`, ".");
  return new RegExp(`^${source}$`).test(text);
}
