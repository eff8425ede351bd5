import { hash } from "node:crypto";
import {
  type Properties,
  SIMULATED_TOKEN,
  Secret,
  type Value,
  isObject,
  isSimulatedText,
} from "../../../policies/value.ts";

/** A resource whose outputs are wanted. */
export interface SimulatedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
  /** Missing when neither the resource, its provider nor the configuration names one. */
  readonly region: string | undefined;
  readonly accountId?: string;
  /** Set for a resource that is read. */
  readonly id?: string;
}

/** Outputs by name; an undefined one is not known. `id` is the resource's id. */
export type Outputs = { readonly [output: string]: Value | undefined };

export type Simulator = (sim: Sim) => Outputs;

/** The account of simulated ARNs where no fixture names one: AWS's own example. */
export const EXAMPLE_ACCOUNT = "123456789012";
/** The region of simulated ARNs where nothing names one. */
export const EXAMPLE_REGION = "us-east-1";

/** Two digits more than the provider adds: three behind the token keep names apart. */
export const NAME_DIGITS = 9;

/** Makes the placeholder values of one resource. Same resource and label, same value. */
export class Sim {
  readonly resource: SimulatedResource;
  constructor(resource: SimulatedResource) {
    this.resource = resource;
  }

  get region(): string {
    return this.resource.region ?? EXAMPLE_REGION;
  }

  get accountId(): string {
    return this.resource.accountId ?? EXAMPLE_ACCOUNT;
  }

  get partition(): string {
    if (this.region.startsWith("cn-")) return "aws-cn";
    return this.region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  get dnsSuffix(): string {
    return this.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  }

  /**
   * Hexadecimal digits that start with the token; at least seven, or they could not be recognised. They follow
   * from the resource and not from the stack, so that two stacks of one program can be compared value for value.
   */
  hex(label: string, length: number): string {
    if (length <= SIMULATED_TOKEN.length) throw new RangeError(`${length} digits cannot hold the simulated token`);
    let digits = SIMULATED_TOKEN;
    for (let round = 0; digits.length < length; round += 1) {
      digits += hash("sha256", `${withoutStack(this.resource.urn)}\0${label}\0${round}`, "hex");
    }
    return digits.slice(0, length);
  }

  /** The same in capitals, for ids that AWS writes so; the digit after the token stays, or it is none. */
  capitals(label: string, length: number): string {
    const kept = SIMULATED_TOKEN.length + 1;
    const digits = this.hex(label, length);
    return digits.slice(0, kept) + digits.slice(kept).toUpperCase();
  }

  uuid(label: string): string {
    const digits = this.hex(label, 32);
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(13, 16)}`,
      `8${digits.slice(17, 20)}`,
      digits.slice(20),
    ].join("-");
  }

  /** An input that is a text and known. */
  text(...keys: readonly string[]): string | undefined {
    const value = this.input(...keys);
    return typeof value === "string" ? value : undefined;
  }

  number(...keys: readonly string[]): number | undefined {
    const value = this.input(...keys);
    return typeof value === "number" ? value : undefined;
  }

  /** The input under `keys`; secrets are not opened, or they would spread into plain outputs. */
  input(...keys: readonly string[]): Value | undefined {
    let value: Value | undefined = this.resource.inputs;
    for (const key of keys) {
      if (Array.isArray(value)) value = value[Number(key)] as Value | undefined;
      else value = isObject(value) ? value[key] : undefined;
    }
    return value === null ? undefined : value;
  }

  /** Whether an input is given, known or not. */
  has(key: string): boolean {
    return this.input(key) !== undefined;
  }

  /** The physical name: the input where one is given, else the one that the provider would make up. */
  name(key = "name"): string | undefined {
    if (this.has(key)) return this.text(key);
    return `${this.resource.name}-${this.hex("name", NAME_DIGITS)}`;
  }

  /** An ARN. `service:resource` with the region and account of the resource, or without where AWS leaves them out. */
  arn(service: string, resource: string | undefined, { region = this.region, account = this.accountId } = {}): string {
    const path = resource ?? this.hex("arn", 12);
    const arn = `arn:${this.partition}:${service}:${region}:${account}:${path}`;
    return isSimulatedText(arn) ? arn : `${arn}-${this.hex("arn", 12)}`;
  }

  /** A secret output. */
  secret(value: Value): Secret {
    return new Secret(value);
  }
}

function withoutStack(urn: string): string {
  return urn.replace(/^urn:pulumi:.*?::/, "");
}
