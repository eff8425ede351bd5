/** A request as S3 and IAM see it. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  /** Condition keys that the request has; others are missing. Keys are compared without case. */
  readonly context: Readonly<Record<string, string>>;
  /** For requests of services such as CloudFront. */
  readonly service?: string;
}

type Document = { readonly statements: readonly any[] };

/**
 * What IAM says within one account: an explicit Deny of either wins; else one Allow of either is enough.
 *
 * Written from the documentation of policy evaluation. It throws at operators it does not know, so that no
 * condition is passed over.
 */
export function allows(request: AccessRequest, bucketPolicy: Document, identityPolicy?: Document): boolean {
  const matching = [
    ...bucketPolicy.statements.filter((it) => principalMatches(it.Principal, request) && matches(it, request)),
    ...(identityPolicy?.statements ?? []).filter((it) => matches(it, request)),
  ];
  if (matching.some(({ Effect }) => Effect === "Deny")) return false;
  return matching.some(({ Effect }) => Effect === "Allow");
}

function matches(statement: any, { action, resource, context }: AccessRequest): boolean {
  return (
    list(statement.Action).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
    list(statement.Resource).some((pattern) => like(pattern, resource)) &&
    conditionsHold(statement.Condition ?? {}, context)
  );
}

function principalMatches(principal: any, { service }: AccessRequest): boolean {
  if (principal === "*") return true;
  if (principal?.Service !== undefined) return list(principal.Service).includes(service ?? "");
  throw new Error(`unknown principal ${JSON.stringify(principal)}`);
}

function conditionsHold(conditions: Record<string, Record<string, any>>, context: AccessRequest["context"]): boolean {
  const present = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, present.get(key.toLowerCase()), list(values))),
  );
}

const positive: Readonly<Record<string, (actual: string, value: string) => boolean>> = {
  Bool: (actual, value) => actual.toLowerCase() === value.toLowerCase(),
  StringEquals: (actual, value) => actual === value,
  StringLike: (actual, value) => like(value, actual),
  ArnEquals: (actual, value) => like(value, actual),
  ArnLike: (actual, value) => like(value, actual),
  NumericLessThan: (actual, value) => Number(actual) < Number(value),
  NumericLessThanEquals: (actual, value) => Number(actual) <= Number(value),
  NumericGreaterThan: (actual, value) => Number(actual) > Number(value),
};

/** Several values: one of them for a positive operator, none of them for a negated one. */
function holds(operator: string, actual: string | undefined, values: readonly string[]): boolean {
  if (operator === "Null") return values.includes(String(actual === undefined));
  const negated = /^(String|Arn)Not/.test(operator);
  const test = positive[negated ? operator.replace("Not", "") : operator];
  if (test === undefined) throw new Error(`unknown operator ${operator}`);
  if (actual === undefined) return negated;
  return values.some((value) => test(actual, value)) !== negated;
}

function like(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "s").test(text);
}

function list(value: any): readonly string[] {
  return Array.isArray(value) ? value : [value];
}
