import { type Level, type UndecidedMode, defaultLevel } from "../policies/levels.ts";
import type { Context, Rule } from "../policies/rule.ts";

/** How one rule is to be run, after pack config, environment and profile have been resolved. */
export interface RuleSettings {
  readonly level?: Level;
  readonly undecided?: UndecidedMode;
  /** The rule's own settings; parsed by the rule's schema, which supplies the defaults. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A rule that is evaluated, with what it is told of the deployment. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly level: Exclude<Level, "disabled">;
  readonly undecided: UndecidedMode;
  readonly context: Context<unknown>;
}

type Deployment = Omit<Context<unknown>, "config">;

/** Deployments whose rules are kept. */
const MOST_PREPARED = 50;

/** The rules of each type for one deployment. */
export type RulesFor = (type: string) => readonly ActiveRule[];

/**
 * Which rules judge a resource of a type. Levels are resolved, configs parsed and rules sorted by type once;
 * the plans of a batch, which mostly declare the same, share the rest too.
 */
export class Dispatch {
  readonly #rules: readonly (Omit<ActiveRule, "context"> & { readonly config: unknown })[];
  readonly #prepared = new Map<string, RulesFor>();

  constructor(rules: readonly Rule[], settings: Readonly<Record<string, RuleSettings>>) {
    this.#rules = rules.flatMap((rule) => {
      const own = settings[rule.id] ?? {};
      const level = own.level ?? defaultLevel(rule);
      if (level === "disabled") return [];
      const config: unknown = rule.config === undefined ? {} : rule.config.parse(own.config ?? {});
      return [{ rule, level, undecided: own.undecided ?? "report", config }];
    });
  }

  for(deployment: Deployment): RulesFor {
    const key = JSON.stringify([deployment.environment, deployment.tier, deployment.mode]);
    let rulesFor = this.#prepared.get(key);
    if (rulesFor === undefined) {
      // A batch with a new environment on every line must not fill the memory.
      if (this.#prepared.size >= MOST_PREPARED) this.#prepared.clear();
      this.#prepared.set(key, (rulesFor = this.#prepare(deployment)));
    }
    return rulesFor;
  }

  #prepare(deployment: Deployment): RulesFor {
    const active = this.#rules.map(({ rule, level, undecided, config }) => {
      return { rule, level, undecided, context: { ...deployment, config } };
    });
    const everywhere = active.filter(({ rule }) => rule.types.includes("*"));
    const byType = new Map<string, ActiveRule[]>();
    for (const one of active) {
      for (const type of one.rule.types) {
        const list = byType.get(type);
        if (list === undefined) byType.set(type, [one]);
        else list.push(one);
      }
    }
    const complete = new Map([...byType].map(([type, list]) => [type, [...list, ...everywhere]]));
    return (type) => complete.get(type) ?? everywhere;
  }
}
