import { createHash } from "node:crypto";
import type { Created } from "./outputs.ts";
import { type Wire, type WireObject, plain } from "./wire.ts";

/** Begins every generated credential, so that a leak can be searched for. */
export const CANARY = "CANARY";

export type Make = (of: Maker) => WireObject;

/** Makes the values of one resource: the same in every run, and unlike those of the recorder. */
export class Maker {
  readonly resource: Created;
  constructor(resource: Created) {
    this.resource = resource;
  }

  get region(): string {
    const own = this.text("region");
    return own === "" ? (this.resource.region ?? "eu-central-1") : own;
  }

  get account(): string {
    return this.resource.accountId ?? "000000000000";
  }

  input(key: string): Wire | undefined {
    return plain(this.resource.inputs[key]);
  }

  text(key: string): string {
    const value = this.input(key);
    return typeof value === "string" ? value : "";
  }

  number(key: string): number {
    const value = this.input(key);
    return typeof value === "number" ? value : 0;
  }

  hex(label: string, length: number): string {
    return createHash("shake256", { outputLength: Math.ceil(length / 2) })
      .update(`bridge ${this.resource.urn} ${label}`)
      .digest("hex")
      .slice(0, length);
  }

  uuid(label: string): string {
    return this.hex(label, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  arn(service: string, path: string, region = this.region): string {
    return `arn:aws:${service}:${region}:${this.account}:${path}`;
  }
}

/** A resource whose id is its name. */
export function named(service: string, kind: string, key = "name", separator = ":"): Make {
  return (of) => ({ id: of.text(key), arn: of.arn(service, `${kind}${separator}${of.text(key)}`) });
}

/** A resource that has an id and no more. */
export function joined(...keys: readonly string[]): Make {
  return (of) => ({ id: keys.map((key) => of.text(key)).join(":") || of.hex("id", 12) });
}
