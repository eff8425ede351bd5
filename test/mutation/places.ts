import type { PathKey } from "../../policies/pointer.ts";
import { tokensOf } from "../../policies/types.ts";
import type { Properties, Value } from "../../policies/value.ts";
import { type Case, verdicts, withData, withInputs } from "./cases.ts";
import type { Hazard } from "./hazard.ts";
import { type Declared, declared, isCustomResource } from "./sdk.ts";
import { type InputPath, get, isReachable, pathsOf, put, sitesOf, withContainerList } from "./sites.ts";

/** What is read of a control of the catalogue. */
export interface Control {
  readonly id: string;
  readonly area: string;
  readonly profile: string;
  readonly pulumiTypes: readonly string[];
  readonly inputs: readonly string[];
  readonly unsetIsSecure?: boolean;
}

/** Where something is put in place of what stands there. */
export interface Place {
  readonly control: Control;
  readonly type: string;
  readonly input: string;
  readonly path: InputPath;
  readonly sdk: Declared;
  readonly label: string;
  /** Which item of the lists on the way. */
  readonly item: string;
  /** The case before the mutation, in which the rule has no complaint. */
  readonly base: Case;
  readonly keys: readonly PathKey[];
  readonly token: string | undefined;
}

/** The places that an input of the catalogue stands for in a case, in which the rule has no complaint. */
export function placesOf(control: Control, type: string, input: string, one: Case): Place[] {
  return pathsOf(input, type).flatMap((path) => {
    const sdk = declared(type, path.names);
    if (sdk === undefined) return [];
    if (isCustomResource(type) && get(inputsOf(one), path.names.slice(0, 2)) === undefined) return [];
    const whole = withContainerList(inputsOf(one), path);
    const alone = withoutCounterpart(control, path, whole);
    // Where the control asks for both levels, neither can be taken out.
    const inputs = alone === whole || isQuiet(withInputs(one, alone, path.names[0] ?? "")) ? alone : whole;
    return sitesOf(inputs, path)
      .filter(({ keys, inputs: own }) => isReachable(own, keys))
      .flatMap((site) => {
        const base = withInputs(one, site.inputs, String(site.keys[0]));
        const unchanged = site.inputs === inputsOf(one);
        const start = unchanged ? one : base;
        const kind = path.containers === undefined || path.containers === "containers" ? "" : ` of ${path.containers}`;
        const label = `${site.position}${kind}`;
        const place = {
          control,
          type,
          input,
          path,
          sdk,
          label,
          item: site.item,
          base: start,
          keys: site.keys,
          token: undefined,
        };
        return unchanged || isQuiet(start) ? [place, ...aliased(place)] : [];
      });
  });
}

export const inputsOf = ({ resources, target }: Case): Properties => resources[target]?.inputs ?? {};
const isQuiet = (one: Case): boolean => verdicts(one).complaints.size === 0;

/** The same place under each alias token of the type, and in the second object of a list token. */
function aliased(place: Place): Place[] {
  if (place.label !== "first") return [];
  const { base, type } = place;
  const data = base.resources[base.target];
  if (data === undefined || data.type !== type) return [];
  return tokensOf(type)
    .slice(1)
    .flatMap((token) => {
      const urn = data.urn.replace(`::${type}::`, `::${token}::`);
      const isList = token === `${type}List`;
      // Two of what stands beside the subject would leave a good one: the control asks for one of them.
      const before = base.target === 0 ? [data.inputs] : [];
      const inputs = isList ? { items: [...before, data.inputs] } : data.inputs;
      const keys = isList ? ["items", before.length, ...place.keys] : place.keys;
      const { propertyDependencies, ...rest } = data;
      const told = withData(base, { ...rest, type: token, urn, inputs, ...(!isList && { propertyDependencies }) });
      return [{ ...place, base: told, keys, token, label: token }].filter(({ base: one }) => isQuiet(one));
    });
}

/**
 * A field that the pod has for all its containers and each container for itself: the other level is taken out
 * and its value put where the mutant is, so that nothing makes up for it.
 */
function withoutCounterpart(control: Control, path: InputPath, inputs: Properties): Properties {
  const at = path.names.findIndex((name) => /^(containers|initContainers|ephemeralContainers)$/.test(name));
  const tail = at < 0 ? tailOf(path.names) : path.names.slice(at + 1);
  const pair = tail.join(".");
  const both = control.inputs.includes(`podSpec.allContainers[].${pair}`) && control.inputs.includes(`podSpec.${pair}`);
  if (!both) return inputs;
  const pod = path.names.slice(0, at < 0 ? path.names.length - tail.length : at);
  const lists = ["containers", "initContainers", "ephemeralContainers"];
  const own = lists.flatMap((list) => {
    const items = get(inputs, [...pod, list]);
    return Array.isArray(items) ? (items as readonly Value[]).map((_, index) => [...pod, list, index, ...tail]) : [];
  });
  const value = [[...pod, ...tail], ...own].map((keys) => get(inputs, keys)).find((found) => found !== undefined);
  const [kept, dropped] = at < 0 ? [[[...pod, ...tail]], own] : [own, [[...pod, ...tail]]];
  let changed = inputs;
  for (const keys of dropped) if (get(changed, keys) !== undefined) changed = put(changed, keys, undefined);
  if (value !== undefined)
    for (const keys of kept) if (get(changed, keys) === undefined) changed = put(changed, keys, value);
  return changed;
}

function tailOf(names: readonly string[]): readonly string[] {
  return names.slice(names.lastIndexOf("spec") + 1);
}

/** Inputs of different types may have one name. */
export function isOfKind(value: Value | undefined, { kind }: Declared): boolean {
  return value === undefined || kind === "any" || (Array.isArray(value) ? kind === "list" : kind === typeof value);
}

/** The place with what makes its value matter beside it; undefined where that is a complaint already. */
export function withHazard(place: Place, hazard: Hazard): Case | undefined {
  const parent = place.keys.slice(0, -1);
  const names = place.path.names.slice(0, -1);
  let inputs = put(inputsOf(place.base), place.keys, hazard.from);
  for (const [name, value] of Object.entries(hazard.around)) {
    if (declared(place.type, [...names, name]) === undefined || name === place.keys.at(-1)) continue;
    inputs = put(inputs, [...parent, name], value);
  }
  const base = withInputs(place.base, inputs, String(place.keys[0]));
  return isQuiet(base) ? base : undefined;
}
