import { every } from "../../rule.ts";
import { type Statement, coversAction } from "../_policy-document.ts";

/** Whether a statement denies everyone all of `actions` (lower case) without TLS. */
export function refusesClearText(statement: Statement, actions: readonly string[]): boolean {
  const inTheClear = () => {
    const conditions = statement.conditions();
    // A second condition would let some requests in the clear through.
    return (
      conditions.length === 1 &&
      conditions.some(
        ({ operator, key, values }) =>
          operator.startsWith("bool") && key === "aws:securetransport" && values.includes("false"),
      )
    );
  };
  return every(
    [
      () => !statement.allows(),
      () => actions.every((action) => coversAction(statement, action)),
      () => statement.principals().some(({ text }) => text === "*"),
      inTheClear,
    ],
    (test) => test(),
  );
}
