import type { PathKey } from "../../policies/pointer.ts";
import type { ResourceData } from "../../policies/resource.ts";
import type { Rule } from "../../policies/rule.ts";
import { canonicalType, tokensOf } from "../../policies/types.ts";
import { UNKNOWN, type Value, isObject } from "../../policies/value.ts";
import { type Case, startingPoints, verdicts, withData, withInputs } from "./cases.ts";
import { HAZARDS } from "./hazards.ts";
import { type Control, type Place, inputsOf, isOfKind, placesOf, withHazard } from "./places.ts";
import type { Declared } from "./sdk.ts";
import { get, put } from "./sites.ts";
import { editsFor, isDocument } from "./texts.ts";
import { wordFor } from "./vocabulary.ts";

type Operator = "unset" | "null" | "empty" | "wrong type" | "insecure" | "unknown" | "presence";

/** Why a mutant says nothing about the rule. */
type Excuse =
  | "leaving it out is safe, says the catalogue"
  | "leaving it out is safe: the provider's documented default is"
  | "leaving it out gives nothing"
  | "the SDK refuses a program that leaves it out"
  | "a patch that leaves it out changes nothing"
  | "no value that was tried there is a violation"
  | "the control does not decide by this input here, and does in another starting point of the type";

export interface Mutant {
  readonly control: string;
  readonly type: string;
  readonly input: string;
  readonly operator: Operator;
  /** Which place: an item of a list, a kind of container, a token. */
  readonly place: string;
  /** The value that was put there, as people read it. */
  readonly value: string;
  readonly caught: boolean;
  readonly failed: boolean;
  readonly excuse?: Excuse;
}

/** Values of every kind, to find out whether anything at a place can be a violation. */
const PROBES: readonly Value[] = [true, false, 0, 65535, "", "*", "0.0.0.0/0", "ALLOW", "another", [], {}, ["*"]];

/** Every mutant of a control. `gap` is told of each type for which there is no harmless case to start from. */
export function mutantsOf(control: Control, rule: Rule, gap: (type: string) => void): Mutant[] {
  return control.pulumiTypes.flatMap((listed) => {
    const type = canonicalType(listed);
    const found = startingPoints(rule, type, control.pulumiTypes);
    // A control on a token itself, such as that of a patch, says nothing of the plain kind.
    const cases = listed === type ? found : found.filter((one) => one.resources[one.target]?.type === listed);
    if (cases.length === 0) {
      if (!rule.types.includes(type)) gap(type);
      // Nothing of a type is harmless where the rule refuses the kind: nothing of it may pass.
      else return presenceMutants(control, rule, type, listed === type ? tokensOf(type) : [listed]);
    }
    return control.inputs.flatMap((input) => {
      if (input.startsWith("$opts.")) return cases.flatMap((one) => optionMutants(control, type, input, one));
      const groups = cases.flatMap((one) => {
        const places = placesOf(control, type, input, one);
        return [...Map.groupBy(places, ({ item }) => item).values()];
      });
      return exceptExempt(groups.map((places) => places.flatMap(mutate)));
    });
  });
}

function presenceMutant(control: Control, type: string, place: string, one: Case): Mutant {
  const { complaints, violations } = verdicts(one);
  const [caught, failed] = [complaints.size > 0, violations.size > 0];
  return {
    control: control.id,
    type,
    input: "$presence",
    operator: "presence",
    place,
    value: "declared",
    caught,
    failed,
  };
}

/** An option of the resource, such as its protection, left out and turned off. */
function optionMutants(control: Control, type: string, input: string, one: Case): Mutant[] {
  const name = input.slice("$opts.".length);
  const data = one.resources[one.target] as ResourceData;
  return tokensOf(type)
    .filter((token) => !token.endsWith("List"))
    .flatMap((token) =>
      (
        [
          ["unset", {}],
          ["insecure", { [name]: false }],
        ] as const
      ).map(([operator, options]) => {
        const urn = data.urn.replace(`::${data.type}::`, `::${token}::`);
        const told = presenceMutant(control, type, token, withData(one, { ...data, type: token, urn, options }));
        return { ...told, input, operator, value: operator === "unset" ? "" : "false" };
      }),
    );
}

const ELSEWHERE = "the control does not decide by this input here, and does in another starting point of the type";

/**
 * Passing examples often show an exemption, and lists hold items that are about something else: there nothing that
 * is put at the input is a violation. They count only if every one of the type is like that. What decides is the
 * plain place; copied items, init containers and alias tokens never excuse.
 */
function exceptExempt(perCase: readonly (readonly Mutant[])[]): Mutant[] {
  const decides = perCase.map((mutants) => mutants.some(({ place, failed }) => place === "first" && failed));
  if (!decides.includes(true)) return perCase.flat();
  return perCase.flatMap((mutants, index) =>
    decides[index] === true ? mutants : mutants.map((one) => ({ excuse: ELSEWHERE, ...one })),
  );
}

function presenceMutants(control: Control, rule: Rule, type: string, tokens: readonly string[]): Mutant[] {
  return tokens
    .filter((token) => !token.endsWith("List"))
    .map((token) => {
      const data = { urn: `urn:pulumi:example::example::${token}::subject`, type: token, name: "subject", inputs: {} };
      const config: unknown = rule.config?.parse({}) ?? {};
      const context = { config, environment: undefined, tier: "unknown", mode: "simulate" } as const;
      return presenceMutant(control, type, token, { rule, resources: [data], target: 0, context });
    });
}

function mutate(place: Place): Mutant[] {
  const hazards = HAZARDS.filter(
    ({ controls, path, from }) =>
      controls.test(place.control.id) && path === place.path.names.join(".") && isOfKind(from, place.sdk),
  );
  if (hazards.length === 0) return mutateAt(place, insecureValues(place));
  return hazards.flatMap((hazard) => {
    const base = withHazard(place, hazard);
    return base === undefined ? [] : mutateAt({ ...place, base }, hazard.values);
  });
}

function insecureValues({ control, type, path, base, keys }: Place): readonly Value[] {
  const edits = editsFor(control.id, path.names.at(-1) ?? "");
  const { insecure } = wordFor(control.id, path.names.join("."), type);
  return edits === undefined ? insecure : [...edits(get(inputsOf(base), keys)), ...insecure];
}

function mutateAt(place: Place, insecure: readonly Value[]): Mutant[] {
  const valued = weakened(place, insecure);
  const matters =
    valued.some(({ excuse, failed }) => excuse === undefined || failed) ||
    PROBES.some((probe) => judged(place, probe)?.failed === true);
  const irrelevant = matters ? undefined : "no value that was tried there is a violation";
  return [
    ...valued,
    ...attempt(place, "unknown", UNKNOWN, irrelevant),
    ...wrongTypes(place).flatMap((value) => attempt(place, "wrong type", value, irrelevant)),
  ];
}

/** The input left out, and set to what is insecure. */
function weakened(place: Place, insecure: readonly Value[]): Mutant[] {
  const left = excuseForLeavingOut(place, insecure);
  return [
    ...attempt(place, "unset", undefined, left),
    ...attempt(place, "null", null, left),
    ...emptyValues(place.sdk).flatMap((value) => attempt(place, "empty", value, left)),
    ...insecure.flatMap((value) => attempt(place, "insecure", value)),
  ];
}

function attempt(place: Place, operator: Operator, value: Value | undefined, excuse?: Excuse): Mutant[] {
  const result = judged(place, value);
  return result === undefined ? [] : [told(place, operator, value, result, excuse)];
}

/**
 * What the program set at an input of the target, left out or made insecure; nothing where it set nothing, or
 * where `isRead` says that the rule does not look. The case need not be one of a rule's examples.
 */
export function weakeningsOf(
  control: Control,
  type: string,
  one: Case,
  isRead: (keys: readonly PathKey[]) => boolean,
): Mutant[] {
  return control.inputs.flatMap((input) => {
    const places = placesOf(control, type, input, one).filter(
      ({ label, token, keys }) =>
        token === undefined && label.startsWith("first") && get(inputsOf(one), keys) !== undefined && isRead(keys),
    );
    return places.flatMap((place) => weakened(place, insecureValues(place)));
  });
}

function told(
  { control, type, input, label }: Place,
  operator: Operator,
  value: Value | undefined,
  result: { readonly caught: boolean; readonly failed: boolean },
  excuse: Excuse | undefined,
): Mutant {
  const text = value === undefined ? "" : value === UNKNOWN ? "unknown" : JSON.stringify(value);
  return {
    control: control.id,
    type,
    input,
    operator,
    place: label,
    value: text,
    ...result,
    ...(excuse && { excuse }),
  };
}

function judged(place: Place, value: Value | undefined): { caught: boolean; failed: boolean } | undefined {
  const inputs = inputsOf(place.base);
  const changed = put(inputs, place.keys, value);
  const before = get(inputs, place.keys);
  // Null is how a program leaves an input out that it could set.
  const isLeftOut = value === undefined || value === null;
  if (isLeftOut ? before === undefined || before === value : isSame(before, value)) return undefined;
  const { complaints, violations } = verdicts(withInputs(place.base, changed, String(place.keys[0])));
  return { caught: complaints.size > 0, failed: violations.size > 0 };
}

function isSame(left: Value | undefined, right: Value): boolean {
  if (left === right) return true;
  const plain = (value: Value | undefined) => value === null || Array.isArray(value) || isObject(value);
  return plain(left) && plain(right) && JSON.stringify(left) === JSON.stringify(right);
}

function excuseForLeavingOut(place: Place, insecure: readonly Value[]): Excuse | undefined {
  const { control, type, path, sdk, token } = place;
  if (token?.endsWith("Patch") === true) return "a patch that leaves it out changes nothing";
  if (control.unsetIsSecure === true) return "leaving it out is safe, says the catalogue";
  if (sdk.required) return "the SDK refuses a program that leaves it out";
  if (wordFor(control.id, path.names.join("."), type).role !== "guard") return "leaving it out gives nothing";
  if (
    sdk.fallback !== undefined &&
    insecure.every((value) => typeof value === "object" || String(value) !== sdk.fallback) &&
    sdk.fallback !== "null"
  ) {
    return "leaving it out is safe: the provider's documented default is";
  }
  return undefined;
}

function emptyValues({ kind }: Declared): readonly Value[] {
  if (kind === "list") return [[]];
  if (kind === "object" || kind === "map") return [{}];
  return [];
}

/** Values that the input cannot have and that the provider does not turn into one that it can. */
function wrongTypes(place: Place): readonly Value[] {
  const { sdk, path } = place;
  const map = { unexpected: 7 };
  switch (kindOf(place)) {
    case "boolean":
      return ["maybe", 7, [7], map];
    case "number":
      return ["many", true, [7], map];
    case "string":
      return isDocument(path.names.at(-1) ?? "") ? [7, [7], "{", '"text"'] : [[7], map];
    case "list":
      return sdk.item === "string" ? [7, true, map] : [7, true, "text"];
    default:
      return [7, true, "text", [7]];
  }
}

/** What the input is; for a custom resource, which nothing declares, what stands or could stand there. */
function kindOf({ control, type, sdk, path, base, keys }: Place): Declared["kind"] {
  if (sdk.kind !== "any") return sdk.kind;
  const [insecure] = wordFor(control.id, path.names.join("."), type).insecure;
  const sample = get(inputsOf(base), keys) ?? insecure;
  if (Array.isArray(sample)) return "list";
  const kind = typeof sample;
  return kind === "string" || kind === "number" || kind === "boolean" ? kind : "object";
}
