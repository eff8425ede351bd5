import { createHash } from "node:crypto";
import type { IngressArgs, IngressService } from "./_ingress-args.ts";

/** One rule of the listener. */
export interface PlannedRule {
  readonly service: string;
  readonly priority: number;
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
}

/** Quotas of a load balancer: rules besides the default, and values and wildcards in the conditions of one rule. */
const MAX_RULES = 100;
const MAX_VALUES = 5;
const MAX_WILDCARDS = 6;
const MAX_HOSTS = 4;

/** Priorities go to 50000: a band of 100 for each service. */
const BAND = 100;
const BANDS = 499;

/**
 * The listener's rules. Priorities are unique on a listener, and changing one to a value that another still holds is refused:
 * each service has a band of its own, chosen by its name, so that adding or removing one leaves the others where they are.
 * Services have hosts of their own, so that the order of the bands decides nothing.
 *
 * @throws If there are more rules than a load balancer takes.
 */
export function planRules(where: string, services: IngressArgs["services"]): PlannedRule[] {
  const bands = assignBands(services);
  const rules = Object.entries(services).flatMap(([service, settings]) =>
    conditionsOf(settings).map((conditions, index) => {
      if (index >= BAND)
        throw new Error(`${where}: services["${service}"] needs more than ${BAND} rules; merge paths.`);
      return { service, priority: (bands.get(service) as number) * BAND + index + 1, ...conditions };
    }),
  );
  if (rules.length > MAX_RULES) {
    throw new Error(`${where}: ${rules.length} rules; a load balancer takes ${MAX_RULES}. Merge hosts or paths.`);
  }
  return rules;
}

/** Hosts and paths in portions that fit one rule, the paths in the order given. */
function conditionsOf({ hosts, paths = ["/*"] }: IngressService): Pick<PlannedRule, "hosts" | "paths">[] {
  const hostGroups = chunk(hosts, MAX_HOSTS);
  return hostGroups.flatMap((group) => {
    const room = MAX_VALUES - group.length;
    return inOrder(paths, room).map((some) => ({ hosts: group, paths: some }));
  });
}

/** Portions of the paths: as many as there is room for, with no more wildcards than a rule takes. */
function inOrder(paths: readonly string[], room: number): string[][] {
  const portions: string[][] = [];
  for (const path of paths) {
    const last = portions.at(-1);
    const wildcards = [...(last ?? []), path].join("").split("*").length - 1;
    if (last === undefined || last.length === room || wildcards > MAX_WILDCARDS) portions.push([path]);
    else last.push(path);
  }
  return portions;
}

function chunk<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

/** The band of each service: by a hash of its name, or the next free one. */
function assignBands(services: IngressArgs["services"]): Map<string, number> {
  const taken = new Set<number>();
  const bands = new Map<string, number>();
  for (const name of Object.keys(services).toSorted()) {
    let band = createHash("sha256").update(name).digest().readUInt32BE(0) % BANDS;
    while (taken.has(band)) band = (band + 1) % BANDS;
    taken.add(band);
    bands.set(name, band);
  }
  return bands;
}
