import type {
  ArrowFunction,
  BindingElement,
  BindingName,
  CallExpression,
  Expression,
  FunctionDeclaration,
  Identifier,
  Node,
  ObjectLiteralElementLike,
  PropertyName,
  SourceFile,
} from "typescript";
import type { PathKey } from "../../policies/pointer.ts";
import { type SourceFiles, lineOf } from "./files.ts";

/** An expression, and what the parameters of the functions around it stand for in the call that is being followed. */
export interface Place {
  readonly node: Expression;
  readonly bound: ReadonlyMap<Node, Place>;
}

/** A value that code works out, so that no single place in the sources holds it. */
export class Computed extends Error {
  override readonly name = "Computed";
  /** `file:line`. */
  readonly where: string;
  constructor(node: Node, what: string) {
    super(what);
    this.where = lineOf(node);
  }
}

type Called = FunctionDeclaration | ArrowFunction;

/** Deeper than people nest calls; a function that calls itself is given up on. */
const DEEPEST = 60;

/**
 * Follows values through the sources to where they are written: constants, imports between files of the program,
 * properties, spreads, and functions that do nothing but return. What depends on a condition, a loop or anything else
 * that runs is `Computed`.
 */
export class Tracer {
  readonly #files: SourceFiles;
  /** Functions that are not followed: whoever asks knows what they make of their arguments. */
  readonly #opaque: (called: Called) => boolean;

  constructor(files: SourceFiles, opaque: (called: Called) => boolean) {
    this.#files = files;
    this.#opaque = opaque;
  }

  /** What a file exports under a name. */
  exported(file: SourceFile, name: string): Place {
    const declared = this.#topLevel(file, name);
    if (declared === undefined || !("bound" in declared)) throw new Computed(file, `exports no constant ${name}`);
    return this.follow(declared);
  }

  /** The place below `place` at `path`; `undefined` when it is certain that nothing is written there. */
  at(place: Place, path: readonly PathKey[]): Place | undefined {
    let at: Place | undefined = this.follow(place);
    for (const key of path) {
      at = this.#child(at, String(key));
      if (at === undefined) return undefined;
      at = this.follow(at);
    }
    return at;
  }

  /** The expression that gives the value: a literal, an object, a list, a function, or a call that is not followed. */
  follow(place: Place, depth = 0): Place {
    const { ts } = this.#files;
    const { node, bound } = place;
    if (depth > DEEPEST) throw new Computed(node, "is followed through too many steps");
    const on = (next: Place): Place => this.follow(next, depth + 1);
    if (
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isParenthesizedExpression(node) ||
      ts.isNonNullExpression(node)
    ) {
      return on({ node: node.expression, bound });
    }
    if (ts.isIdentifier(node) && node.text !== "undefined") return on(this.#named(node, bound));
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      const key = ts.isPropertyAccessExpression(node) ? node.name.text : this.#keyIn(node.argumentExpression);
      if (key === undefined) throw new Computed(node, "picks a property by a value");
      const found = this.#child(on({ node: node.expression, bound }), key);
      if (found === undefined) throw new Computed(node, `names ${key}, which is written nowhere`);
      return on(found);
    }
    if (ts.isCallExpression(node)) {
      const returned = this.#returned(node, bound, depth);
      return returned === undefined ? place : on(returned);
    }
    return place;
  }

  /** The function that an expression names, with what is bound around it. */
  called(node: Expression, bound: Place["bound"], depth = 0): { readonly fn: Called; readonly bound: Place["bound"] } {
    const { ts } = this.#files;
    if (ts.isIdentifier(node)) {
      const declared = this.#declared(node, bound);
      if (!("bound" in declared)) return { fn: declared, bound: new Map() };
      const { node: value, bound: around } = this.follow(declared, depth + 1);
      if (ts.isArrowFunction(value)) return { fn: value, bound: around };
    }
    if (ts.isArrowFunction(node)) return { fn: node, bound };
    throw new Computed(node, "calls something that is no function of this program");
  }

  /** What a function returns, with its parameters standing for these arguments. */
  body(fn: Called, bound: Place["bound"], args: readonly Place[]): Place {
    const { ts } = this.#files;
    const inner = new Map(bound);
    for (const [index, parameter] of fn.parameters.entries()) {
      const given =
        args[index] ?? (parameter.initializer && ({ node: parameter.initializer, bound: inner } satisfies Place));
      if (given !== undefined) inner.set(parameter, given);
    }
    if (fn.body !== undefined && !ts.isBlock(fn.body)) return { node: fn.body, bound: inner };
    const statements = fn.body?.statements ?? [];
    const last = statements.at(-1);
    const isPlain = statements.slice(0, -1).every((one) => ts.isVariableStatement(one));
    if (last === undefined || !ts.isReturnStatement(last) || last.expression === undefined || !isPlain) {
      throw new Computed(fn, "does more than return a value");
    }
    return { node: last.expression, bound: inner };
  }

  /** What a call returns; `undefined` for one that is not followed, such as that of a method. */
  #returned(call: CallExpression, bound: Place["bound"], depth: number): Place | undefined {
    const { ts } = this.#files;
    if (ts.isPropertyAccessExpression(call.expression)) return undefined;
    const { fn, bound: around } = this.called(call.expression, bound, depth);
    if (this.#opaque(fn)) return undefined;
    if (call.arguments.some((argument) => ts.isSpreadElement(argument))) throw new Computed(call, "spreads arguments");
    return this.body(
      fn,
      around,
      call.arguments.map((argument) => ({ node: argument, bound })),
    );
  }

  #child({ node, bound }: Place, key: string): Place | undefined {
    const { ts } = this.#files;
    if (ts.isArrayLiteralExpression(node)) {
      const items = node.elements.slice(0, Number(key) + 1);
      if (items.some((item) => ts.isSpreadElement(item))) throw new Computed(node, "is a list with lists in it");
      const item = node.elements[Number(key)];
      return item && { node: item, bound };
    }
    if (!ts.isObjectLiteralExpression(node)) throw new Computed(node, "is worked out here");
    // The last one that has the key wins.
    for (const property of node.properties.toReversed()) {
      const found = this.#propertyOf(property, bound, key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #propertyOf(property: ObjectLiteralElementLike, bound: Place["bound"], key: string): Place | undefined {
    const { ts } = this.#files;
    if (ts.isSpreadAssignment(property)) return this.#child(this.follow({ node: property.expression, bound }), key);
    const name = this.nameOf(property.name);
    if (name === undefined) throw new Computed(property, "has a name that is worked out");
    if (name !== key) return undefined;
    if (ts.isPropertyAssignment(property)) return { node: property.initializer, bound };
    if (ts.isShorthandPropertyAssignment(property)) return this.#named(property.name, bound);
    throw new Computed(property, "is a function");
  }

  /** The name of a property where it is written out. */
  nameOf(name: PropertyName | undefined): string | undefined {
    const { ts } = this.#files;
    if (name === undefined) return undefined;
    return ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name) ? name.text : undefined;
  }

  #keyIn(node: Expression): string | undefined {
    const { ts } = this.#files;
    return ts.isStringLiteral(node) || ts.isNumericLiteral(node) ? node.text : undefined;
  }

  #named(name: Identifier, bound: Place["bound"]): Place {
    const declared = this.#declared(name, bound);
    if (!("bound" in declared)) throw new Computed(name, "is a function");
    return declared;
  }

  /** What a name stands for: from the inside out a constant or parameter, then what the file declares or imports. */
  #declared(name: Identifier, bound: Place["bound"]): Place | FunctionDeclaration {
    const { ts } = this.#files;
    for (let around: Node = name.parent; !ts.isSourceFile(around); around = around.parent) {
      const own = ts.isBlock(around)
        ? this.#constant(around.statements, name.text, bound)
        : ts.isArrowFunction(around) || ts.isFunctionDeclaration(around)
          ? this.#parameter(around, name, bound)
          : undefined;
      if (own !== undefined) return own;
    }
    const found = this.#topLevel(name.getSourceFile(), name.text);
    if (found === undefined) throw new Computed(name, `is ${name.text}, which no file of the program declares`);
    return found;
  }

  #parameter(fn: Called, name: Identifier, bound: Place["bound"]): Place | undefined {
    const { ts } = this.#files;
    for (const parameter of fn.parameters) {
      const element = this.#elementOf(parameter.name, name.text);
      if (element === undefined && !(ts.isIdentifier(parameter.name) && parameter.name.text === name.text)) continue;
      const given = bound.get(parameter);
      if (given === undefined) throw new Computed(name, "is only known when the function runs");
      return element === undefined ? given : this.#taken(element, given);
    }
    return undefined;
  }

  #topLevel(file: SourceFile, name: string): Place | FunctionDeclaration | undefined {
    const { ts } = this.#files;
    const constant = this.#constant(file.statements, name, new Map());
    if (constant !== undefined) return constant;
    for (const statement of file.statements) {
      if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) return statement;
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
      const { namedBindings } = statement.importClause ?? {};
      if (namedBindings === undefined || !ts.isNamedImports(namedBindings)) continue;
      const own = namedBindings.elements.find((element) => element.name.text === name);
      if (own === undefined) continue;
      const from = this.#files.imported(file, statement.moduleSpecifier.text);
      return from && this.#topLevel(from, own.propertyName?.text ?? own.name.text);
    }
    return undefined;
  }

  #constant(statements: readonly Node[], name: string, bound: Place["bound"]): Place | undefined {
    const { ts } = this.#files;
    for (const statement of statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
      for (const { name: declared, initializer } of statement.declarationList.declarations) {
        const element = this.#elementOf(declared, name);
        if (element === undefined && !(ts.isIdentifier(declared) && declared.text === name)) continue;
        if (initializer === undefined || !isConst) throw new Computed(statement, `may change ${name} as it runs`);
        return element === undefined
          ? { node: initializer, bound }
          : this.#taken(element, { node: initializer, bound });
      }
    }
    return undefined;
  }

  #elementOf(pattern: BindingName, name: string): BindingElement | undefined {
    const { ts } = this.#files;
    if (!ts.isObjectBindingPattern(pattern)) return undefined;
    return pattern.elements.find((one) => ts.isIdentifier(one.name) && one.name.text === name);
  }

  /** What `{ a, b: c, ...rest }` takes out of a value. */
  #taken(element: BindingElement, from: Place): Place {
    const { ts } = this.#files;
    if (element.dotDotDotToken !== undefined) return this.follow(from);
    const key = element.propertyName ?? element.name;
    const name = ts.isIdentifier(key) || ts.isStringLiteral(key) ? key.text : undefined;
    const found = name === undefined ? undefined : this.#child(this.follow(from), name);
    if (found === undefined) throw new Computed(element, "takes out something that is written nowhere");
    return found;
  }
}
