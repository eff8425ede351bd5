/** Type of the root resource; it leaves no trace in the URNs of its children. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

export interface Urn {
  readonly stack: string;
  readonly project: string;
  /** Types of the ancestors, outermost first, and the type itself, joined by `$`. */
  readonly qualifiedType: string;
  readonly type: string;
  readonly name: string;
}

/** A URN as the Pulumi engine builds it: the parent's whole chain of types, without the stack's. */
export function makeUrn(stack: string, project: string, type: string, name: string, parent?: string): string {
  const chain = parent === undefined || parent === "" ? "" : parseUrn(parent).qualifiedType;
  const qualifiedType = chain === "" || chain === STACK_TYPE ? type : `${chain}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualifiedType}::${name}`;
}

/** Throws a `SyntaxError` when the text is not a Pulumi URN. A name may itself contain `::`. */
export function parseUrn(urn: string): Urn {
  const match = /^urn:pulumi:(.*?)::(.*?)::(.*?)::([^]*)$/.exec(urn);
  if (match === null)
    throw new SyntaxError(`"${urn}" is not a Pulumi URN (urn:pulumi:<stack>::<project>::<types>::<name>)`);
  const [, stack = "", project = "", qualifiedType = "", name = ""] = match;
  return { stack, project, qualifiedType, type: qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1), name };
}

/** The URN of a provider reference, which the SDK writes as `urn::id`. */
export function providerUrn(reference: string): string {
  const end = reference.lastIndexOf("::");
  return reference.slice(0, end);
}
