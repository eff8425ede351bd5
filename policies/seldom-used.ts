/**
 * Parts of the Pulumi SDKs that load when they are first used, and not with the rest. Runs in programs beside any version of
 * the SDK, so it imports only Node's own modules.
 */
import Module from "node:module";

const CLOSURE = /\/@pulumi\/pulumi\/runtime\/closure\/\w+\.js$/;
const KUBERNETES = /\/@pulumi\/kubernetes\/index\.js$/;

/**
 * What the SDKs load whether a program uses it or not, with the path of what asks for it: npm's dependency tree and the
 * TypeScript compiler, for functions that are serialised; Pulumi's automation; charts and manifests of Kubernetes. Together
 * they take more than a quarter of the time in which the SDKs are loaded.
 */
const SELDOM_USED: ReadonlyMap<string, RegExp> = new Map([
  ["@npmcli/arborist", CLOSURE],
  ["normalize-package-data", CLOSURE],
  ["../../typescript-shim", CLOSURE],
  ["./automation", /\/@pulumi\/pulumi\/index\.js$/],
  ["./helm", KUBERNETES],
  ["./kustomize", KUBERNETES],
  ["./yaml", KUBERNETES],
]);

/** Whether the module `module` asks with `id` for what is seldom used. */
function isSeldomUsed(module: unknown, id: string): boolean {
  const asking = SELDOM_USED.get(id);
  if (asking === undefined) return false;
  const { filename } = module as { readonly filename?: unknown };
  return typeof filename === "string" && asking.test(filename.replaceAll("\\", "/"));
}

/** The exports of a CommonJS module, loaded when the first of them is looked at. */
function whenUsed(load: () => unknown): unknown {
  let loaded: object | undefined;
  const exports = (): object => (loaded ??= load() as object);
  return new Proxy(
    {},
    {
      get: (_, key) => {
        // To the helpers that TypeScript compiles imports to: take it as it is, and copy nothing.
        if (key === "__esModule") return true;
        return key === "default" ? exports() : Reflect.get(exports(), key);
      },
      set: (_, key, value) => Reflect.set(exports(), key, value),
      has: (_, key) => Reflect.has(exports(), key),
      ownKeys: () => Reflect.ownKeys(exports()),
      getOwnPropertyDescriptor: (_, key) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(exports(), key);
        // What the stand-in does not have itself, it may not call fixed.
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}

/** From now on `require` loads them so. */
export function loadWhenUsed(): void {
  const prototype = Module.prototype as unknown as { require: (id: string) => unknown };
  const original = prototype.require;
  prototype.require = function (this: unknown, id: string): unknown {
    return isSeldomUsed(this, id) ? whenUsed(() => original.call(this, id)) : original.call(this, id);
  };
}
