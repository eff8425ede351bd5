import { type Property, Undecided, replayReads, trackReads } from "../property.ts";
import type { Resource } from "../resource.ts";
import { type Issue, each } from "../rule.ts";
import { isSimulatedText } from "../value.ts";

/** One entry of a statement's `Principal`: `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for everyone. */
export interface Principal {
  readonly kind: string;
  readonly text: string;
}

/** One test of a statement's `Condition`. Operator and key are lower case. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * One statement of a policy document. Each reader throws `Undecided` for its own part only, so that a rule
 * which does not need an unknown part is decided without it.
 */
export class Statement {
  readonly property: Property;
  /** How messages name it: by its Sid, else by its position. */
  readonly label: string;
  /** True for `Effect: Allow`. */
  readonly allows: () => boolean;
  /** Lower-case actions; none when the statement uses `NotAction`. */
  readonly actions: () => readonly string[];
  readonly notActions: () => readonly string[];
  readonly resources: () => readonly string[];
  readonly notResources: () => readonly string[];
  readonly principals: () => readonly Principal[];
  /** True when the statement names whom it does not apply to. */
  readonly hasNotPrincipal: () => boolean;
  readonly conditions: () => readonly Condition[];

  constructor(property: Property, index: number) {
    this.property = property;
    this.label = labelOf(property, index);
    this.allows = once(() => isAllow(property.get("Effect")));
    this.actions = once(() => texts(property.get("Action")).map((action) => action.toLowerCase()));
    this.notActions = once(() => texts(property.get("NotAction")).map((action) => action.toLowerCase()));
    this.resources = once(() => texts(property.get("Resource")));
    this.notResources = once(() => texts(property.get("NotResource")));
    this.principals = once(() => readPrincipals(property.get("Principal")));
    this.hasNotPrincipal = once(() => property.get("NotPrincipal").isSet);
    this.conditions = once(() => readConditions(property.get("Condition")));
  }
}

/** Where a kind of resource keeps its policy documents. Used as a key: define it once, at module level. */
export type Documents = (resource: Resource) => readonly Property[];

/**
 * Judges each document that `where` finds. Documents are parsed once a resource, however many rules ask.
 * An unreadable document becomes undecided by itself and hides no other.
 */
export function eachDocument(
  resource: Resource,
  where: Documents,
  judge: (statements: readonly Statement[]) => readonly Issue[],
): Issue[] {
  const documents = resource.memo(where, () => where(resource).map((document) => once(() => statementsOf(document))));
  return each(documents, (statements) => judge(statements()));
}

/** Judges each statement of the documents that `where` finds; an unreadable one hides no other. */
export function eachStatement(
  resource: Resource,
  where: Documents,
  judge: (statement: Statement) => readonly Issue[],
): Issue[] {
  return eachDocument(resource, where, (statements) => each(statements, judge));
}

/** The statements of one document; none when it is not set. */
export function statementsOf(document: Property): readonly Statement[] {
  if (document.raw === "") return [];
  return document
    .json()
    .get("Statement")
    .items()
    .map((statement, index) => new Statement(statement, index));
}

/** Whether `pattern` (lower case, with `*` and `?`) matches `text` (lower case). */
export function matches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (p < pattern.length && (pattern[p] === "?" || (pattern[p] !== "*" && pattern[p] === text[t]))) {
      p++;
      t++;
    } else if (pattern[p] === "*") {
      star = p++;
      resume = t;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** Whether the statement covers `action` (lower case), by `Action` or by leaving it out of `NotAction`. */
export function coversAction(statement: Statement, action: string): boolean {
  const excluded = statement.notActions();
  if (excluded.length > 0) return !excluded.some((pattern) => matches(pattern, action));
  return statement.actions().some((pattern) => matches(pattern, action));
}

/** Whether the statement reaches every resource of every service. */
export function coversAllResources(statement: Statement): boolean {
  return statement.notResources().length > 0 || statement.resources().some(isEverything);
}

/** Whether the statement reaches every resource of a kind, such as every key or every bucket. */
export function coversWholeKind(statement: Statement): boolean {
  return statement.notResources().length > 0 || statement.resources().some(isWholeKind);
}

function isEverything(resource: string): boolean {
  if (ONLY_WILDCARDS.test(resource)) return true;
  const [prefix, , service, , , ...path] = resource.split(":");
  return prefix === "arn" && service === "*" && ONLY_WILDCARDS.test(path.join(":"));
}

function isWholeKind(resource: string): boolean {
  if (isEverything(resource)) return true;
  const [prefix, , service, , , ...rest] = resource.split(":");
  const path = rest.join(":");
  if (prefix !== "arn" || !path.includes("*")) return false;
  if (WILDCARD_PATH.test(path)) return true;
  const kind = KIND_PATH.exec(path)?.[1];
  return kind !== undefined && service !== "s3" && KINDS.has(kind);
}

const ONLY_WILDCARDS = /^[*?]+$/;
const WILDCARD_PATH = /^[*?/:]+$/;
const KIND_PATH = /^([a-z-]+)[/:][*?/:]+$/;
/** First words of ARN paths behind which a wildcard means every resource of the kind. */
const KINDS = new Set([
  "alias",
  "backup-vault",
  "cluster",
  "db",
  "dbuser",
  "domain",
  "function",
  "group",
  "instance",
  "instance-profile",
  "identitypool",
  "key",
  "layer",
  "log-group",
  "parameter",
  "policy",
  "repository",
  "role",
  "secret",
  "table",
  "trail",
  "user",
  "vault",
]);

function isAllow(effect: Property): boolean {
  const text = effect.string();
  if (text === "Allow") return true;
  if (text === "Deny") return false;
  throw new Undecided(effect, "should be Allow or Deny");
}

function labelOf(property: Property, index: number): string {
  const sid = property.isUnknown ? undefined : (property.raw as { Sid?: unknown } | null)?.Sid;
  return typeof sid === "string" && sid !== "" && !property.isSecret ? `Statement "${sid}"` : `Statement ${index + 1}`;
}

function readPrincipals(principal: Property): Principal[] {
  if (typeof principal.raw === "string") return [{ kind: "*", text: shape(principal) }];
  return principal.entries().flatMap(([kind, values]) => texts(values).map((text) => ({ kind, text })));
}

function readConditions(condition: Property): Condition[] {
  return condition.entries().flatMap(([operator, tests]) =>
    tests.entries().map(([key, values]) => ({
      operator: operator.toLowerCase(),
      key: key.toLowerCase(),
      values: texts(values),
    })),
  );
}

/** The texts of a string or a list of strings. */
function texts(property: Property): string[] {
  const raw = property.raw;
  if (raw === null || typeof raw !== "object") return property.isSet ? [shape(property)] : [];
  return property.items().map(shape);
}

/**
 * The text of a leaf. A text that holds a simulated part is taken without noting the read: a rule about
 * policies asks for wildcards and names that people wrote, and an identifier of another resource is neither.
 */
function shape(property: Property): string {
  const raw = property.raw;
  if (typeof raw === "string" && isSimulatedText(raw)) return raw;
  const text = property.string();
  if (text === undefined) throw new Undecided(property, "should be a string and is not set");
  return text;
}

/** Runs `compute` at most once and notes its reads again at every call. */
function once<T>(compute: () => T): () => T {
  let entry: ReturnType<typeof trackReads<T>> | undefined;
  return () => {
    entry ??= trackReads(compute);
    replayReads(entry.reads);
    if ("thrown" in entry) throw entry.thrown;
    return entry.result;
  };
}
