/** The part of js-yaml that is used here; the package has no types of its own. */
declare module "js-yaml" {
  export interface TypeOptions {
    readonly kind: "scalar" | "sequence" | "mapping";
    readonly resolve?: (data: unknown) => boolean;
    readonly construct?: (data: never) => unknown;
  }
  export class Type {
    constructor(tag: string, options: TypeOptions);
  }
  export interface Schema {
    extend(types: { readonly implicit?: readonly Type[]; readonly explicit?: readonly Type[] }): Schema;
  }
  export const FAILSAFE_SCHEMA: Schema;
  export const types: Readonly<Record<"merge" | "null" | "int" | "float" | "bool", Type>>;
  export class YAMLException extends Error {
    readonly reason: string;
    readonly mark?: { readonly line: number; readonly column: number };
  }
  export function load(text: string, options: { readonly schema: Schema; readonly maxDepth?: number }): unknown;
}
