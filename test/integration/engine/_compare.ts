import { isDeepStrictEqual } from "node:util";
import { type PathKey, formatPath } from "../../../policies/pointer.ts";
import { isSimulatedText } from "../../../policies/value.ts";
import type { Normalised } from "./_normalise.ts";
import { type Comparable, type Plain, UNKNOWN_PLAIN, isRedacted } from "./_resources.ts";

type PlainObject = { readonly [key: string]: Plain };

export interface Comparison {
  /** One line each: resource, place, what the engine has and what the plan has. */
  readonly differences: readonly string[];
  readonly resources: number;
  /** Scalar inputs and outputs that were held against each other. */
  readonly values: number;
  /** Inputs that the engine does not know because the provider of what they come from is not configured yet. */
  readonly unconfigured: readonly { readonly urn: string; readonly path: readonly PathKey[] }[];
}

/** Sets what the engine has against the offline plan. `translate` gives the engine's text for a simulated one. */
export function compareResources(
  engine: readonly Comparable[],
  plan: readonly Comparable[],
  normalised: Normalised,
  translate: (text: string) => string = (text) => text,
): Comparison {
  const differences: string[] = [];
  const byUrn = new Map(plan.map((resource) => [resource.urn, resource]));
  const walker = new Walker(normalised, translate, madeUp(engine));
  const unconfigured = ofUnconfiguredProviders(engine);
  const notConfigured: { urn: string; path: readonly PathKey[] }[] = [];
  let resources = 0;
  for (const actual of engine) {
    const expected = byUrn.get(actual.urn);
    byUrn.delete(actual.urn);
    if (expected === undefined) {
      differences.push(`${actual.urn}: only the engine has it`);
      continue;
    }
    resources += 1;
    const { inputs, outputs, ...rest } = actual;
    for (const [key, value] of Object.entries(rest)) {
      const other = expected[key as keyof Comparable];
      if (!isDeepStrictEqual(value, other)) differences.push(line(actual.urn, [key], value, other));
    }
    const report: Report = (path, a, b) => {
      const sources = actual.propertyDependencies[String(path[1])] ?? [];
      if (isDeepStrictEqual(a, UNKNOWN_PLAIN) && sources.some((urn) => unconfigured.has(urn))) {
        normalised.note("unconfigured provider");
        notConfigured.push({ urn: actual.urn, path: path.slice(1) });
      } else differences.push(line(actual.urn, path, a, b));
    };
    const isProvider = actual.type.startsWith("pulumi:providers:");
    walker.object(
      ["inputs"],
      isProvider ? walker.withoutAdditions(inputs, expected.inputs) : inputs,
      expected.inputs,
      report,
    );
    if (outputs !== undefined) walker.object(["outputs"], outputs, expected.outputs ?? {}, report);
  }
  for (const urn of byUrn.keys()) differences.push(`${urn}: only the plan has it`);
  return { differences, resources, values: walker.values, unconfigured: notConfigured };
}

type Path = readonly PathKey[];
type Report = (path: Path, engine: unknown, plan: unknown) => void;

class Walker {
  values = 0;
  readonly #normalised: Normalised;
  readonly #translate: (text: string) => string;
  readonly #madeUp: readonly string[];
  readonly #hashes = new Map<string, string>();

  constructor(normalised: Normalised, translate: (text: string) => string, madeUp: readonly string[]) {
    this.#normalised = normalised;
    this.#translate = translate;
    this.#madeUp = madeUp;
  }

  object(path: Path, engine: PlainObject, plan: PlainObject, report: Report): void {
    const filled = new Set(Array.isArray(engine["__defaults"]) ? (engine["__defaults"] as readonly string[]) : []);
    for (const key of new Set([...Object.keys(engine), ...Object.keys(plan)])) {
      const at = [...path, key];
      if (key === "__defaults") this.#normalised.note("bookkeeping");
      else if (filled.has(key) && plan[key] === undefined) this.#normalised.note("default");
      else if (path.at(-1) === "metadata" && this.#isAutonaming(key, engine) && plan[key] === undefined)
        this.#normalised.note("autoname");
      else if (key === "annotations" && plan[key] === undefined && isAutonamed(engine))
        this.#normalised.note("autoname");
      else this.value(at, engine[key], plan[key], report);
    }
  }

  value(path: Path, engine: Plain | undefined, plan: Plain | undefined, report: Report): void {
    if (isPlainObject(engine) && isPlainObject(plan)) {
      if (isRedacted(engine["<secret>"]) || isRedacted(plan["<secret>"])) this.#secret(path, engine, plan, report);
      else this.object(path, engine, plan, report);
    } else if (Array.isArray(engine) && Array.isArray(plan) && engine.length === plan.length) {
      engine.forEach((item, index) => this.value([...path, index], item as Plain, plan[index] as Plain, report));
    } else this.#leaf(path, engine, plan, report);
  }

  withoutAdditions(engine: PlainObject, plan: PlainObject): PlainObject {
    const added = ["version", "__internal"].filter((key) => engine[key] !== undefined && plan[key] === undefined);
    this.#normalised.note("provider bookkeeping", added.length);
    return Object.fromEntries(Object.entries(engine).filter(([key]) => !added.includes(key)));
  }

  #secret(path: Path, engine: PlainObject, plan: PlainObject, report: Report): void {
    this.values += 1;
    if (isDeepStrictEqual(plan, UNKNOWN_PLAIN)) this.#normalised.note("secret unknown");
    else if (engine["<secret>"] === undefined || plan["<secret>"] === undefined) report(path, engine, plan);
    else this.#normalised.note("encrypted secret");
  }

  #leaf(path: Path, engine: Plain | undefined, plan: Plain | undefined, report: Report): void {
    this.values += 1;
    if (isDeepStrictEqual(engine, plan)) return;
    if (typeof plan === "string" && isSimulatedText(plan) && this.#translate(plan) === engine) {
      this.#normalised.note("computed value");
    } else if (isDeepStrictEqual(plan, UNKNOWN_PLAIN) && this.#isBuiltOnAName(engine)) {
      this.#normalised.note("autoname");
    } else if (isDeepStrictEqual(plan, UNKNOWN_PLAIN) && path[0] === "outputs" && isAddressList(engine)) {
      this.#normalised.note("not simulated");
    } else if (path.at(-1) === "<asset>") {
      this.#normalised.note("archive hash");
    } else if (typeof engine === "string" && typeof plan === "string" && this.#isSameHash(engine, plan)) {
      this.#normalised.note("content hash");
    } else report(path, engine, typeof plan === "string" ? this.#translate(plan) : plan);
  }

  /** Unknown offline and known to the engine only because Check made up a name. */
  #isBuiltOnAName(engine: Plain | undefined): boolean {
    if (engine === undefined) return false;
    const text = JSON.stringify(engine);
    return this.#madeUp.some((name) => text.includes(name));
  }

  /** Both texts are one name with a hash at its end, and the one hash always stands for the other. */
  #isSameHash(engine: string, plan: string): boolean {
    const [own, other] = [engine, plan].map((text) => /^(.*)-([0-9a-f]{8,10})$/.exec(text));
    if (!own || !other || own[1] !== other[1] || own[2]?.length !== other[2]?.length) return false;
    const known = this.#hashes.get(plan) ?? engine;
    this.#hashes.set(plan, known);
    return known === engine;
  }

  #isAutonaming(key: string, metadata: PlainObject): boolean {
    return key === "name" && isAutonamed(metadata);
  }
}

/** The objects of explicit providers whose own settings are not known yet. */
function ofUnconfiguredProviders(engine: readonly Comparable[]): ReadonlySet<string> {
  const unknown = JSON.stringify(UNKNOWN_PLAIN);
  const providers = new Set(
    engine
      .filter(({ type, inputs }) => type.startsWith("pulumi:providers:") && JSON.stringify(inputs).includes(unknown))
      .map(({ urn }) => urn),
  );
  return new Set(engine.filter(({ provider }) => providers.has(provider)).map(({ urn }) => urn));
}

function isAddressList(value: Plain | undefined): boolean {
  return Array.isArray(value) && value.every((item) => item === null || /^\d+(\.\d+){3}$/.test(String(item)));
}

function isAutonamed(metadata: PlainObject): boolean {
  const annotations = metadata["annotations"];
  return isPlainObject(annotations) && annotations["pulumi.com/autonamed"] === "true";
}

/** Texts that providers filled in: names above all. */
function madeUp(engine: readonly Comparable[]): string[] {
  return engine.flatMap(({ inputs }) => {
    const filled = Array.isArray(inputs["__defaults"]) ? (inputs["__defaults"] as readonly string[]) : [];
    const metadata = inputs["metadata"];
    const names = filled
      .map((key) => inputs[key])
      .filter((value) => typeof value === "string" && /-[0-9a-f]{7}$/.test(value));
    const own = isPlainObject(metadata) && isAutonamed(metadata) ? [metadata["name"]] : [];
    return [...names, ...own].filter((name) => typeof name === "string");
  });
}

function isPlainObject(value: Plain | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function line(urn: string, path: Path, engine: unknown, plan: unknown): string {
  const show = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 300);
  return `${urn}\n    ${formatPath(path)}\n      engine ${show(engine)}\n      plan   ${show(plan)}`;
}
