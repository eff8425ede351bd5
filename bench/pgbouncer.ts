/** The generated PgBouncer configuration on real servers: its pool size against a hand-made sweep, and 1,000 clients on it. */
import { POOL_TIERS } from "../components/_pool-budget.ts";
import { bootstrap, logins, secretOf } from "../test/integration/postgres/_plan.ts";
import { PoolerProcess, pgbench } from "../test/integration/postgres/_pooler.ts";
import { Lab, missing } from "../test/integration/postgres/_servers.ts";
import { spread } from "./_paired.ts";

/** Small enough for two cores: the tier of a system with up to 100 users at once. */
const tier = POOL_TIERS.small;
const SWEEP = [2, 5, tier.poolSize, 16, 24, 40];
const ROUNDS = Math.min(5, roundsFromArguments());
const READ = "\\set id random(1, 10000)\nSELECT name FROM item WHERE id = :id;\n";
const { migrate, api } = logins;

interface Run {
  readonly transactionsPerSecond: number;
  readonly latencyMilliseconds: number;
}

let started = 0;

async function run(lab: Lab, poolSize: number, reserveSize: number, clients: number, seconds = 3): Promise<Run> {
  const pooler = await new PoolerProcess(lab, `pooler-${++started}`).start({
    databases: [{ name: "shop", poolSize, reserveSize }],
    secrets: { api: secretOf(api) },
  });
  const { code, said } = await pgbench(lab, pooler.port, api, { clients, seconds, sql: READ });
  await pooler.terminate();
  if (code !== 0) throw new Error(`pgbench with ${clients} clients ended with ${code}:\n${said}`);
  if (!said.includes("number of failed transactions: 0 ")) throw new Error(`transactions failed:\n${said}`);
  return {
    transactionsPerSecond: Number(/tps = ([\d.]+)/.exec(said)?.[1]),
    latencyMilliseconds: Number(/latency average = ([\d.]+)/.exec(said)?.[1]),
  };
}

async function sweep(lab: Lab): Promise<void> {
  const rates = new Map<number, number[]>(SWEEP.map((size) => [size, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const size of SWEEP) {
      // oxlint-disable-next-line eslint/no-await-in-loop -- one load at a time, or they measure each other
      rates.get(size)?.push((await run(lab, size, 0, 50)).transactionsPerSecond);
    }
  }
  // The best by its median, then round by round against it: the best of each round would be the luckiest.
  const [best = tier.poolSize] = SWEEP.toSorted((one, other) => median(rates.get(other)) - median(rates.get(one)));
  const ratios = (rates.get(tier.poolSize) ?? []).map((rate, round) => rate / (rates.get(best)?.[round] ?? Number.NaN));
  console.log(`\npgbouncer pool size  (50 clients, ${ROUNDS} rounds; target ≥ 0.95 of the best swept size)`);
  for (const [size, seen] of rates) console.log(`  pool of ${size}: ${spread(seen)} transactions/s`);
  console.log(`  tier's pool of ${tier.poolSize} against the best, ${best}: ${spread(ratios, 2)}`);
}

async function thousand(lab: Lab): Promise<void> {
  const { poolSize, reserveSize } = tier;
  const { transactionsPerSecond, latencyMilliseconds } = await run(lab, poolSize, reserveSize, 1_000, 30);
  console.log(`\npgbouncer clients  (target: 1,000 served on the computed server connections)`);
  console.log(
    `  1,000 clients on at most ${poolSize + reserveSize} server connections: ${transactionsPerSecond.toFixed(0)} transactions/s, ` +
      `${latencyMilliseconds.toFixed(0)} ms on average, none failed`,
  );
}

function median(values: readonly number[] = []): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function roundsFromArguments(): number {
  const at = process.argv.indexOf("--runs");
  return at < 0 ? 5 : Number(process.argv[at + 1]);
}

if (missing === undefined) {
  const lab = await Lab.start();
  try {
    bootstrap(lab);
    await lab.query(migrate, "CREATE TABLE item (id serial PRIMARY KEY, name text)");
    await lab.query(migrate, "INSERT INTO item (name) SELECT md5(i::text) FROM generate_series(1, 10000) AS i");
    await sweep(lab);
    await thousand(lab);
  } finally {
    await lab.stop();
  }
} else {
  console.log(`\npgbouncer: not measured, ${missing} is not installed (tools/install-servers.sh)`);
}
