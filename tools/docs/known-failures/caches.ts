import { type Area, code, known, proven, rule, runbook, tested } from "./_entry.ts";

const GROUP = "is a Valkey group with TLS, users, keys, failover, snapshots and logs";

export const caches: Area = {
  title: "Caches",
  failures: [
    known(
      "Redis ends at 7.1 on ElastiCache, and its old versions pay extended support.",
      [code("components/_caches-store.ts", "VALKEY_FAMILIES"), rule("elasticache-supported-engine")],
      tested("caches", "a version of Redis", GROUP),
    ),
    known(
      "Users need TLS, and a group whose TLS is only preferred refuses them.",
      [
        code("components/_caches-store.ts", 'transitEncryptionMode: "required"'),
        rule("elasticache-transit-mode-required"),
        rule("elasticache-auth-enabled"),
      ],
      tested("caches", GROUP),
    ),
    known(
      "Every group of users has a built-in one who may do everything without a password, and ElastiCache takes no user of another engine or without a login.",
      [
        code("components/_caches-user.ts", "export function createDefaultUser"),
        rule("elasticache-default-user-disabled"),
        rule("elasticache-user-no-passwordless"),
      ],
      [
        ...tested("caches", "replace the built-in user by one that is off, in every group"),
        ...proven("integration/rotation/access", "turn the built-in user off"),
      ],
    ),
    known(
      "A new password locks out every client that still has the old one.",
      [
        code("components/_caches-user.ts", 'ignoreChanges: ["authenticationMode"]'),
        code("runtime/rotate/_cache-user.ts", "export function cacheUser"),
      ],
      [
        ...tested(
          "caches",
          "have a password, the access of their purposes, and passwords that later updates leave alone",
        ),
        ...proven(
          "integration/rotation/rotation",
          "keeps the old password until the next turn and never holds more than two",
        ),
      ],
    ),
    known(
      "A client that is given two addresses speaks the protocol of clusters, which a group without cluster mode does not.",
      [
        code("components/_caches-user.ts", "@${address}:${port}/0"),
        code("components/_caches-store.ts", "address: group.primaryEndpointAddress"),
      ],
      tested("caches", "each have an encrypted secret with a URL, written once"),
    ),
    known(
      "Without an append-only file everything since the last snapshot is lost with the last node.",
      [
        code("components/_caches-store.ts", "automaticFailoverEnabled: failover"),
        rule("elasticache-multi-az-failover"),
        rule("elasticache-snapshot-retention"),
        runbook("cache-loss"),
      ],
      [
        ...tested("caches", "gives up failover only by its name", "no snapshots"),
        ...proven("stacks/settings/caches", "refuses a single node in production"),
      ],
    ),
    known(
      "A store that evicts drops counters of limits, revoked tokens and queued jobs when memory runs short, and nobody is told.",
      [
        code("components/_caches-store.ts", 'state: "noeviction"'),
        code("components/_caches-checks.ts", "LASTING_PURPOSES.includes(purpose)"),
        code("stacks/settings/rules/caches.ts", "may evict ${durable"),
      ],
      [
        ...tested(
          "caches",
          "never evicts as state and evicts expiring keys as cache, and gives no channel unasked",
          "lasting data in an evicting store",
        ),
        ...proven("stacks/settings/caches", "refuses limits, revocations and queues on a store that evicts"),
      ],
    ),
    known(
      "A category of commands, or one that lists or flushes, reaches the keys of every other user.",
      [code("components/_caches-access.ts", "export function accessString"), rule("elasticache-user-least-privilege")],
      [
        ...tested("caches-access", "never grants %s a category or a command that reaches other users' keys"),
        ...proven("integration/rotation/access", "let a limiter count by script and touch nothing else"),
      ],
    ),
  ],
};
