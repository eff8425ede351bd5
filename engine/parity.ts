import { type Change, comparePlans } from "./compare.ts";
import { type EnvironmentIdentity, substituteIdentity } from "./normalise.ts";
import { isDerivedFromIdentity } from "./parity/derived.ts";
import type { Plan } from "./plan.ts";

/** Three recordings of one program: what the right environment is meant to be, the same as the left one, and what it is. */
export interface ParityInput {
  /** The left environment's settings and every declared difference, under a stand-in for the identity. */
  readonly template: Plan;
  /** The same settings under the left environment's identity and stack. */
  readonly left: Plan;
  /** The right environment as it is deployed. */
  readonly right: Plan;
  readonly standIn: EnvironmentIdentity;
  readonly identity: { readonly left: EnvironmentIdentity; readonly right: EnvironmentIdentity };
}

/** What nobody declared, and where it shows. `left` of a change is what was expected, `right` what was found. */
export interface UndeclaredChange extends Change {
  readonly side: "left" | "right";
}

export interface Parity {
  readonly undeclared: readonly UndeclaredChange[];
  /** Values that follow from the identity by a digest, and so differ in all three recordings. */
  readonly derived: number;
  readonly resources: number;
}

/**
 * Whether the right environment is the left one but for what is declared. The template, with either identity in
 * place of the stand-in, has to equal what was recorded under that identity, value for value. A program that asks
 * for the name of its stack or environment gives itself away: the template was recorded under neither.
 */
export function judgeParity({ template, left, right, standIn, identity }: ParityInput): Parity {
  const sides = {
    left: compared(substituteIdentity(template, standIn, identity.left), left),
    right: compared(substituteIdentity(template, standIn, identity.right), right),
  };
  const isDerived = (change: Change, key: string, other: ReadonlyMap<string, Change>): boolean => {
    const counterpart = other.get(key);
    return counterpart !== undefined && isDerivedFromIdentity(change, counterpart);
  };
  const undeclared: UndeclaredChange[] = [];
  let derived = 0;
  for (const [side, other] of [["left", "right"] as const, ["right", "left"] as const]) {
    for (const [key, change] of sides[side]) {
      if (!isDerived(change, key, sides[other])) undeclared.push({ ...change, side });
      else if (side === "right") derived += 1;
    }
  }
  return { undeclared, derived, resources: right.resources.length };
}

/** The differences by where they are in the template, which is the same for both identities. */
function compared(expected: Plan, actual: Plan): Map<string, Change> {
  const places = new Map(expected.resources.map(({ urn }, index) => [urn, index]));
  return new Map(
    comparePlans(expected, actual).map((change) => {
      const place = change.leftUrn === undefined ? change.resource : places.get(change.leftUrn);
      return [`${change.kind} ${place} ${change.path}`, change];
    }),
  );
}
