import { describe, expect, test } from "vitest";
import { type CachePurpose, NO_ACCESS, accessString } from "../../components/_caches-access.ts";

const purposes: readonly CachePurpose[] = ["rate-limits", "revocations", "sessions", "queue", "cache"];
const granted = (...purpose: CachePurpose[]): string[] =>
  accessString({ purposes: purpose, keyPrefixes: ["k:"], channelPrefixes: [] })
    .split(" ")
    .filter((term) => term.startsWith("+"))
    .map((term) => term.slice(1));

describe("accessString", () => {
  test("grants the exact commands of revocations on the given keys", () => {
    expect(accessString({ purposes: ["revocations"], keyPrefixes: ["jti:"], channelPrefixes: [] })).toBe(
      "on ~jti:* -@all +client|getname +client|id +client|setinfo +client|setname +del +exists +expire +expireat +get " +
        "+mget +persist +pexpire +pexpireat +ping +psetex +pttl +select +set +setex +ttl +unlink",
    );
  });

  test("puts keys and channels before the commands, as ElastiCache stores it", () => {
    const terms = accessString({
      purposes: ["queue"],
      keyPrefixes: ["rq:", "job:"],
      channelPrefixes: ["rq:pubsub:"],
    }).split(" ");
    expect(terms.slice(0, 5)).toEqual(["on", "~rq:*", "~job:*", "&rq:pubsub:*", "-@all"]);
    expect(terms).toEqual(
      expect.arrayContaining(["+blmove", "+brpop", "+evalsha", "+multi", "+publish", "+subscribe"]),
    );
  });

  test("grants pub/sub only with a channel", () => {
    expect(granted("queue").filter((command) => command.includes("sub") || command === "publish")).toEqual([]);
  });

  test("lets limits run scripts, and what their scripts call, but no list can block", () => {
    expect(granted("rate-limits")).toEqual(
      expect.arrayContaining(["eval", "evalsha", "script|load", "incr", "expire", "time", "zremrangebyscore"]),
    );
    expect(granted("rate-limits").filter((command) => command.startsWith("bl"))).toEqual([]);
  });

  test.each(purposes)("never grants %s a category or a command that reaches other users' keys", (purpose) => {
    const forbidden =
      /^(@|all|keys$|scan$|flush|config|acl|debug|monitor|shutdown|swapdb|client\|(list|kill|no)|script\|flush|randomkey|migrate|sort$)/;
    expect(granted(purpose).filter((command) => forbidden.test(command))).toEqual([]);
  });

  test("lets people look, and change nothing", () => {
    const terms = accessString({ purposes: ["inspect"], keyPrefixes: ["k:"], channelPrefixes: [] }).split(" ");
    expect(terms).toEqual(expect.arrayContaining(["+get", "+hgetall", "+scan", "+ttl", "+type", "~k:*", "-@all"]));
    const writing =
      /^\+(set|del|unlink|expire|persist|incr|decr|h(set|del)|[lr](push|pop)|z(add|rem)|s(add|rem)|eval|flush|config|keys)/;
    expect(terms.filter((term) => writing.test(term))).toEqual([]);
  });

  test("merges purposes without naming a command twice", () => {
    const both = granted("sessions", "rate-limits");
    expect(new Set(both).size).toBe(both.length);
  });

  test("gives the built-in user nothing", () => {
    expect(NO_ACCESS).toBe("off -@all");
  });
});
