import { isDeepStrictEqual } from "node:util";
import { type Properties, Secret, UNKNOWN, type Value } from "../../policies/value.ts";
import { mapValues } from "../set-key.ts";
import { isMap } from "./shape.ts";

/**
 * Answers that a user gives to what only the cloud knows. A file in YAML or JSON: either the list of invokes
 * alone, or a map with these keys. In any result, `{"$secret": value}` is a secret and `{"$unknown": true}` is unknown.
 */
export interface Fixtures {
  /** The account of simulated ARNs and `getCallerIdentity` where neither the configuration nor a provider tells one. */
  readonly accountId?: string;
  /** The region where neither the configuration nor a provider names one. */
  readonly region?: string;
  readonly invokes?: readonly InvokeFixture[];
  /** Outputs by full stack name, `organization/project/stack`. */
  readonly stackReferences?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface InvokeFixture {
  /** Such as `aws:ec2/getVpc:getVpc`. */
  readonly token: string;
  /** Arguments that a call must have to be answered by this one; others are not compared. Default: any call. */
  readonly args?: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>>;
}

/** Results as values, with their markers read. */
export function fixtureValues(results: Readonly<Record<string, unknown>>): Properties {
  return mapValues(results, fixtureValue);
}

function fixtureValue(result: unknown): Value {
  if (Array.isArray(result)) return result.map(fixtureValue);
  if (!isMap(result)) return result as Value;
  if (Object.keys(result).length === 1) {
    if (result["$unknown"] === true) return UNKNOWN;
    if (result["$secret"] !== undefined) return new Secret(fixtureValue(result["$secret"]));
  }
  return fixtureValues(result);
}

/** The first fixture for a call whose arguments are among the call's. */
export function findInvoke(
  fixtures: Fixtures,
  token: string,
  args: Readonly<Record<string, unknown>>,
): InvokeFixture | undefined {
  return fixtures.invokes?.find(
    (invoke) =>
      invoke.token === token &&
      Object.entries(invoke.args ?? {}).every(([key, expected]) => isDeepStrictEqual(args[key], expected)),
  );
}

/** Outputs of another stack: those of a fixture, or none, which leaves them unknown. */
export function stackOutputs(fixtures: Fixtures, name: string | undefined): Properties | undefined {
  const outputs = name === undefined ? undefined : fixtures.stackReferences?.[name];
  if (outputs === undefined) return undefined;
  const values = fixtureValues(outputs);
  const secretNames = Object.keys(values).filter((key) => values[key] instanceof Secret);
  return { name: name as string, outputs: values, secretOutputNames: secretNames };
}
