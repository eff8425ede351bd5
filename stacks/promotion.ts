import { isDeepStrictEqual } from "node:util";
import type { ConfigValues, FlatSettings, Promotion, PromotionRequest } from "../engine/environments.ts";
import { configOf } from "./comparison.ts";
import { environmentOf, environmentsOf } from "./environments/index.ts";
import { flattened } from "./listing.ts";
import { loadEnvironment, merge } from "./load.ts";
import { Redrawing } from "./promotion/redraw.ts";
import { type Selected, refuseUnmet, selectSettings } from "./promotion/select.ts";
import { EnvironmentSources } from "./promotion/write.ts";
import type { SettingsInput } from "./settings.ts";
import { display } from "./settings/_redact.ts";

/**
 * What has to be written so that one environment has the settings of another that may travel, and what comes of it.
 * Nothing is promised that the settings' own rules refuse.
 *
 * @throws SettingsError when a setting that was asked for does not travel, or when the settings that would come of it
 * are not valid.
 */
export async function promoteSettings(request: PromotionRequest): Promise<Promotion> {
  const selected = request.systems.map((system) => selectSettings(request, system));
  refuseUnmet(request, selected);
  const sources = await EnvironmentSources.open(request.read);
  const outcomes = request.systems.map(({ system, overrides }, index) =>
    outcomeOf(request, system, overrides.to, selected[index] as Selected, sources),
  );
  const named = <T>(pick: (one: Selected) => readonly T[]): (T & { readonly system: string })[] =>
    request.systems.flatMap(({ system }, index) =>
      pick(selected[index] as Selected).map((item) => ({ ...item, system })),
    );
  const texts = sources.texts();
  const byHand = [...named(({ hidden }) => hidden), ...sources.byHand];
  return {
    settings: named(({ moves }) => moves).map(({ system, path, keys, kind, before, after }) => ({
      system,
      path,
      kind,
      before: display(before, keys),
      after: display(after, keys),
    })),
    kept: named(({ kept }) => kept).map(({ system, path, why }) => ({ system, path, why })),
    edits: sources.edits,
    byHand,
    files: byHand.length > 0 ? [] : texts,
    promised: new Map(outcomes.flatMap(({ promised }) => [...promised])),
    followers: outcomes.flatMap(({ followers }) => followers),
    target: new Map(outcomes.map(({ system, target }) => [system, target])),
  };
}

interface Outcome {
  readonly system: string;
  readonly promised: ReadonlyMap<string, FlatSettings>;
  readonly followers: Promotion["followers"];
  readonly target: { readonly before: ConfigValues; readonly after: ConfigValues };
}

/** The environments of a system once the target has its new values; the edits that make them so go to `sources`. */
function outcomeOf(
  { from, to, today }: PromotionRequest,
  system: string,
  overrides: unknown,
  { moves }: Selected,
  sources: EnvironmentSources,
): Outcome {
  const target = environmentOf(system, to);
  const redrawing = new Redrawing(target, moves, from);
  const promised = new Map<string, FlatSettings>();
  const followers: { system: string; environment: string; path: string }[] = [];
  for (const name of moves.length === 0 ? [] : environmentsOf(system)) {
    const environment = environmentOf(system, name);
    const done = redrawing.intended.length;
    const redrawn = redrawing.of(environment);
    const load = (one: typeof environment) =>
      flattened(loadEnvironment(one, { system, environment: name, today }).written);
    const [before, after] = [load(environment), load(redrawn)];
    promised.set(`${system}/${name}`, after);
    for (const path of new Set([...before.keys(), ...after.keys()])) {
      if (name !== to && !isDeepStrictEqual(before.get(path), after.get(path))) {
        followers.push({ system, environment: name, path });
      }
    }
    // An environment is redrawn before what derives from it, and with it what that intends.
    for (const intended of redrawing.intended.slice(done)) {
      sources.write(system, nameIn(system, intended.environment), intended);
    }
  }
  const configFor = (one: typeof target): ConfigValues =>
    configOf(system, to, target, merge(one.input(), overrides ?? {}) as SettingsInput);
  return { system, promised, followers, target: { before: configFor(target), after: configFor(redrawing.of(target)) } };
}

/** An environment between two listed ones may be listed nowhere; it has no name to find it by. */
function nameIn(system: string, environment: ReturnType<typeof environmentOf>): string {
  return environmentsOf(system).find((name) => environmentOf(system, name) === environment) ?? "";
}
