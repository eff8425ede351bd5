import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CachePurpose, NO_ACCESS, accessString } from "../../../components/_caches-access.ts";
import { type Running, makeCertificates, makeFolder, removeFolder, startCacheNode } from "./_servers.ts";

const purposes: readonly CachePurpose[] = ["rate-limits", "revocations", "sessions", "queue", "cache"];
const password = "password-of-the-access-test";

let folder: string;
let node: Running & { admin(...command: string[]): string };

/** Debian's server is 7.0, older than this one command; everything else must exist there. */
const accepted = (access: string): string[] => access.split(" ").filter((term) => term !== "+client|setinfo");

beforeAll(async () => {
  folder = makeFolder();
  node = await startCacheNode(folder, makeCertificates(folder));
  node.admin("CONFIG", "SET", "acl-pubsub-default", "resetchannels");
});

afterAll(async () => {
  await node?.stop();
  removeFolder(folder);
});

function makeUser(name: string, access: string): (...command: string[]) => string {
  expect(node.admin("ACL", "SETUSER", name, "reset", `>${password}`, ...accepted(access))).toBe("OK");
  return (...command) => node.admin("--no-auth-warning", "--user", name, "--pass", password, ...command);
}

describe("access strings on a real server", () => {
  test.each(purposes)("name only commands that exist: %s", (purpose) => {
    const access = accessString({ purposes: [purpose], keyPrefixes: ["k:"], channelPrefixes: ["c:"] });
    expect(makeUser("probe", access)("PING")).toBe("PONG");
  });

  test("let a limiter count by script and touch nothing else", () => {
    const run = makeUser(
      "limits",
      accessString({ purposes: ["rate-limits"], keyPrefixes: ["rate:"], channelPrefixes: [] }),
    );
    const script = "local n = redis.call('INCR', KEYS[1]) redis.call('EXPIRE', KEYS[1], 60) return n";
    expect([run("EVAL", script, "1", "rate:1"), run("EVAL", script, "1", "rate:1")]).toEqual(["1", "2"]);
    expect(run("EVAL", script, "1", "rq:1")).toContain("NOPERM");
    for (const command of [
      ["GET", "rq:1"],
      ["KEYS", "*"],
      ["FLUSHALL"],
      ["CONFIG", "GET", "*"],
      ["PUBLISH", "c", "x"],
      ["ACL", "LIST"],
    ]) {
      expect(run(...command)).toContain("NOPERM");
    }
  });

  test("let a queue push, block, publish and run transactions on its own keys and channels", () => {
    const run = makeUser(
      "queue",
      accessString({ purposes: ["queue"], keyPrefixes: ["rq:"], channelPrefixes: ["rq:pubsub:"] }),
    );
    expect(run("RPUSH", "rq:queue:default", "job")).toBe("1");
    expect(run("BLPOP", "rq:queue:default", "1")).toBe("rq:queue:default\njob");
    expect(run("ZADD", "rq:wip", "1", "job")).toBe("1");
    expect(run("PUBLISH", "rq:pubsub:stop", "x")).toBe("0");
    expect(run("PUBLISH", "other", "x")).toContain("NOPERM");
    expect(run("MULTI")).toBe("OK");
    expect(run("INFO", "server")).toContain("redis_version");
    expect(run("GET", "rate:1")).toContain("NOPERM");
  });

  test("turn the built-in user off", () => {
    // Under another name: the test itself logs in as the built-in one.
    expect(node.admin("ACL", "SETUSER", "nobody", "reset", `>${password}`, ...NO_ACCESS.split(" "))).toBe("OK");
    expect(node.admin("AUTH", "nobody", password)).toContain("WRONGPASS");
  });
});
