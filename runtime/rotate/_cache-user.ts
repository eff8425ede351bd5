import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeUsersCommand,
  type ElastiCacheClient,
  ModifyUserCommand,
  type User,
} from "@aws-sdk/client-elasticache";
import { newPassword, succeed } from "./_credential.ts";
import { retry } from "./_retry.ts";
import type { Rotator } from "./rotation.ts";
import type { CacheTarget } from "./_targets.ts";
import { type CacheEndpoint, logIn } from "./_valkey-login.ts";

export interface CacheUserOptions {
  readonly client: ElastiCacheClient;
  readonly endpoint: CacheEndpoint;
  /** How long to wait for changes to reach every node, in milliseconds. @default 210000, within the function's 300 s */
  readonly patienceMilliseconds?: number;
  /** Pause between two looks at the user's status, in milliseconds. @default 3000 */
  readonly pollMilliseconds?: number;
}

/**
 * Rotates a user of ElastiCache, who may have two passwords: the new one is set beside the one in use, and
 * the one before that is dropped by the same call. Whoever still holds the old one keeps working until the
 * next turn.
 */
export function cacheUser(target: CacheTarget, options: CacheUserOptions): Rotator {
  const { client, endpoint, patienceMilliseconds = 210_000, pollMilliseconds = 3_000 } = options;
  const { userId } = target;
  const { host, port } = endpoint;

  const describe = async (): Promise<User> => {
    const { Users: [user] = [] } = await client.send(new DescribeUsersCommand({ UserId: userId }));
    if (user === undefined) throw new Error(`ElastiCache knows no user "${userId}".`);
    return user;
  };

  /** ElastiCache refuses to modify a user whose last change is still on its way to the nodes. */
  const untilActive = async (deadline: number): Promise<User> => {
    for (;;) {
      // oxlint-disable-next-line eslint/no-await-in-loop -- each look comes after the last
      const user = await describe();
      if (user.Status === "active") return user;
      if (Date.now() >= deadline) {
        throw new Error(`The cache user "${userId}" is still "${user.Status}" after ${patienceMilliseconds / 1000} s.`);
      }
      // oxlint-disable-next-line eslint/no-await-in-loop -- the pause between two looks
      await sleep(pollMilliseconds);
    }
  };

  return {
    // Host and port come from the configuration, so a cache that was replaced is repaired by one rotation.
    next: (current) =>
      succeed(current, { username: current.username, password: newPassword(), host, port: String(port) }),

    async apply(current, pending) {
      const deadline = Date.now() + patienceMilliseconds;
      const user = await untilActive(deadline);
      if (user.UserName !== pending.username) {
        throw new Error(
          `The secret's username is "${pending.username}", but the cache user "${userId}" is called "${user.UserName}".`,
        );
      }
      if (user.Authentication?.Type !== "password") {
        throw new Error(`The cache user "${userId}" does not log in by password; there is nothing to rotate.`);
      }
      // ElastiCache returns no passwords, only their number, so the call is made even if it was made before.
      await retry(
        "set the user's passwords",
        () =>
          client.send(
            new ModifyUserCommand({
              UserId: userId,
              AuthenticationMode: { Type: "password", Passwords: [current.password, pending.password] },
            }),
          ),
        { firstPauseMilliseconds: pollMilliseconds, retryable: isBusy },
      );
      await untilActive(deadline);
    },

    async verify(pending) {
      await retry("log in with the new password", () => logIn(endpoint, pending), { firstPauseMilliseconds: 1_000 });
    },
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && error.name === "InvalidUserStateFault";
}
