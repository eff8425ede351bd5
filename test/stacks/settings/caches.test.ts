import { describe, expect, test } from "vitest";
import { block, message, refusal } from "../_settings.ts";

describe("Caches", () => {
  test("refuses limits, revocations and queues on a store that evicts", () => {
    expect(
      refusal({
        caches: { users: { "api-state": { store: "cache" } } },
        workloads: { api: { connects: ["pooler", "cache", "antivirus"] } },
      }),
    ).toBe(
      message(
        block(
          "caches.users.api-state.store may evict rate-limits, revocations, queue",
          '"cache"',
          '"state", which never evicts; the store "cache" is for values that can be computed again',
        ),
      ),
    );
  });

  test("refuses a limit with a user that does not exist", () => {
    expect(refusal({ limits: { login: { cacheUser: "api-stat" } } })).toBe(
      message(
        block(
          "limits.login.cacheUser names nothing in caches.users",
          '"api-stat"',
          "one of people, api-state, worker-state, api-cache",
          '"api-state"',
        ),
      ),
    );
  });

  test("refuses a limit with a user that keeps none", () => {
    expect(refusal({ limits: { login: { cacheUser: "api-cache" } } })).toBe(
      message(
        block(
          "limits.login.cacheUser is a user that keeps no rate limits",
          '"api-cache"',
          'a cache user with the purpose "rate-limits"; caches.users.api-cache keeps cache',
        ),
      ),
    );
  });

  test("refuses users of a store that was taken away", () => {
    expect(refusal({ caches: { stores: { cache: null } } })).toBe(
      message(
        block(
          "caches.users.api-cache.store names nothing in caches.stores",
          '"cache"',
          "one of state",
          undefined,
          "stacks/environments/prod.ts",
        ),
        block(
          "workloads.api.connects[2] names nothing in what the platform offers",
          '"cache"',
          "one of database, pooler, state, antivirus",
          undefined,
          "stacks/environments/prod.ts",
        ),
      ),
    );
  });

  test("refuses a name that makes an id too long", () => {
    expect(
      refusal({
        caches: {
          users: { "a-user-with-quite-a-long-name": { store: "state", purposes: ["sessions"], keyPrefixes: ["s:"] } },
        },
      }),
    ).toBe(
      message(
        block(
          "caches.users.a-user-with-quite-a-long-name would have the id mahaseel-prod-a-user-with-quite-a-long-name, 43 characters long",
          "an object with the keys store, purposes, keyPrefixes, channelPrefixes",
          "a name other than default and default-off, with which the id has at most 40 characters",
        ),
      ),
    );
  });

  test("refuses a single node in production", () => {
    expect(refusal({ caches: { stores: { state: { singleNodeWithoutFailover: true } } } })).toBe(
      message(
        block(
          "caches.stores.state.singleNodeWithoutFailover loses the store with one machine",
          "true",
          "false in prod",
        ),
      ),
    );
  });

  test("refuses a number of nodes for a single one", () => {
    const state = { nodes: 3, singleNodeWithoutFailover: true };
    expect(refusal({ caches: { stores: { state } } }, { environment: "staging" })).toContain(
      "caches.stores.state.nodes is set beside singleNodeWithoutFailover",
    );
  });
});
