/** Positions of steps, in ascending order. */
export type Taken = readonly number[];

export function keyOf(taken: Taken): string {
  return taken.join(",");
}

export function union(parts: readonly Taken[]): Taken {
  return [...new Set(parts.flat())].toSorted((a, b) => a - b);
}

export function isWithin(inner: Taken, outer: Taken): boolean {
  return inner.every((position) => outer.includes(position));
}

/**
 * For each step the smallest set around it that makes valid settings: many a setting is only allowed beside another
 * one. Sets that several steps share are given once, the smallest first. "Smallest" means that neither a step nor
 * another step's set can be left out.
 */
export function closuresOf(count: number, isValid: (taken: Taken) => boolean): Taken[] {
  const all = Array.from({ length: count }, (_, position) => position);
  const rough = all.map((step) => (isValid([step]) ? [step] : smallestAround(step, all, isValid)));
  const bySize = rough.toSorted((a, b) => a.length - b.length);
  const closures = new Map<string, Taken>();
  for (const [step, own] of rough.entries()) {
    // Steps that need each other go only together, which leaving them out one by one cannot find.
    const closure = bySize.reduce<Taken>((kept, other) => {
      if (other.includes(step)) return kept;
      const fewer = kept.filter((one) => !other.includes(one));
      return fewer.length < kept.length && isValid(fewer) ? fewer : kept;
    }, own);
    closures.set(keyOf(closure), closure);
  }
  return [...closures.values()].toSorted((a, b) => a.length - b.length);
}

function smallestAround(step: number, all: Taken, isValid: (taken: Taken) => boolean): Taken {
  let kept = all;
  for (const size of halvings(all.length)) {
    for (const part of partsOf(all, size)) {
      const fewer = kept.filter((one) => one === step || !part.includes(one));
      if (fewer.length < kept.length && isValid(fewer)) kept = fewer;
    }
  }
  return kept;
}

/** Half of a length, and half of that, down to one. */
export function halvings(length: number): number[] {
  const half = Math.ceil(length / 2);
  return length <= 1 ? [1] : [half, ...(half === 1 ? [] : halvings(half))];
}

/** The list in pieces of a size; the last may be smaller. */
export function partsOf<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
