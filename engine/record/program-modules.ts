/**
 * Lets one process evaluate a program more than once: all of its modules and packages anew, but not the SDKs, whose
 * loading is most of what a recording costs and which know a stack only by the state that is renewed beside them.
 */
import { type Module, type ResolveFnOutput, createRequire, registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { types } from "node:util";
import { isSdkFile } from "./sdk-packages.ts";

const require = createRequire(import.meta.url);

/** Behind the URL of a module that is evaluated again. */
const EVALUATION = /[?&]evaluation=\d+$/;

export class ProgramModules {
  readonly #resolved = new Map<string, ResolveFnOutput>();
  #evaluation = 0;

  constructor() {
    registerHooks({
      resolve: (specifier, context, next) => {
        if (context.conditions.includes("require")) return next(specifier, context);
        const key = `${context.parentURL?.replace(EVALUATION, "")} ${specifier}`;
        // Where a module lies does not change between two evaluations, and looking for it is much of what they cost.
        const resolved = this.#resolved.get(key) ?? { ...next(specifier, context), shortCircuit: true };
        this.#resolved.set(key, resolved);
        return { ...resolved, url: this.#urlNow(resolved.url) };
      },
    });
  }

  #urlNow(url: string): string {
    const isKept = this.#evaluation === 0 || !url.startsWith("file:") || isSdkFile(fileURLToPath(url));
    return isKept ? url : `${url}${url.includes("?") ? "&" : "?"}evaluation=${this.#evaluation}`;
  }

  /** Whether what was loaded so far can be evaluated again: Node keeps an ES module that was required for ever. */
  canRepeat(): boolean {
    return !loadedModules().some(
      ([file, { exports }]) => types.isModuleNamespaceObject(exports) || /\.m[jt]s$/.test(file),
    );
  }

  /** From here on the program's modules are evaluated anew. */
  renew(): void {
    this.#evaluation += 1;
    const kept = new Set<Module>();
    const keep = (module: Module): void => {
      if (kept.has(module)) return;
      kept.add(module);
      module.children.forEach(keep);
    };
    const loaded = loadedModules();
    for (const [file, module] of loaded) if (isSdkFile(file)) keep(module);
    for (const [file, module] of loaded) if (!kept.has(module)) delete require.cache[file];
  }
}

function loadedModules(): [file: string, module: Module][] {
  return Object.entries(require.cache as Record<string, Module>);
}
