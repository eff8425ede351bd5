import type { Node, ObjectLiteralElementLike, ObjectLiteralExpression } from "typescript";
import { entryOf, objectOf, parse, spliced } from "./source-edit.ts";

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
    ({ name }) =>
      name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text === key,
  );
  if (object === undefined || at === undefined || at === -1) return undefined;
  const left = object.properties.length - 1;
  return { text: left === 0 ? emptied(text, object) : without(text, object, at), left };
}

function emptied(text: string, object: ObjectLiteralExpression): string {
  return spliced(text, object.getStart() + 1, "", object.getEnd() - 1);
}

function without(text: string, { properties }: ObjectLiteralExpression, at: number): string {
  const [before, own, after] = [properties[at - 1], properties[at], properties[at + 1]];
  if (own === undefined) throw new RangeError("no such entry");
  const comma = commaBehind(text, own);
  // The last of a list without a comma at its end takes the comma before it along.
  if (comma === undefined && before !== undefined) {
    const previous = commaBehind(text, before) ?? before.getEnd();
    const rest = spliced(text, startOf(text, own, previous), "", endOfLineComment(text, own.getEnd()));
    return spliced(rest, before.getEnd(), "", previous);
  }
  const end = endOfLineComment(text, comma ?? own.getEnd());
  if (before !== undefined) return spliced(text, startOf(text, own, commaBehind(text, before) ?? before.getEnd()), "", end);
  return spliced(text, own.getStart(), "", after?.getStart() ?? end);
}

/** Behind the comma that follows a node; undefined where none does. */
function commaBehind(text: string, node: ObjectLiteralElementLike): number | undefined {
  const found = /^\s*,/.exec(text.slice(node.getEnd()));
  return found === null ? undefined : node.getEnd() + found[0].length;
}

/** Where an entry begins: behind what stands in the line of the one before, so that its comment stays with it. */
function startOf(text: string, own: Node, comma: number): number {
  const line = endOfLineComment(text, comma);
  return line <= own.getStart() ? line : comma;
}

/** Behind a comment that follows in the same line. */
function endOfLineComment(text: string, at: number): number {
  const found = /^[^\S\n]*\/\/[^\n]*/.exec(text.slice(at));
  return found === null ? at : at + found[0].length;
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
