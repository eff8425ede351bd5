/** The URL of a module beside another: TypeScript in a checkout, JavaScript in a build. */
export function siblingModule(name: string, from: string): URL {
  return new URL(`./${name}${from.endsWith(".ts") ? ".ts" : ".js"}`, from);
}
