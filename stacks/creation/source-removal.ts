import type { Node, ObjectLiteralExpression } from "typescript";
import { commaBehind, endOfLineComment, entryOf, objectOf, parse, spliced } from "./source-edit.ts";

/** Small removals from files that people write: what `insertEntry` and `insertImport` add, and no more. */

/** A text without an entry, and how many entries its object still has. */
export interface Shortened {
  readonly text: string;
  readonly left: number;
}

/**
 * Takes the entry `key` out of the object that `variable` holds, or of the one at `path` inside it, with the comments
 * that stand above and behind it. Undefined where there is no such entry.
 */
export async function removeEntry(
  text: string,
  variable: string,
  path: readonly string[],
  key: string,
): Promise<Shortened | undefined> {
  const { ts, file } = await parse(text);
  let object = objectOf(ts, file, variable);
  for (const step of path) object = object === undefined ? undefined : entryOf(ts, object, step);
  const at = object?.properties.findIndex(
    ({ name }) => name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text === key,
  );
  if (object === undefined || at === undefined || at === -1) return undefined;
  const left = object.properties.length - 1;
  return { text: left === 0 ? emptied(text, object) : without(text, object, at), left };
}

function emptied(text: string, object: ObjectLiteralExpression): string {
  return spliced(text, object.getStart() + 1, "", object.getEnd() - 1);
}

function without(text: string, object: ObjectLiteralExpression, at: number): string {
  const [before, own, after] = [object.properties[at - 1], object.properties[at], object.properties[at + 1]];
  if (own === undefined) throw new RangeError("no such entry");
  const comma = commaBehind(text, own.getEnd());
  const end = endOfLineComment(text, comma ?? own.getEnd());
  if (before === undefined) {
    const opening = object.getStart() + 1;
    const isOwnLine = text.slice(opening, own.getStart()).includes("\n");
    return isOwnLine ? spliced(text, opening, "", end) : spliced(text, own.getStart(), "", after?.getStart() ?? end);
  }
  const commaBefore = commaBehind(text, before.getEnd()) ?? before.getEnd();
  const rest = spliced(text, startOf(text, own, commaBefore), "", end);
  // The last of a list without a comma at its end takes the comma before it along.
  return comma === undefined ? spliced(rest, before.getEnd(), "", commaBefore) : rest;
}

/** Where an entry begins: behind what stands in the line of the one before, so that its comment stays with it. */
function startOf(text: string, own: Node, comma: number): number {
  const line = endOfLineComment(text, comma);
  return line <= own.getStart() ? line : comma;
}

/** Takes out the import of `name` where nothing uses it any more. */
export async function removeUnusedImport(text: string, name: string): Promise<string> {
  const { ts, file } = await parse(text);
  const imported = file.statements.find(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      statement.importClause?.namedBindings !== undefined &&
      ts.isNamedImports(statement.importClause.namedBindings) &&
      statement.importClause.namedBindings.elements.length === 1 &&
      statement.importClause.namedBindings.elements[0]?.name.text === name,
  );
  if (imported === undefined) return text;
  let isUsed = false;
  const visit = (node: Node): void => {
    if (ts.isIdentifier(node) && node.text === name && !isKey(node)) isUsed = true;
    if (node !== imported) ts.forEachChild(node, visit);
  };
  // `{ qa: … }` and `environment.qa` only look like it.
  const isKey = (node: Node): boolean =>
    (ts.isPropertyAssignment(node.parent) && node.parent.name === node) ||
    (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node);
  ts.forEachChild(file, visit);
  if (isUsed) return text;
  const lineBefore = text.lastIndexOf("\n", imported.getStart());
  return lineBefore === -1
    ? spliced(text, 0, "", imported.getEnd() + 1)
    : spliced(text, lineBefore, "", imported.getEnd());
}
