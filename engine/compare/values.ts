import { isDeepStrictEqual } from "node:util";
import type { PathKey } from "../../policies/pointer.ts";
import { Asset, Reference, Secret, Unknown, type Properties, type Value, isObject } from "../../policies/value.ts";

/** One place where two values differ. A side that has nothing there is undefined. */
export interface ValueChange {
  readonly keys: readonly PathKey[];
  readonly left: Value | undefined;
  readonly right: Value | undefined;
}

/** Lists whose order is part of their meaning. In all others it is the provider's or the engine's whim. */
const ORDERED: ReadonlySet<string> = new Set([
  "command",
  "args",
  "initContainers",
  "orderedCacheBehaviors",
  "members",
  "domainNameServers",
  "publicSubnetIds",
  "azs",
  "availabilityZones",
]);

/** Fields that name an item of a list, most telling first. */
const ITEM_KEYS = ["name", "sid", "Sid", "id", "Id", "key", "originId", "topicPath", "containerPort", "priority"];

/** Fields of policy documents in which one text is a list of one. */
const ONE_OR_MANY: ReadonlySet<string> = new Set([
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "AWS",
  "Service",
  "Federated",
]);

/** Every place where the two differ, down to the smallest part. References are compared by what `refer` calls them. */
export function compareValues(left: Properties, right: Properties, refer: Refer): ValueChange[] {
  const changes: ValueChange[] = [];
  compareMaps(left, right, [], { refer, changes, inDocument: false });
  return changes;
}

/** What the resource of a URN is called, in the left and in the right plan. */
export interface Refer {
  readonly left: (urn: string) => string;
  readonly right: (urn: string) => string;
}

interface Walk {
  readonly refer: Refer;
  readonly changes: ValueChange[];
  /** Inside a JSON document that is written as a text. */
  readonly inDocument: boolean;
}

function compareAny(left: Value | undefined, right: Value | undefined, keys: readonly PathKey[], walk: Walk): void {
  if (isIdentical(left, right, walk.refer)) return;
  if (left instanceof Secret && right instanceof Secret) {
    compareSecrets(left, right, keys, walk);
    return;
  }
  if (isObject(left) && isObject(right)) {
    compareMaps(left, right, keys, walk);
    return;
  }
  const [leftList, rightList] = [listOf(left, keys, walk), listOf(right, keys, walk)];
  if (leftList !== undefined && rightList !== undefined) {
    compareLists(leftList, rightList, keys, walk);
    return;
  }
  const [leftDocument, rightDocument] = [documentOf(left), documentOf(right)];
  if (leftDocument !== undefined && rightDocument !== undefined) {
    compareAny(leftDocument, rightDocument, keys, { ...walk, inDocument: true });
    return;
  }
  if (!isSame(left, right, walk.refer)) walk.changes.push({ keys, left, right });
}

/** Equal as they are written, which most values are; where they are not, order and form may still make no difference. */
function isIdentical(left: Value | undefined, right: Value | undefined, refer: Refer): boolean {
  if (left === right) return true;
  if (left instanceof Reference && right instanceof Reference) return refer.left(left.urn) === refer.right(right.urn);
  if (Array.isArray(left) && Array.isArray(right)) {
    const [from, to] = [left as readonly Value[], right as readonly Value[]];
    return from.length === to.length && from.every((item, index) => isIdentical(item, to[index], refer));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isIdentical(left[key], right[key], refer))
  );
}

/** A secret is known by its value while it is in memory; a redacted one equals any secret. */
function compareSecrets(left: Secret, right: Secret, keys: readonly PathKey[], walk: Walk): void {
  if (left.value === undefined || right.value === undefined) return;
  const inner: Walk = { ...walk, changes: [] };
  compareAny(left.value, right.value, keys, inner);
  for (const { keys: at, left: from, right: to } of inner.changes) {
    walk.changes.push({
      keys: at,
      left: from === undefined ? from : new Secret(from),
      right: to === undefined ? to : new Secret(to),
    });
  }
}

function compareMaps(left: Properties, right: Properties, keys: readonly PathKey[], walk: Walk): void {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const name of [...names].toSorted()) {
    // Keys with two underscores are the bridge's own.
    if (name.startsWith("__")) continue;
    compareAny(own(left, name), own(right, name), [...keys, name], walk);
  }
}

function own(map: Properties, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function compareLists(left: readonly Value[], right: readonly Value[], keys: readonly PathKey[], walk: Walk): void {
  if (isOrdered(keys)) {
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
      compareAny(left[index], right[index], [...keys, index], walk);
    }
    return;
  }
  const pairs = pairItems(left, right, walk.refer);
  for (const [from, to] of pairs) {
    const index = to ?? from ?? 0;
    compareAny(
      from === undefined ? undefined : left[from],
      to === undefined ? undefined : right[to],
      [...keys, index],
      walk,
    );
  }
}

function isOrdered(keys: readonly PathKey[]): boolean {
  const last = keys.findLast((key) => typeof key === "string");
  return typeof last === "string" && ORDERED.has(last);
}

type Pair = readonly [from: number | undefined, to: number | undefined];

/** Which items belong together: equal ones first, then those of one name, then what is left in order. */
function pairItems(left: readonly Value[], right: readonly Value[], refer: Refer): Pair[] {
  const pairs: Pair[] = [];
  const rest = { left: [...left.keys()], right: [...right.keys()] };
  const take = (belong: (from: number, to: number) => boolean): void => {
    rest.left = rest.left.filter((from) => {
      const at = rest.right.findIndex((to) => belong(from, to));
      if (at === -1) return true;
      pairs.push([from, rest.right[at]]);
      rest.right.splice(at, 1);
      return false;
    });
  };
  take((from, to) => from === to && isSame(left[from], right[to], refer));
  take((from, to) => isSame(left[from], right[to], refer));
  take((from, to) => {
    const name = itemName(left[from]);
    return name !== undefined && name === itemName(right[to]);
  });
  const isNameless = (item: Value | undefined): boolean => isObject(item) && itemName(item) === undefined;
  take((from, to) => isNameless(left[from]) && isNameless(right[to]));
  // Texts and numbers have nothing but their value: one that changed is paired with what took its place.
  take((from, to) => !isObject(left[from]) && !isObject(right[to]));
  return [
    ...pairs,
    ...rest.left.map((from): Pair => [from, undefined]),
    ...rest.right.map((to): Pair => [undefined, to]),
  ];
}

function itemName(item: Value | undefined): string | undefined {
  if (!isObject(item)) return undefined;
  const metadata = item["metadata"];
  const named = isObject(metadata) ? metadata : item;
  for (const key of ITEM_KEYS) {
    const name = own(named, key);
    if (typeof name === "string" || typeof name === "number") return `${key}=${name}`;
  }
  return undefined;
}

function isSame(left: Value | undefined, right: Value | undefined, refer: Refer): boolean {
  if (left instanceof Reference && right instanceof Reference) return refer.left(left.urn) === refer.right(right.urn);
  if (left instanceof Unknown && right instanceof Unknown) return true;
  if (left instanceof Asset && right instanceof Asset) return left.kind === right.kind && left.sha256 === right.sha256;
  if ((isObject(left) && isObject(right)) || (Array.isArray(left) && Array.isArray(right))) {
    const walk: Walk = { refer, changes: [], inDocument: false };
    compareAny(left, right, [], walk);
    return walk.changes.length === 0;
  }
  return isDeepStrictEqual(left, right);
}

function listOf(
  value: Value | undefined,
  keys: readonly PathKey[],
  { inDocument }: Walk,
): readonly Value[] | undefined {
  if (Array.isArray(value)) return value as readonly Value[];
  const isOne = inDocument && typeof value === "string" && ONE_OR_MANY.has(String(keys.at(-1)));
  return isOne ? [value] : undefined;
}

/** A JSON document that is written as a text, such as a policy. */
function documentOf(value: Value | undefined): Value | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return undefined;
  }
}
