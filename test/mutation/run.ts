import catalogue from "../../policies/catalogue.json" with { type: "json" };
import { rules } from "../../policies/rules/index.ts";
import { type Equivalent, EQUIVALENTS, WITHOUT_MUTANTS, equivalentTo } from "./equivalents.ts";
import type { Control } from "./places.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";
import { unusedWords } from "./vocabulary.ts";

export interface Run {
  /** Every mutant that was made. */
  readonly all: readonly Mutant[];
  /** Those that a rule has to catch. */
  readonly counted: readonly Mutant[];
  readonly survivors: readonly Mutant[];
  /** How many mutants each reviewed equivalence takes out. */
  readonly equivalents: ReadonlyMap<Equivalent, number>;
  /** `control type` of which there was nothing to mutate, and nobody has said why. */
  readonly gaps: readonly string[];
  /** `control input` of which no mutant counts: what decides stands in other inputs. */
  readonly undecisive: readonly string[];
  /** Entries of the vocabulary and of the lists of explanations that match nothing any more. */
  readonly stale: readonly string[];
  readonly controls: readonly Control[];
}

/** Makes and judges the mutants of the controls that have a rule and whose id matches. */
export function run(isWanted: (id: string) => boolean = () => true): Run {
  const byId = new Map(rules.map((rule) => [rule.id, rule] as const));
  const controls = (catalogue.controls as readonly Control[]).filter(({ id }) => byId.has(id) && isWanted(id));
  const without = new Set<string>();
  const all = controls.flatMap((control) => {
    const rule = byId.get(control.id);
    if (rule === undefined) return [];
    return mutantsOf(control, rule, (type) => without.add(`${control.id} ${type}`));
  });
  const equivalents = new Map<Equivalent, number>();
  const counted = all.filter((mutant) => {
    if (mutant.excuse !== undefined) return false;
    const equivalent = equivalentTo(mutant);
    if (equivalent !== undefined) equivalents.set(equivalent, (equivalents.get(equivalent) ?? 0) + 1);
    return equivalent === undefined;
  });
  const decisive = new Set(counted.map(({ control, input }) => `${control} ${input}`));
  const inputs = controls.flatMap(({ id, inputs: own }) => own.map((input) => ({ control: id, input })));
  return {
    all,
    counted,
    survivors: counted.filter(({ caught }) => !caught),
    equivalents,
    gaps: [...without].filter((gap) => !(gap in WITHOUT_MUTANTS)),
    undecisive: inputs.map(({ control, input }) => `${control} ${input}`).filter((key) => !decisive.has(key)),
    stale: [
      ...unusedWords(inputs.map(({ control, input }) => ({ control, path: input.replaceAll("[]", "") }))),
      ...EQUIVALENTS.filter((entry) => !equivalents.has(entry)).map(
        ({ control, input }) => `${control.source} ${input}`,
      ),
      ...Object.keys(WITHOUT_MUTANTS).filter((key) => !without.has(key)),
    ],
    controls,
  };
}

/** Share of the mutants that were caught, in per cent. */
export function killRate(mutants: readonly Mutant[]): number {
  return mutants.length === 0 ? 100 : (100 * mutants.filter(({ caught }) => caught).length) / mutants.length;
}
