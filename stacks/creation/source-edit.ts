import type { Node, ObjectLiteralExpression, SourceFile, default as TypeScript } from "typescript";

/**
 * Small additions to files that people write. Places are found in the syntax tree, so that comments and layout
 * stay as they are.
 */
export async function parse(text: string): Promise<{ readonly ts: typeof TypeScript; readonly file: SourceFile }> {
  // Loaded only here: no other command needs a parser.
  const { default: ts } = await import("typescript");
  return { ts, file: ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true) };
}

/** Adds `key: value` as the last entry of the object that `variable` holds, or of the one at `path` inside it. */
export async function insertEntry(
  text: string,
  variable: string,
  path: readonly string[],
  key: string,
  value: string,
): Promise<string> {
  const { ts, file } = await parse(text);
  let object = objectOf(ts, file, variable);
  for (const step of path) object = object === undefined ? undefined : entryOf(ts, object, step);
  if (object === undefined) throw new Error(`no object literal ${[variable, ...path].join(".")} to add "${key}" to`);
  const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
  const last = object.properties.at(-1);
  const isOneLine = !object.getText().includes("\n");
  const entry = `${name}: ${value}`;
  if (last === undefined) return spliced(text, object.getStart() + 1, ` ${entry} `);
  if (isOneLine) return spliced(text, last.getEnd(), `, ${entry}`);
  // What is said of the last entry in its own line stays with it, and so does the way in which the list ends.
  const comma = commaBehind(text, last.getEnd());
  const behind = endOfLineComment(text, comma ?? last.getEnd());
  const longer = spliced(text, behind, `\n  ${entry}${comma === undefined ? "" : ","}`);
  return comma === undefined ? spliced(longer, last.getEnd(), ",") : longer;
}

/** Behind the comma that follows; undefined where none does. */
export function commaBehind(text: string, at: number): number | undefined {
  const found = /^\s*,/.exec(text.slice(at));
  return found === null ? undefined : at + found[0].length;
}

/** Behind a comment that follows in the same line. */
export function endOfLineComment(text: string, at: number): number {
  const found = /^[^\S\n]*\/\/[^\n]*/.exec(text.slice(at));
  return found === null ? at : at + found[0].length;
}

/** Adds `import { name } from "from"` behind the last import, unless it is there. */
export async function insertImport(text: string, name: string, from: string): Promise<string> {
  const { ts, file } = await parse(text);
  const imports = file.statements.filter((statement) => ts.isImportDeclaration(statement));
  const isThere = imports.some(
    ({ moduleSpecifier }) => ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === from,
  );
  if (isThere) return text;
  return spliced(text, imports.at(-1)?.getEnd() ?? 0, `\nimport { ${name} } from ${JSON.stringify(from)};`);
}

export function spliced(text: string, at: number, addition: string, end = at): string {
  return text.slice(0, at) + addition + text.slice(end);
}

export function objectOf(
  ts: typeof TypeScript,
  file: SourceFile,
  variable: string,
): ObjectLiteralExpression | undefined {
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name) && name.text === variable) return literalIn(ts, initializer);
    }
  }
  return undefined;
}

export function entryOf(
  ts: typeof TypeScript,
  object: ObjectLiteralExpression,
  key: string,
): ObjectLiteralExpression | undefined {
  const found = object.properties.find(
    (property) =>
      ts.isPropertyAssignment(property) &&
      (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) &&
      property.name.text === key,
  );
  return found !== undefined && ts.isPropertyAssignment(found) ? literalIn(ts, found.initializer) : undefined;
}

/** The literal below `as const` and `satisfies`. */
function literalIn(ts: typeof TypeScript, node: Node | undefined): ObjectLiteralExpression | undefined {
  if (node === undefined) return undefined;
  if (ts.isObjectLiteralExpression(node)) return node;
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? literalIn(ts, node.expression) : undefined;
}
