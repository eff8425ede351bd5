/** A stack as a run left it: all that the next run is compared with. */
export interface SeenStack {
  readonly stack: string;
  /** The verdict and its counts, on one line. */
  readonly verdict: string;
  /** What is open. */
  readonly findings: readonly SeenFinding[];
}

export interface SeenFinding {
  /** Equal for what is the same finding in two runs. */
  readonly key: string;
  /** How a person knows it, on one line. */
  readonly text: string;
}

export interface Since {
  readonly added: readonly string[];
  readonly fixed: readonly string[];
}

/**
 * What a run changed in the findings of the stacks that it judged. A stack that the run before did not have, or that
 * was not judged now, has changed in nothing that could be told.
 */
export function since(before: readonly SeenStack[], now: readonly SeenStack[]): Since {
  const earlier = new Map(before.map((one) => [one.stack, one]));
  const pairs = now.flatMap((one) => {
    const old = earlier.get(one.stack);
    return old === undefined ? [] : [{ stack: one.stack, old: old.findings, own: one.findings }];
  });
  const named = (stack: string, findings: readonly SeenFinding[]): string[] =>
    findings.map(({ text }) => (now.length === 1 ? text : `${stack}: ${text}`));
  return {
    added: pairs.flatMap(({ stack, old, own }) => named(stack, without(own, old))),
    fixed: pairs.flatMap(({ stack, old, own }) => named(stack, without(old, own))),
  };
}

/** Those of the first list that the second does not have; what is there twice has to be there twice. */
function without(list: readonly SeenFinding[], taken: readonly SeenFinding[]): SeenFinding[] {
  const left = new Map<string, number>();
  for (const { key } of taken) left.set(key, (left.get(key) ?? 0) + 1);
  return list.filter(({ key }) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}
