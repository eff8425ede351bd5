import type { Resource } from "../resource.ts";
import { type Issue, each, every, some } from "../rule.ts";
import { type Condition, type Documents, type Statement, eachDocument, matches } from "./_policy-document.ts";

/** Condition keys that name the caller or the network it comes from. */
const NARROWING_KEYS = new Set([
  "aws:sourcearn",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:userid",
  "aws:sourceip",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourcevpcarn",
  "aws:vpcsourceip",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "aws:vpceorgpaths",
  "kms:calleraccount",
  "s3:dataaccesspointarn",
  "s3:dataaccesspointaccount",
  "lambda:sourcefunctionarn",
]);

/** Operators that hold only when the key is present and matches. `…IfExists` and `ForAllValues:` hold without the key. */
const NARROWING_OPERATORS = new Set(
  ["stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress"].flatMap((operator) => [
    operator,
    `foranyvalue:${operator}`,
  ]),
);

/** A violation for each statement that allows everyone without a condition that names the caller. */
export function refusePublicStatements(resource: Resource, where: Documents, what: string): Issue[] {
  return eachDocument(resource, where, (statements) =>
    each(statements, (statement) => judgePublic(statement, statements, what)),
  );
}

function judgePublic(statement: Statement, statements: readonly Statement[], what: string): Issue[] {
  const open = every(
    [() => isPublic(statement), () => !some(statements, (other) => closes(other, statement))],
    (test) => test(),
  );
  if (!open) return [];
  return [
    statement.property.fail(
      `${statement.label} allows every principal to use ${what}; name the principals or add a condition on the calling account, organisation or source ARN`,
    ),
  ];
}

/** Whether an Allow statement reaches every principal with no condition that narrows it. */
export function isPublic(statement: Statement): boolean {
  return every([statement.allows, () => reachesEveryone(statement), () => !isNarrowed(statement)], (test) => test());
}

function reachesEveryone(statement: Statement): boolean {
  return statement.hasNotPrincipal() || statement.principals().some(({ text }) => text === "*");
}

/** Whether some condition limits the statement to callers that somebody named. */
export function isNarrowed(statement: Statement): boolean {
  return statement.conditions().some(isNarrowing);
}

/** Whether a condition holds only for callers that somebody named. */
function isNarrowing({ operator, key, values }: Condition): boolean {
  // A mount target is in a subnet: its security groups say who gets there.
  if (key === "elasticfilesystem:accessedviamounttarget") return operator === "bool" && values.includes("true");
  return (
    NARROWING_KEYS.has(key) && NARROWING_OPERATORS.has(operator) && values.length > 0 && !values.some(isBroadPattern)
  );
}

/** Whether a Deny statement takes back all that an Allow statement grants from callers that nobody named. */
function closes(deny: Statement, allow: Statement): boolean {
  return every(
    [
      () => !deny.allows(),
      () => deny.principals().some(({ text }) => text === "*"),
      () => allow.actions().length > 0 && areCovered(allow.actions(), deny.actions()),
      () => allow.notResources().length === 0 && areCovered(allow.resources(), deny.resources()),
      () => {
        const conditions = deny.conditions();
        // Each condition lets those through whom it names: one that names nobody opens the statement again.
        return conditions.some(isExcepting) && conditions.every((one) => isExcepting(one) || exceptsServices(one));
      },
    ],
    (test) => test(),
  );
}

function areCovered(texts: readonly string[], patterns: readonly string[]): boolean {
  return texts.every((text) => patterns.some((pattern) => matches(pattern.toLowerCase(), text.toLowerCase())));
}

/** Whether a condition of a Deny statement excepts callers that somebody named. */
function isExcepting({ operator, key, values }: Condition): boolean {
  return (
    EXCEPTING_OPERATORS.test(operator) && NARROWING_KEYS.has(key) && values.length > 0 && !values.some(isBroadPattern)
  );
}

/** A caller without the key meets a negated operator, with or without `IfExists`. */
const EXCEPTING_OPERATORS =
  /^(?:string(?:notequals|notequalsignorecase|notlike)|arnnot(?:equals|like)|notipaddress)(?:ifexists)?$/;

function exceptsServices({ operator, key, values }: Condition): boolean {
  return /^bool(?:ifexists)?$/.test(operator) && SERVICE_KEYS.has(key) && values.every((value) => value === "false");
}

const SERVICE_KEYS = new Set(["aws:viaawsservice", "aws:principalisawsservice"]);

/** Whether a value of a condition matches callers of any account: `*`, a leading wildcard, or an ARN of any account. */
export function isBroadPattern(value: string): boolean {
  if (OPEN_NETWORK.test(value)) return true;
  if (!WILDCARD.test(value)) return false;
  if (WILDCARD.test(value[0] as string) || value.startsWith("o-*")) return true;
  const [prefix, , service, , account, ...path] = value.split(":");
  if (prefix !== "arn") return false;
  if (account !== undefined && account !== "") return WILDCARD.test(account[0] as string);
  // Bucket ARNs hold no account: only their name tells them apart.
  return service !== "s3" || path.length === 0 || WILDCARD.test((path[0] as string)[0] ?? "*");
}

const WILDCARD = /[*?]/;
/** An address range of more than a 128th of the address space. */
const OPEN_NETWORK = /^[0-9a-f.:]+\/[0-7]$/i;
