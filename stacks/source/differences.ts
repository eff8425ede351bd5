import type { ArrayLiteralExpression, CallExpression, ConciseBody, Expression } from "typescript";
import { toPointer } from "../../policies/pointer.ts";
import type { Difference } from "../derive.ts";
import type { SourceFiles } from "./files.ts";
import { Computed, type Place, type Tracer } from "./trace.ts";

/** A declared difference where it is written: the call of `d.differ`, `d.add` or `d.remove`. */
export interface WrittenDifference {
  readonly path: string;
  readonly change: Difference["change"];
  readonly call: CallExpression;
  readonly bound: Place["bound"];
}

export interface WrittenDifferences {
  readonly found: readonly WrittenDifference[];
  /** The list that the environment's own declaration returns, and what that calls the declaring object: new ones go there. */
  readonly own: { readonly list: ArrayLiteralExpression; readonly declare: string } | undefined;
  /** What could not be read, as code makes it. */
  readonly computed: readonly Computed[];
}

const CHANGES: readonly Difference["change"][] = ["differ", "add", "remove"];

/** The differences that a call of `derive` declares, through the functions of the program that make some of them. */
export function differencesIn(files: SourceFiles, tracer: Tracer, call: Place): WrittenDifferences {
  const { ts } = files;
  const found: WrittenDifference[] = [];
  const computed: Computed[] = [];
  const tolerant = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Computed)) throw error;
      computed.push(error);
      return undefined;
    }
  };
  const visit = (element: Expression, bound: Place["bound"]): void => {
    const own = tolerant(() => declarationOf(element, bound));
    if (own !== undefined) {
      found.push(own);
      return;
    }
    const inner = tolerant(() =>
      tracer.follow({ node: ts.isSpreadElement(element) ? element.expression : element, bound }),
    );
    if (inner === undefined) return;
    if (ts.isSpreadElement(element) && ts.isArrayLiteralExpression(inner.node)) {
      for (const item of inner.node.elements) visit(item, inner.bound);
      return;
    }
    const single = inner.node === element ? undefined : tolerant(() => declarationOf(inner.node, inner.bound));
    if (single !== undefined) found.push(single);
    else computed.push(new Computed(element, "declares differences by code"));
  };
  const declarationOf = (node: Expression, bound: Place["bound"]): WrittenDifference | undefined => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
    const name = node.expression.name.text;
    const change = CHANGES.find((one) => one === name);
    if (change === undefined) return undefined;
    const [selector] = node.arguments;
    if (selector === undefined || !ts.isArrowFunction(selector))
      throw new Computed(node, "has a selector made by code");
    return { path: pathOf(selector.body), change, call: node, bound };
  };
  const pathOf = (node: ConciseBody): string => {
    const keys: string[] = [];
    let at = node;
    for (;;) {
      if (ts.isNonNullExpression(at)) at = at.expression;
      else if (ts.isPropertyAccessExpression(at)) {
        keys.unshift(at.name.text);
        at = at.expression;
      } else if (ts.isElementAccessExpression(at)) {
        const key = at.argumentExpression;
        if (!ts.isStringLiteral(key) && !ts.isNumericLiteral(key))
          throw new Computed(node, "has a selector made by code");
        keys.unshift(key.text);
        at = at.expression;
      } else if (ts.isIdentifier(at)) return toPointer(keys);
      else throw new Computed(node, "has a selector made by code");
    }
  };

  const list = tolerant(() => listOf(files, tracer, call));
  if (list !== undefined) for (const element of list.node.elements) visit(element, list.bound);
  const own = list?.declare === undefined ? undefined : { list: list.node, declare: list.declare };
  return { found, own, computed };
}

interface OwnList {
  readonly node: ArrayLiteralExpression;
  readonly bound: Place["bound"];
  readonly declare: string | undefined;
}

function listOf({ ts }: SourceFiles, tracer: Tracer, { node, bound }: Place): OwnList {
  const argument = ts.isCallExpression(node) ? node.arguments[2] : undefined;
  if (argument === undefined) throw new Computed(node, "declares no differences");
  const { fn, bound: around } = tracer.called(argument, bound);
  const list = tracer.follow(tracer.body(fn, around, []));
  if (!ts.isArrayLiteralExpression(list.node)) throw new Computed(list.node, "makes the list of differences by code");
  const name = fn.parameters[0]?.name;
  const isInside =
    fn.getSourceFile() === list.node.getSourceFile() && fn.pos <= list.node.pos && list.node.end <= fn.end;
  const declare = name !== undefined && ts.isIdentifier(name) && isInside ? name.text : undefined;
  return { node: list.node, bound: list.bound, declare };
}
