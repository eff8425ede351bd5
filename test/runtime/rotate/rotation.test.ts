import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Credential } from "../../../runtime/rotate/_credential.ts";
import { type RotationEvent, type Rotator, parseRotationEvent, rotate } from "../../../runtime/rotate/rotation.ts";
import { FakeSecrets } from "./_fakes.ts";

const arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/api-AbCdEf";
const token = "0123456789abcdef0123456789abcdef";
const first: Credential = { username: "api_a", password: "first-password" };

/** A door that opens for the passwords applied to it. */
class Door implements Rotator {
  made = 0;
  readonly opens = new Set(["first-password"]);
  failures = 0;

  next(current: Credential): Credential {
    return { ...current, username: "api_b", password: `password-${++this.made}` };
  }
  async apply(current: Credential, pending: Credential): Promise<void> {
    if (this.failures-- > 0) throw new Error("the server is away");
    this.opens.clear();
    this.opens.add(current.password).add(pending.password);
  }
  async verify(pending: Credential): Promise<void> {
    if (!this.opens.has(pending.password)) throw new Error("refused");
  }
}

let secrets: FakeSecrets;
let door: Door;
const run = (step: RotationEvent["step"]) => rotate({ step, secretArn: arn, token }, secrets, door);
/** One after the other, as Secrets Manager calls them. */
async function runSteps(...steps: RotationEvent["step"][]): Promise<void> {
  // oxlint-disable-next-line eslint/no-await-in-loop -- each step needs the one before
  for (const step of steps) await run(step);
}

beforeEach(() => {
  vi.spyOn(console, "info").mockImplementation(() => {});
  secrets = new FakeSecrets(first);
  secrets.begin(token);
  door = new Door();
});
afterEach(() => void vi.restoreAllMocks());

describe("rotate", () => {
  test("leads from one credential to the next in four steps", async () => {
    await runSteps("createSecret", "setSecret", "testSecret", "finishSecret");
    expect(await secrets.current()).toEqual({ username: "api_b", password: "password-1" });
    expect([...door.opens]).toEqual(["first-password", "password-1"]);
    expect(secrets.versions.get("first")?.labels).toEqual(["AWSPREVIOUS"]);
    expect(secrets.versions.get(token)?.labels).toEqual(["AWSCURRENT"]);
  });

  test("keeps the credential it made when any step is repeated or fails", async () => {
    door.failures = 1;
    await run("createSecret");
    await expect(run("setSecret")).rejects.toThrow("the server is away");
    expect(await secrets.current()).toEqual(first);
    await runSteps(
      "createSecret",
      "setSecret",
      "setSecret",
      "testSecret",
      "finishSecret",
      "finishSecret",
      "createSecret",
    );
    expect(door.made).toBe(1);
    expect(secrets.versions.get("first")?.labels).toEqual(["AWSPREVIOUS"]);
  });

  test("completes a finish that stopped between its two calls", async () => {
    await run("createSecret");
    await secrets.makeCurrent(arn, token, "first");
    await run("finishSecret");
    expect(secrets.versions.get(token)?.labels).toEqual(["AWSCURRENT"]);
  });

  test("does not make current what it has not made", async () => {
    await expect(run("setSecret")).rejects.toThrow("createSecret has not run");
    await expect(run("testSecret")).rejects.toThrow("createSecret has not run");
  });

  test("refuses a secret that does not rotate, an unknown version and one that is not pending", async () => {
    secrets.rotationEnabled = false;
    await expect(run("createSecret")).rejects.toThrow("Rotation is not enabled for this secret.");
    secrets.rotationEnabled = true;
    secrets.versions.get(token)!.labels = [];
    await expect(run("createSecret")).rejects.toThrow("not labelled AWSPENDING");
    secrets.versions.delete(token);
    await expect(run("createSecret")).rejects.toThrow("no version of the event's token");
  });
});

describe("parseRotationEvent", () => {
  const event = { Step: "setSecret", SecretId: arn, ClientRequestToken: token };

  test("reads what Secrets Manager sends", () => {
    expect(parseRotationEvent(event)).toEqual({ step: "setSecret", secretArn: arn, token });
  });

  test.each([
    ["no event", undefined, "no valid Step"],
    ["another step", { ...event, Step: "constructor" }, "no valid Step"],
    ["a name in place of the ARN", { ...event, SecretId: "shop/api" }, "not the ARN of a secret"],
    [
      "an ARN of something else",
      { ...event, SecretId: "arn:aws:rds:eu-west-1:111122223333:db:x" },
      "not the ARN of a secret",
    ],
    ["a short token", { ...event, ClientRequestToken: "abc" }, "not a version id"],
    ["a token of another type", { ...event, ClientRequestToken: [token] }, "not a version id"],
  ])("refuses %s", (_, given, message) => {
    expect(() => parseRotationEvent(given)).toThrow(message);
  });
});
