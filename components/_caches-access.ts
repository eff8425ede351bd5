/** What a consumer uses a cache for. Each purpose stands for the commands it needs and no others. */
export type CachePurpose = "rate-limits" | "revocations" | "sessions" | "queue" | "cache" | "inspect";

/** Purposes whose data must not vanish under memory pressure: they are refused on a store that evicts. */
export const LASTING_PURPOSES: readonly CachePurpose[] = ["rate-limits", "revocations", "sessions", "queue"];

/** What client libraries send when they connect. AUTH, HELLO, QUIT and RESET need no right. */
const CONNECTION = ["ping", "select", "client|getname", "client|id", "client|setinfo", "client|setname"];

const EXPIRY = ["expire", "expireat", "pexpire", "pexpireat", "persist", "pttl", "ttl"];
const VALUES = [
  "del",
  "exists",
  "get",
  "getdel",
  "getex",
  "mget",
  "psetex",
  "set",
  "setex",
  "setnx",
  "touch",
  "unlink",
];
const COUNTERS = ["decr", "decrby", "incr", "incrby"];
const HASHES = ["hdel", "hexists", "hget", "hgetall", "hincrby", "hkeys", "hlen", "hmget", "hmset", "hset", "hsetnx"];
const SETS = ["sadd", "scard", "sismember", "smembers", "srem"];
const SCRIPTS = ["eval", "evalsha", "script|exists", "script|load"];
const TRANSACTIONS = ["discard", "exec", "multi", "unwatch", "watch"];
const LISTS = [
  "lindex",
  "llen",
  "lmove",
  "lpop",
  "lpos",
  "lpush",
  "lrange",
  "lrem",
  "ltrim",
  "rpop",
  "rpoplpush",
  "rpush",
];
const BLOCKING_LISTS = ["blmove", "blpop", "brpop", "brpoplpush"];
const SORTED_SETS = [
  "zadd",
  "zcard",
  "zcount",
  "zincrby",
  "zpopmin",
  "zrange",
  "zrangebyscore",
  "zrem",
  "zremrangebyrank",
  "zremrangebyscore",
  "zrevrange",
  "zscore",
];
/** What the scripts of limiter libraries call. */
const WINDOWS = [
  ["del", "exists", "get", "mget", "set", "time", "unlink"],
  ["lindex", "llen", "lpush", "lrange", "ltrim"],
  ["hget", "hgetall", "hincrby", "hmget", "hmset", "hset"],
  ["zadd", "zcard", "zcount", "zrange", "zrangebyscore", "zrem", "zremrangebyscore"],
].flat();
const PUBLISH = ["psubscribe", "publish", "punsubscribe", "subscribe", "unsubscribe"];

/**
 * Scripts run with the rights of their user, so a purpose with scripts also lists what its scripts call.
 * No purpose of an application holds KEYS, SCAN, FLUSHDB or CONFIG: they see or change keys of other users.
 */
const COMMANDS: Readonly<Record<CachePurpose, readonly string[]>> = {
  // Fixed and sliding windows, as counters, lists or sorted sets, atomic by script; TIME is the server's clock.
  "rate-limits": [...WINDOWS, ...COUNTERS, ...EXPIRY, ...SCRIPTS, ...TRANSACTIONS],
  revocations: ["del", "exists", "get", "mget", "psetex", "set", "setex", "unlink", ...EXPIRY],
  sessions: [...VALUES, ...HASHES, ...SETS, ...EXPIRY, ...TRANSACTIONS],
  // RQ and its like: blocking lists, a registry in sorted sets, scripts; workers ask INFO for the server's version.
  queue: [
    ...VALUES,
    ...COUNTERS,
    ...HASHES,
    ...SETS,
    ...LISTS,
    ...BLOCKING_LISTS,
    ...SORTED_SETS,
    ...EXPIRY,
    ...SCRIPTS,
    ...TRANSACTIONS,
    "hincrbyfloat",
    "info",
    "time",
  ],
  cache: [...VALUES, "mset", ...COUNTERS, ...HASHES, ...SETS, ...EXPIRY],
  // A person who looks into the store and changes nothing. SCAN shows the names of all keys, and no value by itself.
  inspect: [
    ["dbsize", "info", "memory|usage", "object|encoding", "object|idletime", "scan", "slowlog|get", "slowlog|len"],
    ["exists", "get", "hget", "hgetall", "hkeys", "hlen", "hscan", "llen", "lrange", "mget", "pttl", "scard"],
    ["smembers", "sscan", "strlen", "ttl", "type", "zcard", "zrange", "zscan"],
  ].flat(),
};

export interface CacheAccess {
  readonly purposes: readonly CachePurpose[];
  /** Starts of the keys that the user may touch, for example `rate:`. */
  readonly keyPrefixes: readonly string[];
  /** Starts of the pub/sub channels that the user may use. Without any, no pub/sub command is granted. */
  readonly channelPrefixes: readonly string[];
}

/**
 * The access string of a user: exactly these commands on exactly these keys and channels. In the order in
 * which ElastiCache stores it, with the `-@all` that it would add itself, so that no preview shows a change.
 */
export function accessString({ purposes, keyPrefixes, channelPrefixes }: CacheAccess): string {
  const commands = new Set([
    ...CONNECTION,
    ...purposes.flatMap((purpose) => COMMANDS[purpose]),
    ...(channelPrefixes.length > 0 ? PUBLISH : []),
  ]);
  return [
    "on",
    ...keyPrefixes.map((prefix) => `~${prefix}*`),
    ...channelPrefixes.map((prefix) => `&${prefix}*`),
    "-@all",
    ...[...commands].toSorted().map((command) => `+${command}`),
  ].join(" ");
}

/** Access of the built-in user: none. */
export const NO_ACCESS = "off -@all";
