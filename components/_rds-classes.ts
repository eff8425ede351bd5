/** Memory of the `large` size by family, in GiB; every further size is a multiple of it. From the RDS instance class tables. */
const LARGE_GIB: Readonly<Record<string, number>> = {
  m6g: 8,
  m6i: 8,
  m7g: 8,
  m7i: 8,
  m8g: 8,
  r6g: 16,
  r6i: 16,
  r7g: 16,
  r7i: 16,
  r8g: 16,
};

/** Sizes that RDS for PostgreSQL offers in each generation, as multiples of `large`. */
const UP_TO_16XLARGE = {
  large: 1,
  xlarge: 2,
  "2xlarge": 4,
  "4xlarge": 8,
  "8xlarge": 16,
  "12xlarge": 24,
  "16xlarge": 32,
};
const UP_TO_24XLARGE = { ...UP_TO_16XLARGE, "24xlarge": 48 };
const MULTIPLES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "6g": UP_TO_16XLARGE,
  "7g": UP_TO_16XLARGE,
  "6i": { ...UP_TO_24XLARGE, "32xlarge": 64 },
  "7i": { ...UP_TO_24XLARGE, "48xlarge": 96 },
  "8g": { ...UP_TO_24XLARGE, "48xlarge": 96 },
};

/** Burstable classes do not follow the multiples below `large`. */
const BURSTABLE_GIB = { micro: 1, small: 2, medium: 4, large: 8, xlarge: 16, "2xlarge": 32 };

const MEMORY_GIB: ReadonlyMap<string, number> = new Map([
  ...["t3", "t4g"].flatMap((family) =>
    Object.entries(BURSTABLE_GIB).map(([size, gib]): [string, number] => [`db.${family}.${size}`, gib]),
  ),
  ...Object.entries(LARGE_GIB).flatMap(([family, large]) =>
    Object.entries(MULTIPLES[family.slice(1)] ?? {}).map(([size, multiple]): [string, number] => [
      `db.${family}.${size}`,
      large * multiple,
    ]),
  ),
]);

/** The instance classes that this project knows, in the order of their families and sizes. */
export const RDS_INSTANCE_CLASSES: readonly string[] = [...MEMORY_GIB.keys()];

/**
 * Memory on the label of an RDS instance class, in GiB.
 *
 * @returns `undefined` for a class that is not in `RDS_INSTANCE_CLASSES`.
 */
export function instanceClassMemoryGib(instanceClass: string): number | undefined {
  return MEMORY_GIB.get(instanceClass);
}

/**
 * Virtual processors of an RDS instance class: two up to `large`, and four for each `xlarge`.
 *
 * @returns `undefined` for a class that is not in `RDS_INSTANCE_CLASSES`.
 */
export function instanceClassVcpus(instanceClass: string): number | undefined {
  if (!MEMORY_GIB.has(instanceClass)) return undefined;
  const [, count] = /\.(\d*)xlarge$/.exec(instanceClass) ?? [];
  return count === undefined ? 2 : 4 * Number(count || "1");
}

/** Bytes of memory for each connection in the default of `max_connections`; RDS quotas page. */
const BYTES_PER_CONNECTION = 9_531_392;
/** Upper end of that default. */
const DEFAULT_CEILING = 5_000;

/**
 * What the host and the RDS agents keep of the label: AWS publishes no `DBInstanceClassMemory`. Users of RDS published what servers
 * of 1, 2, 4, 8 and 16 GiB answered to `SHOW max_connections`: 198 and 413 for Postgres at 2 and 4 GiB, and for MySQL, with its
 * 12582880 bytes a connection, 66, 150, 312, 648 and 1320. The two figures below stay under all of them, by at most eight percent.
 */
const HOST_BYTES = 220 * 1024 ** 2;
const HOST_SHARE = 0.06;

/**
 * The `max_connections` that an instance class surely offers by RDS's default, `LEAST(DBInstanceClassMemory/9531392, 5000)`.
 * A lower bound: the server may offer up to eight percent more. Set `maxConnections` of the database to have an exact figure.
 *
 * @returns `undefined` for a class that is not in `RDS_INSTANCE_CLASSES`.
 */
export function defaultMaxConnections(instanceClass: string): number | undefined {
  const gib = instanceClassMemoryGib(instanceClass);
  if (gib === undefined) return undefined;
  const usable = gib * 1024 ** 3 * (1 - HOST_SHARE) - HOST_BYTES;
  return Math.min(Math.floor(usable / BYTES_PER_CONNECTION), DEFAULT_CEILING);
}
