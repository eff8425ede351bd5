/** Paired runs: A and B in turn, so that a machine whose speed drifts slows both alike. Ratios are what is quoted. */
export interface Measurement {
  readonly milliseconds: number;
  /** Peak resident memory of the process, where the run can tell. */
  readonly peakMiB?: number;
}

export interface Paired {
  readonly title: string;
  readonly target: string;
  readonly a: { readonly name: string; readonly run: () => Promise<Measurement> };
  readonly b: { readonly name: string; readonly run: () => Promise<Measurement> };
}

const DEFAULT_RUNS = 10;
const WARM_UPS = 1;

export async function pair({ title, target, a, b }: Paired, runs: number = runsFromArguments()): Promise<void> {
  const times: { a: Measurement; b: Measurement }[] = [];
  for (let run = 0; run < WARM_UPS + runs; run += 1) {
    const measured = { a: await a.run(), b: await b.run() };
    if (run >= WARM_UPS) times.push(measured);
  }
  const ratios = times.map((one) => one.a.milliseconds / one.b.milliseconds);
  console.log(`\n${title}  (${runs} paired runs; target ${target})`);
  console.log(`  ${a.name}: ${spread(times.map((one) => one.a.milliseconds))} ms`);
  console.log(`  ${b.name}: ${spread(times.map((one) => one.b.milliseconds))} ms`);
  console.log(`  ratio: ${spread(ratios, 2)}`);
  const memory = times.flatMap((one) =>
    one.a.peakMiB === undefined || one.b.peakMiB === undefined ? [] : [{ a: one.a.peakMiB, b: one.b.peakMiB }],
  );
  if (memory.length === 0) return;
  console.log(
    `  peak memory: ${spread(memory.map((one) => one.a))} MiB against ${spread(memory.map((one) => one.b))} MiB`,
  );
  console.log(
    `  memory ratio: ${spread(
      memory.map((one) => one.a / one.b),
      2,
    )}`,
  );
}

/** Median, with the smallest and largest run. */
export function spread(values: readonly number[], digits = 0): string {
  const sorted = values.toSorted((x, y) => x - y);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return `${middle.toFixed(digits)} (${(sorted[0] ?? Number.NaN).toFixed(digits)}–${(sorted.at(-1) ?? Number.NaN).toFixed(digits)})`;
}

export function runsFromArguments(): number {
  const at = process.argv.indexOf("--runs");
  return at < 0 ? DEFAULT_RUNS : Number(process.argv[at + 1]);
}
