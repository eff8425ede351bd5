import { readFileSync } from "node:fs";

/** What a test asks the stand-ins to do wrong. Read at each request, so that a test can change its mind. */
export interface Faults {
  /** Fail this operation on resources whose URN ends so. */
  readonly fail?: readonly { readonly operation: string; readonly urn: string; readonly message: string }[];
  /** Wait before each operation on resources whose URN ends so. */
  readonly delay?: readonly { readonly urn: string; readonly milliseconds: number }[];
  /** Report an output as unknown during preview although it was given as an input. */
  readonly unknown?: readonly { readonly urn: string; readonly output: string }[];
}

function faults(): Faults {
  const file = process.env["RAMPART_STANDIN"];
  return file === undefined ? {} : (JSON.parse(readFileSync(file, "utf8")) as Faults);
}

export function failureOf(operation: string, urn: string): string | undefined {
  return faults().fail?.find((fault) => fault.operation === operation && urn.endsWith(fault.urn))?.message;
}

export function delayOf(urn: string): number {
  return faults().delay?.find((fault) => urn.endsWith(fault.urn))?.milliseconds ?? 0;
}

export function isUnknownOnDemand(urn: string, output: string): boolean {
  return faults().unknown?.some((fault) => urn.endsWith(fault.urn) && fault.output === output) ?? false;
}
