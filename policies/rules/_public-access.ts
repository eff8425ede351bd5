import type { Resource } from "../resource.ts";
import { type Issue, every } from "../rule.ts";
import { type Condition, type Documents, type Statement, eachStatement } from "./_policy-document.ts";

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
  return eachStatement(resource, where, (statement) => judgePublic(statement, what));
}

function judgePublic(statement: Statement, what: string): Issue[] {
  if (!isPublic(statement)) return [];
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
  return (
    NARROWING_KEYS.has(key) && NARROWING_OPERATORS.has(operator) && values.length > 0 && !values.some(isBroadPattern)
  );
}

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
