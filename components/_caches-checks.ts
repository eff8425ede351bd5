import { LASTING_PURPOSES } from "./_caches-access.ts";
import { type CacheStoreArgs, VALKEY_FAMILIES } from "./_caches-store.ts";
import { checkLogRetention } from "./_log-retention.ts";
import type { CachesArgs, CacheUserArgs } from "./caches.ts";

/** ElastiCache's own rule for ids of groups and users, which it also stores in lower case. */
const ID = /^[a-z](?!.*--)[a-z0-9-]*[a-z0-9]$/;
const ID_LENGTH = 40;

/** Rejects what the API would reject, and what would weaken a store unnoticed, before anything is registered. */
export function checkCaches(where: string, args: CachesArgs): void {
  const fail = (problem: string): never => {
    throw new Error(`${where}: ${problem}`);
  };
  const { prefix, port = 6380, engineVersion } = args;
  if (!ID.test(prefix) || prefix.length > 20) {
    fail(`prefix is "${prefix}"; use 2 to 20 lower-case letters, digits and single hyphens, starting with a letter.`);
  }
  if (!Number.isInteger(port) || port < 1150 || port > 65535) {
    fail(`port is ${port}; ElastiCache allows 1150 to 65535.`);
  }
  if (engineVersion !== undefined && !Object.hasOwn(VALKEY_FAMILIES, engineVersion)) {
    fail(`engineVersion is "${engineVersion}"; use one of ${Object.keys(VALKEY_FAMILIES).join(", ")}.`);
  }
  const { secretRecoveryDays = 30 } = args;
  if (!Number.isInteger(secretRecoveryDays) || secretRecoveryDays < 7 || secretRecoveryDays > 30) {
    fail(`secretRecoveryDays is ${secretRecoveryDays}; Secrets Manager takes whole days from 7 to 30.`);
  }
  checkLogRetention(where, "logRetentionDays", args.logRetentionDays);
  checkWindows(args, fail);
  for (const [store, storeArgs] of Object.entries(args.stores)) {
    if (storeArgs !== undefined) checkStore(store, storeArgs, args.subnetIds.length, fail);
  }
  for (const [user, userArgs] of Object.entries(args.users)) checkUser(user, userArgs, args, fail);
}

function checkStore(store: string, args: CacheStoreArgs, subnets: number, fail: (problem: string) => never): void {
  const { nodes, singleNodeWithoutFailover = false, snapshotRetentionDays = 7, nodeType } = args;
  if (!/^cache\.[a-z0-9-]+\.[a-z0-9]+$/.test(nodeType)) {
    fail(`stores.${store}.nodeType is "${nodeType}"; use an ElastiCache class such as cache.t4g.small.`);
  }
  if (singleNodeWithoutFailover && nodes !== undefined && nodes !== 1) {
    fail(`stores.${store} asks for ${nodes} nodes and for singleNodeWithoutFailover; keep one of the two.`);
  }
  // One primary and at most five replicas.
  if (!singleNodeWithoutFailover && nodes !== undefined && !(Number.isInteger(nodes) && nodes >= 2 && nodes <= 6)) {
    fail(
      `stores.${store}.nodes is ${nodes}; use 2 to 6, or set singleNodeWithoutFailover where losing the data is acceptable.`,
    );
  }
  if (!singleNodeWithoutFailover && subnets < 2) {
    fail(`subnetIds lists ${subnets} subnet; stores.${store} needs subnets in at least two zones for failover.`);
  }
  if (!Number.isInteger(snapshotRetentionDays) || snapshotRetentionDays < 1 || snapshotRetentionDays > 35) {
    fail(
      `stores.${store}.snapshotRetentionDays is ${snapshotRetentionDays}; ElastiCache keeps snapshots for 1 to 35 days.`,
    );
  }
}

function checkUser(user: string, args: CacheUserArgs, caches: CachesArgs, fail: (problem: string) => never): void {
  const { store, purposes, keyPrefixes, channelPrefixes = [] } = args;
  const id = `${caches.prefix}-${user}`;
  if (!ID.test(user) || user === "default" || user === "default-off") {
    fail(
      `users has "${user}"; use lower-case letters, digits and single hyphens, and neither default nor default-off.`,
    );
  }
  if (id.length > ID_LENGTH) {
    fail(
      `users.${user} would have the id "${id}", which is longer than ${ID_LENGTH} characters; shorten it or prefix.`,
    );
  }
  if (caches.stores[store] === undefined) {
    fail(
      `users.${user}.store is "${store}", which stores does not have; add it or use ${Object.keys(caches.stores).join(", ")}.`,
    );
  }
  if (purposes.length === 0) fail(`users.${user}.purposes is empty; name at least one.`);
  const misplaced = purposes.filter((purpose) => store === "cache" && LASTING_PURPOSES.includes(purpose));
  if (misplaced.length > 0) {
    fail(
      `users.${user} keeps ${misplaced.join(", ")} in the store "cache", which evicts keys when memory runs short; ` +
        `bind it to the store "state".`,
    );
  }
  if (keyPrefixes.length === 0)
    fail(`users.${user}.keyPrefixes is empty; name the keys that it may touch, such as "rate:".`);
  for (const [argument, prefixes] of Object.entries({ keyPrefixes, channelPrefixes })) {
    for (const prefix of prefixes) {
      if (/^[A-Za-z0-9][A-Za-z0-9:_.{}-]*$/.test(prefix)) continue;
      fail(
        `users.${user}.${argument} has "${prefix}"; use letters, digits and : _ . { } - without a pattern: ` +
          `the star at the end is added.`,
      );
    }
  }
  if (new Set(keyPrefixes).size < keyPrefixes.length)
    fail(`users.${user}.keyPrefixes lists a prefix twice; remove one.`);
}

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY_MINUTES = 24 * 60;

function checkWindows(args: CachesArgs, fail: (problem: string) => never): void {
  const { snapshotWindow = "01:00-02:00", maintenanceWindow = "sun:03:00-sun:04:00" } = args;
  const daily = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(snapshotWindow);
  if (daily === null) return fail(`snapshotWindow is "${snapshotWindow}"; write it in UTC as 01:00-02:00.`);
  const weekly = /^([a-z]{3}):([01]\d|2[0-3]):([0-5]\d)-([a-z]{3}):([01]\d|2[0-3]):([0-5]\d)$/.exec(maintenanceWindow);
  const [fromDay, toDay] = [DAYS.indexOf(weekly?.[1] ?? ""), DAYS.indexOf(weekly?.[4] ?? "")];
  if (weekly === null || fromDay < 0 || toDay < 0) {
    return fail(`maintenanceWindow is "${maintenanceWindow}"; write it in UTC as sun:03:00-sun:04:00.`);
  }
  const snapshot = span(minutesAt(daily, 1), minutesAt(daily, 3), DAY_MINUTES);
  const maintenance = span(
    fromDay * DAY_MINUTES + minutesAt(weekly, 2),
    toDay * DAY_MINUTES + minutesAt(weekly, 5),
    7 * DAY_MINUTES,
  );
  if (snapshot.minutes < 60) fail(`snapshotWindow is "${snapshotWindow}"; ElastiCache needs at least 60 minutes.`);
  if (maintenance.minutes < 60)
    fail(`maintenanceWindow is "${maintenanceWindow}"; ElastiCache needs at least 60 minutes.`);
  for (let day = -1; day <= 8; day++) {
    const start = day * DAY_MINUTES + snapshot.start;
    if (start < maintenance.start + maintenance.minutes && maintenance.start < start + snapshot.minutes) {
      fail(
        `snapshotWindow "${snapshotWindow}" and maintenanceWindow "${maintenanceWindow}" overlap; move one of them.`,
      );
    }
  }
}

/** Minutes since midnight, of the match's groups `hour` and the one after it. */
function minutesAt(parts: RegExpExecArray, hour: number): number {
  return Number(parts[hour]) * 60 + Number(parts[hour + 1]);
}

function span(start: number, end: number, cycle: number): { start: number; minutes: number } {
  return { start, minutes: (end - start + cycle) % cycle };
}
