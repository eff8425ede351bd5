import type { CallExpression, ObjectLiteralExpression } from "typescript";
import type { SourceNote } from "../../engine/environments.ts";
import { type PathKey, formatPointer, parsePointer } from "../../policies/pointer.ts";
import type { Difference, Environment } from "../derive.ts";
import { type WrittenDifference, type WrittenDifferences, differencesIn } from "../source/differences.ts";
import { SourceEdits } from "../source/edits.ts";
import { SourceFiles, lineOf } from "../source/files.ts";
import { literal, member } from "../source/literal.ts";
import { Computed, type Place, Tracer } from "../source/trace.ts";
import type { Intended } from "./redraw.ts";

const INDEX = "stacks/environments/index.ts";
const LIST = "environments";

/** What `describe` and `derive` make of their arguments is known here. */
const DERIVE = "stacks/derive.ts";

/** Finds what a promotion intends in the sources of the environments, and edits it there. */
export class EnvironmentSources {
  readonly edits: SourceNote[] = [];
  readonly byHand: SourceNote[] = [];
  readonly #files: SourceFiles;
  readonly #tracer: Tracer;
  readonly #edits: SourceEdits;

  private constructor(files: SourceFiles) {
    this.#files = files;
    this.#tracer = new Tracer(files, (fn) => fn.getSourceFile().fileName === DERIVE);
    this.#edits = new SourceEdits(files);
  }

  static async open(read: (file: string) => string | undefined): Promise<EnvironmentSources> {
    return new EnvironmentSources(await SourceFiles.open(read));
  }

  /** Edits what is intended for one environment; what cannot be edited is noted for a person. */
  write(system: string, name: string, { environment, path, intent }: Intended): void {
    try {
      const { where, what } = this.#write(system, name, environment, intent);
      this.edits.push({ system, path, where, what: `${name}: ${what}` });
    } catch (error) {
      if (!(error instanceof Computed)) throw error;
      this.byHand.push({ system, path, where: error.where, what: `${name}: ${error.message}` });
    }
  }

  /** The edited files; none when two edits contradict each other, which is noted for a person. */
  texts(): { readonly file: string; readonly before: string; readonly text: string }[] {
    try {
      return this.#edits.texts().filter(({ before, text }) => before !== text);
    } catch (error) {
      if (!(error instanceof Computed)) throw error;
      this.byHand.push({ system: "", path: "", where: error.where, what: error.message });
      return [];
    }
  }

  #write(system: string, name: string, environment: Environment, intent: Intended["intent"]): Written {
    const call = this.#callOf(system, name);
    switch (intent.kind) {
      case "by-hand":
        throw new Computed(call.node, intent.what);
      case "describe":
        return this.#describe(call, intent);
      case "declare":
        return this.#declare(call, intent.difference);
      case "drop": {
        const { call: declared } = this.#declared(call, intent.difference);
        this.#edits.remove(declared);
        return {
          where: lineOf(declared),
          what: `the declared difference ends, as ${parentOf(environment)} has the same`,
        };
      }
      case "redeclare": {
        const { call: declared, bound } = this.#declared(call, intent.difference);
        const value = declared.arguments[1];
        const place = value && this.#tracer.at({ node: value, bound }, intent.keys);
        if (place === undefined) throw new Computed(declared, "has no such value written out");
        this.#edits.replace(place, intent.before, intent.after);
        return { where: lineOf(place.node), what: "another value for the declared difference" };
      }
      case "add-to-differ": {
        const { call: declared } = this.#declared(call, intent.difference);
        const { expression } = declared;
        if (!this.#files.ts.isPropertyAccessExpression(expression)) throw new Computed(declared, "is no d.add(…)");
        this.#edits.rename(expression.name, "differ");
        return {
          where: lineOf(declared),
          what: `add(…) becomes differ(…), as ${parentOf(environment)} has a value now`,
        };
      }
    }
  }

  /** The call of `describe` or `derive` that makes an environment. */
  #callOf(system: string, name: string): Place {
    const index = this.#files.file(INDEX);
    if (index === undefined) throw new Error(`${INDEX} is missing`);
    const call = this.#tracer.at(this.#tracer.exported(index, LIST), [system, name]);
    if (call !== undefined && this.#files.ts.isCallExpression(call.node)) return call;
    throw new Computed(call?.node ?? index, `does not show how ${system} ${name} is made`);
  }

  #describe(
    { node, bound }: Place,
    { keys, before, after }: { readonly keys: readonly PathKey[]; readonly before: unknown; readonly after: unknown },
  ): Written {
    const { ts } = this.#files;
    const [, input] = (node as CallExpression).arguments;
    if (input === undefined) throw new Computed(node, "describes nothing");
    const root: Place = { node: input, bound };
    if (after === undefined) return this.#undescribe(root, keys);
    const place = this.#tracer.at(root, keys);
    if (place !== undefined) {
      this.#edits.replace(place, before, after);
      return { where: lineOf(place.node), what: "another value" };
    }
    for (let depth = keys.length - 1; depth >= 0; depth -= 1) {
      const around = this.#tracer.at(root, keys.slice(0, depth));
      if (around === undefined) continue;
      if (!ts.isObjectLiteralExpression(around.node)) throw new Computed(around.node, "is made by code");
      this.#edits.addProperty(around.node, keys.slice(depth).map(String), after);
      return { where: lineOf(around.node), what: "a value that was left to its default" };
    }
    throw new Computed(input, "is made by code");
  }

  #undescribe(root: Place, keys: readonly PathKey[]): Written {
    const { ts } = this.#files;
    const around = this.#tracer.at(root, keys.slice(0, -1));
    const object = around?.node;
    if (object === undefined || !ts.isObjectLiteralExpression(object)) throw new Computed(root.node, "is made by code");
    const property = propertyIn(this.#tracer, object, String(keys.at(-1)));
    if (property === undefined) throw new Computed(object, "takes it over from another object");
    this.#edits.remove(property);
    return { where: lineOf(property), what: "taken out" };
  }

  #declare(call: Place, { path, change, value, reason }: Difference): Written {
    const { own, computed } = this.#written(call);
    if (own === undefined) throw computed[0] ?? new Computed(call.node, "makes its list of differences by code");
    const args = [
      `(s) => s${member(parsePointer(path))}`,
      ...(change === "remove" ? [] : [literal(value)]),
      JSON.stringify(reason),
    ];
    this.#edits.append(own.list, { callee: `${own.declare}.${change}`, args });
    return { where: lineOf(own.list), what: "a declared difference" };
  }

  #declared(call: Place, path: string): WrittenDifference {
    const { found, computed } = this.#written(call);
    const own = found.filter((one) => one.path === path);
    const [first] = own;
    if (first !== undefined && own.length === 1) return first;
    throw computed[0] ?? new Computed(call.node, `declares ${formatPointer(path)} by code`);
  }

  #written(call: Place): WrittenDifferences {
    return differencesIn(this.#files, this.#tracer, call);
  }
}

interface Written {
  readonly where: string;
  readonly what: string;
}

function parentOf({ parent }: Environment): string {
  return parent === undefined ? "the parent" : parent.input().environment;
}

function propertyIn(
  tracer: Tracer,
  object: ObjectLiteralExpression,
  key: string,
): ObjectLiteralExpression["properties"][number] | undefined {
  return object.properties.findLast(({ name }) => tracer.nameOf(name) === key);
}
