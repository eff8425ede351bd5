import { arnsMeet } from "./_arn-patterns.ts";
import { globalKeyType } from "./_global-keys.ts";
import { type Action, type IamDatabase, generalKey } from "./_iam-actions.ts";
import type { Json } from "./_models.ts";
import type { Kind, PolicyDocument } from "./_policy-documents.ts";

/** What the operators compare with, by how their name begins. `Null` asks only whether the key is there. */
const operators: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^String/, ["String"]],
  [/^Arn/, ["ARN", "Arn"]],
  [/^Bool/, ["Bool", "Boolean"]],
  [/^Numeric/, ["Numeric", "Long", "Integer"]],
  [/^Date/, ["Date"]],
  [/^(Not)?IpAddress/, ["IPAddress", "IpAddress", "String"]],
];

/** Everything of a document that the database contradicts. */
export function checkDocument(document: PolicyDocument, database: IamDatabase): string[] {
  return document.statements.flatMap((statement, index) => {
    const where = statement.Sid ?? `statement ${index + 1}`;
    return checkStatement(statement, document.kind, database).map((text) => `${where}: ${text}`);
  });
}

function checkStatement(statement: Json, kind: Kind, database: IamDatabase): string[] {
  const patterns = list(statement.Action ?? statement.NotAction);
  const found = patterns.map((pattern) => ({
    pattern,
    actions: pattern === "*" ? undefined : database.actionsOf(pattern),
  }));
  const unknown = found.filter(({ actions }) => actions?.length === 0).map(({ pattern }) => `no action ${pattern}`);
  const known = found.flatMap(({ pattern, actions }) =>
    actions === undefined || actions.length === 0 ? [] : [{ pattern, actions }],
  );
  return [
    ...unknown,
    ...sidProblems(statement, kind),
    ...resourceProblems(statement, known),
    ...conditionProblems(statement, known, database),
  ];
}

interface Known {
  readonly pattern: string;
  readonly actions: readonly Action[];
}

function sidProblems({ Sid }: Json, kind: Kind): string[] {
  return kind !== "resource" && Sid !== undefined && !/^[A-Za-z0-9]*$/.test(Sid) ? [`the Sid ${Sid} is refused`] : [];
}

/** Each action meets a resource of the statement, and each resource an action: else the one or the other says nothing. */
function resourceProblems(statement: Json, known: readonly Known[]): string[] {
  const resources = list(statement.Resource);
  if (resources.length === 0 || resources.includes("*")) return [];
  const takes = ({ actions }: Known, resource: string): boolean =>
    actions.some((one) => one.resources.some((template) => arnsMeet(resource, template)));
  const idle = known.filter((one) => !resources.some((resource) => takes(one, resource)));
  const untaken = resources.filter((resource) => known.length > 0 && !known.some((one) => takes(one, resource)));
  return [
    ...idle.map(({ pattern, actions }) => `${pattern} takes none of the resources, but ${resourcesOf(actions)}`),
    ...untaken.map((resource) => `no action takes ${resource}`),
  ];
}

function resourcesOf(actions: readonly Action[]): string {
  const templates = new Set(actions.flatMap(({ resources }) => resources));
  return templates.size === 0 ? "*" : [...templates].slice(0, 4).join(", ");
}

function conditionProblems(statement: Json, known: readonly Known[], database: IamDatabase): string[] {
  return Object.entries<Json>(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.keys(keys).flatMap((key) => {
      const foreign = isProviderKey(key, statement);
      const type = globalKeyType(key) ?? database.typeOf(key) ?? (foreign ? "String" : undefined);
      if (type === undefined) return [`no condition key ${key}`];
      return [
        ...operatorProblem(operator, key, type),
        ...(foreign || globalKeyType(key) !== undefined ? [] : untakenKey(key, known)),
      ];
    }),
  );
}

/** Keys of an OIDC provider are named by its host, which the database does not know. */
function isProviderKey(key: string, { Principal }: Json): boolean {
  return list(Principal?.Federated).some((arn) => key.startsWith(`${arn.split("oidc-provider/")[1] ?? "-"}:`));
}

function untakenKey(key: string, known: readonly Known[]): string[] {
  return known
    .filter(({ actions }) => !actions.some(({ conditionKeys }) => conditionKeys.has(generalKey(key))))
    .map(({ pattern }) => `${pattern} has no condition key ${key}`);
}

function operatorProblem(operator: string, key: string, type: string): string[] {
  const [, set, base = ""] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(?:IfExists)?$/.exec(operator) ?? [];
  const isArray = type.startsWith("ArrayOf");
  const single = type.replace(/^ArrayOf/, "");
  if (base === "Null") return [];
  const fit = operators.find(([name]) => name.test(base));
  if (fit === undefined) return [`no operator ${operator}`];
  // An ARN may be compared as text; the vendor only advises against it.
  const comparable = fit[1].includes(single) || (base.startsWith("String") && /^arn$/i.test(single));
  return [
    ...(comparable ? [] : [`${operator} does not compare ${key}, which is ${type}`]),
    ...(isArray === (set !== undefined)
      ? []
      : [`${key} is ${type}: ${operator} ${isArray ? "needs" : "takes no"} set operator`]),
  ];
}

function list(value: Json): string[] {
  return value === undefined ? [] : [value].flat();
}
