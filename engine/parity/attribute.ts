import { type Change, comparePlans } from "../compare.ts";
import type { Plan } from "../plan.ts";
import { type Taken, closuresOf, halvings, isWithin, keyOf, partsOf, union } from "./closures.ts";

/** What is taken apart: settings in steps, any of which can be taken or left. */
export interface Search {
  /** How many steps lead from one side to the other. */
  readonly steps: number;
  readonly isValid: (taken: Taken) => boolean;
  /** The program with some of the steps taken. Settings that are valid may still make it fail. */
  readonly record: (taken: Taken) => Promise<Plan | "failed" | "no more may be recorded">;
}

/** Steps that make a difference. */
export interface Way {
  readonly steps: Taken;
  /** Steps without which those would not be valid settings; they alone do not make the difference. */
  readonly needs: Taken;
}

/** Differences that have the same causes. */
export interface Cause {
  /** Each of these makes the differences by itself. None where nobody could tell within the bound. */
  readonly ways: readonly Way[];
  /** The steps among which the cause was still looked for. */
  readonly among?: Taken;
  readonly changes: readonly Change[];
}

export interface Attribution {
  readonly causes: readonly Cause[];
  /** Steps that make no difference in what is deployed. */
  readonly idle: Taken;
}

/**
 * Which steps make which difference between two recordings. Each smallest valid set of steps is recorded by itself: a
 * difference that shows there is its doing. What shows in none of them comes of several together: the set in which it
 * does show is made smaller until nothing can be left out of it (delta debugging).
 */
export async function attribute(search: Search): Promise<Attribution> {
  const all = Array.from({ length: search.steps }, (_, position) => position);
  if (all.length === 0) return { causes: [], idle: [] };
  const [from, to] = await Promise.all([search.record([]), search.record(all)]);
  if (typeof from === "string" || typeof to === "string") throw new RangeError("both ends have to be recorded");
  const seen = viewer(search, from, to);
  const closures = closuresOf(search.steps, search.isValid);
  const views = await Promise.all(closures.map(async (closure) => ({ closure, view: await seen(closure) })));
  const found = await Promise.all(
    groupsOf(comparePlans(from, to), views).map(({ changes, near }) => causesOf(changes, near, views, search, seen)),
  );
  const causes = joined(found.flat());
  const busy = new Set(causes.flatMap(({ ways, among = [] }) => [...ways.flatMap(({ steps }) => steps), ...among]));
  return { causes, idle: all.filter((step) => !busy.has(step)) };
}

/** What a recording looks like from either end. */
interface View {
  readonly sinceStart: Places;
  readonly untilEnd: Places;
}

type Seen = View | "failed" | "no more may be recorded";

interface Viewed {
  readonly closure: Taken;
  readonly view: Seen;
}

type See = (taken: Taken) => Promise<Seen>;

/** Changes by resource. */
type Places = ReadonlyMap<string, readonly Change[]>;

function viewer({ record }: Search, from: Plan, to: Plan): See {
  const known = new Map<string, Promise<Seen>>();
  const look: See = async (taken) => {
    const plan = await record(taken);
    if (typeof plan === "string") return plan;
    return { sinceStart: byResource(comparePlans(from, plan)), untilEnd: byResource(comparePlans(plan, to)) };
  };
  return (taken) => {
    const key = keyOf(taken);
    const view = known.get(key) ?? look(taken);
    known.set(key, view);
    return view;
  };
}

function byResource(changes: readonly Change[]): Places {
  return Map.groupBy(changes, resourceOf);
}

function resourceOf({ type, resource }: Change): string {
  return `${type} ${resource}`;
}

/**
 * Whether a difference is there already. Positions in lists are those of the side that has the item, so what comes is
 * looked for in what is still to come, and what goes in what is gone.
 */
function shows(change: Change, { sinceStart, untilEnd }: View): boolean {
  const done = sinceStart.get(resourceOf(change)) ?? [];
  const open = untilEnd.get(resourceOf(change)) ?? [];
  switch (change.kind) {
    case "added":
      return !open.some(({ kind }) => kind === "added");
    case "removed":
      return done.some(({ kind }) => kind === "removed");
    case "renamed":
      return done.some(({ kind, left }) => kind === "renamed" && left === change.left);
    case "changed":
      if (change.right === undefined) return done.some((one) => one.right === undefined && holds(one, change));
      return !open.some((one) => one.kind !== "changed" || isOpenAt(one, change));
  }
}

function isOpenAt(open: Change, change: Change): boolean {
  // Something that has yet to go stands at a position of its own list.
  if (open.right === undefined && open.path === change.path) return false;
  return holds(open, change) || holds(change, open);
}

function holds(outer: Change, inner: Change): boolean {
  return inner.path === outer.path || inner.path.startsWith(`${outer.path}/`);
}

interface Group {
  readonly changes: readonly Change[];
  /** Sets of steps that change the same place, if not to the same value. */
  readonly near: readonly Taken[];
}

/** Differences that the same sets come near to are looked for together: one recording answers for all. */
function groupsOf(changes: readonly Change[], views: readonly Viewed[]): Group[] {
  const groups = Map.groupBy(changes, (change) => nearOf(change, views).map(keyOf).join(" "));
  return [...groups.values()].map((own) => ({ changes: own, near: own[0] === undefined ? [] : nearOf(own[0], views) }));
}

function nearOf(change: Change, views: readonly Viewed[]): Taken[] {
  return views.flatMap(({ closure, view }) => {
    const done = typeof view === "string" ? [] : (view.sinceStart.get(resourceOf(change)) ?? []);
    return done.some((one) => holds(one, change) || holds(change, one)) ? [closure] : [];
  });
}

async function causesOf(
  changes: readonly Change[],
  near: readonly Taken[],
  views: readonly Viewed[],
  search: Search,
  see: See,
): Promise<Cause[]> {
  const causes: Cause[] = [];
  for (const change of changes) {
    const alone = views
      .filter(({ view }) => typeof view !== "string" && shows(change, view))
      .map(({ closure }) => closure);
    const least = alone.filter((one) => !alone.some((other) => other !== one && isWithin(other, one)));
    if (least.length > 0) causes.push({ ways: least.map((closure) => wayOf(closure, views)), changes: [change] });
    else causes.push(await together(change, near, views, search, see));
  }
  return causes;
}

/** The steps of a set that smaller sets within it do not account for. */
function wayOf(taken: Taken, views: readonly Viewed[]): Way {
  const inner = union(
    views.flatMap(({ closure }) => (closure.length < taken.length && isWithin(closure, taken) ? [closure] : [])),
  );
  const steps = taken.filter((step) => !inner.includes(step));
  return steps.length === 0 ? { steps: taken, needs: [] } : { steps, needs: inner };
}

/** A difference that no set makes by itself: the fewest that make it together. */
async function together(
  change: Change,
  near: readonly Taken[],
  views: readonly Viewed[],
  { isValid }: Search,
  see: See,
): Promise<Cause> {
  const makesIt = async (sets: readonly Taken[]): Promise<boolean | "no more may be recorded"> => {
    const taken = union(sets);
    const view = isValid(taken) ? await see(taken) : "failed";
    if (view === "no more may be recorded") return view;
    return view !== "failed" && shows(change, view);
  };
  // Those that come near are few; where they do not suffice, it is among all.
  let kept = near.length > 1 && (await makesIt(near)) === true ? near : views.map(({ closure }) => closure);
  for (const size of halvings(kept.length)) {
    for (const part of partsOf(kept, size)) {
      const fewer = kept.filter((one) => !part.includes(one));
      if (fewer.length === kept.length || fewer.length === 0) continue;
      const answer = await makesIt(fewer);
      if (answer === "no more may be recorded") return { ways: [], among: union(kept), changes: [change] };
      if (answer) kept = fewer;
    }
  }
  return { ways: [jointWay(kept, views)], changes: [change] };
}

/** What each set adds of its own acts; what all of them only need does not. */
function jointWay(sets: readonly Taken[], views: readonly Viewed[]): Way {
  const steps = union(sets.map((set) => wayOf(set, views).steps));
  return { steps, needs: union(sets).filter((step) => !steps.includes(step)) };
}

/** One entry for all differences with the same causes, those with most differences first. */
function joined(causes: readonly Cause[]): Cause[] {
  const groups = Map.groupBy(causes, ({ ways, among }) => JSON.stringify([ways, among]));
  return [...groups.values()]
    .flatMap((own) => {
      const [first] = own;
      return first === undefined ? [] : [{ ...first, changes: own.flatMap(({ changes }) => changes) }];
    })
    .toSorted((a, b) => b.changes.length - a.changes.length);
}
