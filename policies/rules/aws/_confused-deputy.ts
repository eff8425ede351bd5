import type { Resource } from "../../resource.ts";
import { type Issue, every } from "../../rule.ts";
import { type Documents, type Statement, eachStatement, matches } from "../_policy-document.ts";
import { isBroadPattern, isNarrowed } from "../_public-access.ts";

interface Deputies {
  /** Patterns of service principals that are judged; default: all. */
  readonly services?: readonly string[];
  /** Service principals that send no key a condition could test. */
  readonly except?: readonly string[];
  /** Keys, or beginnings of keys ending in `:` or `/`, that name the source besides the usual ones. */
  readonly sourceKeys?: readonly string[];
}

/** A violation for each statement that lets a service act whatever account or resource it acts for. */
export function refuseUnboundServices(
  resource: Resource,
  where: Documents,
  deputies: Deputies,
  message: string,
): Issue[] {
  return eachStatement(resource, where, (statement) => {
    const unbound = every(
      [
        statement.allows,
        () => statement.principals().some(({ kind, text }) => kind === "Service" && isJudged(text, deputies)),
        () => !isNarrowed(statement) && !namesSource(statement, deputies.sourceKeys ?? []),
      ],
      (test) => test(),
    );
    return unbound ? [statement.property.fail(`${statement.label} ${message}`)] : [];
  });
}

function isJudged(service: string, { services = ["*"], except = [] }: Deputies): boolean {
  return services.some((pattern) => matches(pattern, service.toLowerCase())) && !except.includes(service);
}

function namesSource(statement: Statement, keys: readonly string[]): boolean {
  return statement
    .conditions()
    .some(
      ({ operator, key, values }) =>
        !operator.includes("not") &&
        !operator.endsWith("ifexists") &&
        keys.some((known) => key === known || (/[:/]$/.test(known) && key.startsWith(known))) &&
        values.length > 0 &&
        !values.some(isBroadPattern),
    );
}
