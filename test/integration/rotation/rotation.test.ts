import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { fileURLToPath } from "node:url";
import { ResourceNotFoundException } from "@aws-sdk/client-secrets-manager";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { rotateBundle } from "../../../runtime/rotate/bundle.ts";
import type { handler as Handler } from "../../../runtime/rotate/handler.ts";
import { type ElastiCacheStandIn, startElastiCache } from "./_elasticache.ts";
import { Secrets, region } from "./_secrets.ts";
import {
  type Certificates,
  type Running,
  makeCertificates,
  makeFolder,
  removeFolder,
  startCacheNode,
  startMoto,
  startPostgres,
} from "./_servers.ts";

const steps = ["createSecret", "setSecret", "testSecret", "finishSecret"];
const masterPassword = "master-password-of-the-test";
const firstPassword = "first-password-of-the-test-role";

/** The very script that is deployed, not its source. Beside the project's modules, where the AWS SDK is found. */
function loadDeployed(): typeof Handler {
  const file = fileURLToPath(new URL("../../../node_modules/.cache/rampart/rotate-deployed.cjs", import.meta.url));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, rotateBundle());
  return (createRequire(import.meta.url)(file) as { handler: typeof Handler }).handler;
}

const handler = loadDeployed();
let folder: string;
let certificates: Certificates;
let postgres: Running;
let moto: Running;
let secrets: Secrets;
const lines: string[] = [];
const systemCertificates = getCACertificates("default");

async function runStep(step: string, arn: string, token: string): Promise<void> {
  await handler({ Step: step, SecretId: arn, ClientRequestToken: token });
}

/** One after the other, as Secrets Manager calls them. */
async function runSteps(arn: string, token: string, which: readonly string[] = steps): Promise<void> {
  // oxlint-disable-next-line eslint/no-await-in-loop -- each step needs the one before
  for (const step of which) await runStep(step, arn, token);
}

async function rotateOnce(arn: string): Promise<void> {
  await runSteps(arn, await secrets.beginRotation(arn));
}

function configure(targets: Record<string, unknown>, masterSecretArn?: string, cachePort?: number): void {
  process.env["ROTATION_TARGETS"] = JSON.stringify(targets);
  process.env["ROTATION_MANUAL"] = "[]";
  process.env["ROTATION_CACHES"] = JSON.stringify(
    cachePort === undefined ? {} : { state: { host: "localhost", port: cachePort } },
  );
  process.env["ROTATION_DATABASE"] = JSON.stringify(
    masterSecretArn === undefined ? null : { host: "localhost", port: postgres.port, masterSecretArn },
  );
  process.env["ROTATION_DATABASE_CA_FILE"] = certificates.caFile;
}

beforeAll(async () => {
  folder = makeFolder();
  certificates = makeCertificates(folder);
  [postgres, moto] = await Promise.all([startPostgres(folder, certificates, masterPassword), startMoto()]);
  const url = `http://127.0.0.1:${moto.port}`;
  secrets = new Secrets(url);
  await secrets.prepare();
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
  });
  for (const level of ["info", "warn", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((...parts: unknown[]) => void lines.push(JSON.stringify(parts)));
  }
});

afterAll(async () => {
  vi.restoreAllMocks();
  await Promise.all([postgres?.stop(), moto?.stop()]);
  removeFolder(folder);
});

async function canLogInToDatabase(username: string, password: string): Promise<boolean> {
  const client = new Client({
    host: "localhost",
    port: postgres.port,
    user: username,
    password,
    database: "shop",
    ssl: { ca: certificates.ca },
  });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

describe("a role of PostgreSQL", () => {
  let arn: string;

  beforeAll(async () => {
    const admin = new Client({
      host: "localhost",
      port: postgres.port,
      user: "master",
      password: masterPassword,
      database: "postgres",
      ssl: { ca: certificates.ca },
    });
    await admin.connect();
    await admin.query("CREATE DATABASE shop");
    await admin.query("CREATE ROLE boss_a LOGIN CREATEROLE");
    await admin.query("CREATE ROLE boss_b LOGIN CREATEROLE");
    // Like the master user of RDS: no superuser, and itself the maker of the roles.
    await admin.query(`CREATE ROLE rds_master LOGIN CREATEROLE PASSWORD '${masterPassword}'`);
    await admin.query("SET SESSION AUTHORIZATION rds_master");
    await admin.query("CREATE ROLE api NOLOGIN");
    await admin.query(`CREATE ROLE api_a LOGIN PASSWORD '${firstPassword}' IN ROLE api`);
    await admin.query("CREATE ROLE api_b LOGIN IN ROLE api");
    await admin.end();
    arn = await secrets.create("shop/prod/database/api", {
      username: "api_a",
      password: firstPassword,
      host: "pooler.data.svc",
      port: 6432,
      url: `postgresql://api_a:${firstPassword}@pooler.data.svc:6432/shop?sslmode=require`,
    });
    const master = await secrets.create("rds-master", { username: "rds_master", password: masterPassword });
    configure({ [arn]: { kind: "postgres", role: "api", database: "shop" } }, master);
  });

  test("alternates between the two roles, and each old credential works until the next turn", async () => {
    const first = await secrets.value(arn);
    await rotateOnce(arn);
    const second = await secrets.value(arn);
    expect(second).toEqual({
      ...first,
      username: "api_b",
      password: expect.stringMatching(/^[\w-]{43}$/),
      alternateUsername: "api_a",
      alternatePassword: firstPassword,
      url: `postgresql://api_b:${second["password"]}@pooler.data.svc:6432/shop?sslmode=require`,
    });
    expect(await canLogInToDatabase("api_b", second["password"] ?? "")).toBe(true);
    expect(await canLogInToDatabase("api_a", firstPassword)).toBe(true);

    await rotateOnce(arn);
    const third = await secrets.value(arn);
    expect(third).toMatchObject({
      username: "api_a",
      alternateUsername: "api_b",
      alternatePassword: second["password"],
    });
    expect(await canLogInToDatabase("api_a", third["password"] ?? "")).toBe(true);
    expect(await canLogInToDatabase("api_b", second["password"] ?? "")).toBe(true);
    expect(await canLogInToDatabase("api_a", firstPassword)).toBe(false);
    expect(await secrets.value(arn, "AWSPREVIOUS")).toEqual(second);
  });

  test("makes one password only when steps fail midway and all of them start again", async () => {
    const token = await secrets.beginRotation(arn);
    const before = await secrets.value(arn);
    await runStep("createSecret", arn, token);
    const made = await secrets.value(arn, "AWSPENDING");
    const caFile = process.env["ROTATION_DATABASE_CA_FILE"];
    process.env["ROTATION_DATABASE_CA_FILE"] = join(folder, "missing.pem");
    await expect(runStep("setSecret", arn, token)).rejects.toThrow("missing.pem");
    process.env["ROTATION_DATABASE_CA_FILE"] = caFile;
    expect(await secrets.value(arn)).toEqual(before);
    expect(await canLogInToDatabase(before["username"] ?? "", before["password"] ?? "")).toBe(true);

    await runSteps(arn, token, [
      "createSecret",
      "setSecret",
      "createSecret",
      "setSecret",
      "testSecret",
      "finishSecret",
    ]);
    await runSteps(arn, token);
    expect(await secrets.value(arn)).toEqual(made);
    expect(await secrets.versionOf(arn, "AWSCURRENT")).toBe(token);
    expect(await canLogInToDatabase(made["username"] ?? "", made["password"] ?? "")).toBe(true);
    expect(await canLogInToDatabase(before["username"] ?? "", before["password"] ?? "")).toBe(true);
  });

  test("does not finish what testSecret refuses", async () => {
    const token = await secrets.beginRotation(arn);
    await runStep("createSecret", arn, token);
    await expect(runStep("testSecret", arn, token)).rejects.toThrow("password authentication failed");
    await runStep("setSecret", arn, token);
    await runStep("testSecret", arn, token);
    await runStep("finishSecret", arn, token);
    expect(await secrets.versionOf(arn, "AWSCURRENT")).toBe(token);
  });

  test("refuses a server whose certificate is not of the given authority", async () => {
    const other = makeFolder();
    process.env["ROTATION_DATABASE_CA_FILE"] = makeCertificates(other).caFile;
    const token = await secrets.beginRotation(arn);
    await runStep("createSecret", arn, token);
    await expect(runStep("setSecret", arn, token)).rejects.toThrow(/certificate|self.signed/i);
    process.env["ROTATION_DATABASE_CA_FILE"] = certificates.caFile;
    removeFolder(other);
    await runSteps(arn, token);
  });

  test("refuses a role with administrative rights", async () => {
    const boss = await secrets.create("shop/prod/database/boss", { username: "boss_a", password: "x".repeat(20) });
    const targets = JSON.parse(process.env["ROTATION_TARGETS"] ?? "{}") as Record<string, unknown>;
    process.env["ROTATION_TARGETS"] = JSON.stringify({
      ...targets,
      [boss]: { kind: "postgres", role: "boss", database: "shop" },
    });
    const token = await secrets.beginRotation(boss);
    await runStep("createSecret", boss, token);
    await expect(runStep("setSecret", boss, token)).rejects.toThrow('The role "boss_b" has administrative rights');
  });

  test("shows no password to the server's log nor to its own", async () => {
    const handled = [await secrets.value(arn), await secrets.value(arn, "AWSPREVIOUS")].map(
      (value) => value["password"] ?? "",
    );
    const serverLog = readFileSync(join(folder, "postgres.log"), "utf8");
    expect(serverLog).toContain('ALTER ROLE "api_b" PASSWORD \'SCRAM-SHA-256$4096:');
    for (const password of handled) expect(serverLog).not.toContain(password);
    for (const password of [...handled, masterPassword]) expect(lines.join("\n")).not.toContain(password);
    expect(lines.some((line) => line.includes('"event":"done"'))).toBe(true);
  });
});

describe("a user of ElastiCache", () => {
  let node: Awaited<ReturnType<typeof startCacheNode>>;
  let api: ElastiCacheStandIn;
  let arn: string;

  const canLogIn = (password: string): boolean => node.admin("AUTH", "limits", password) === "OK";

  beforeAll(async () => {
    node = await startCacheNode(folder, certificates);
    node.admin("ACL", "SETUSER", "limits", "on", "~rate:*", "-@all", "+ping", `>${firstPassword}`);
    api = await startElastiCache({ id: "shop-prod-limits", name: "limits" }, (passwords) => {
      node.admin("ACL", "SETUSER", "limits", "resetpass", ...passwords.map((password) => `>${password}`));
    });
    process.env["AWS_ENDPOINT_URL_ELASTICACHE"] = api.url;
    setDefaultCACertificates([...systemCertificates, certificates.ca]);
    arn = await secrets.create("shop/prod/cache/limits", {
      username: "limits",
      password: firstPassword,
      host: "old-endpoint.example",
      port: "6380",
      url: `rediss://limits:${firstPassword}@old-endpoint.example:6380/0`,
    });
    configure({ [arn]: { kind: "cache", userId: "shop-prod-limits", store: "state" } }, undefined, node.port);
  });

  afterAll(async () => {
    setDefaultCACertificates(systemCertificates);
    delete process.env["AWS_ENDPOINT_URL_ELASTICACHE"];
    await Promise.all([api?.stop(), node?.stop()]);
  });

  test("keeps the old password until the next turn and never holds more than two", async () => {
    await rotateOnce(arn);
    const second = await secrets.value(arn);
    expect(second).toEqual({
      username: "limits",
      password: expect.stringMatching(/^[\w-]{43}$/),
      host: "localhost",
      port: String(node.port),
      url: `rediss://limits:${second["password"]}@localhost:${node.port}/0`,
    });
    expect([canLogIn(second["password"] ?? ""), canLogIn(firstPassword)]).toEqual([true, true]);

    await rotateOnce(arn);
    const third = await secrets.value(arn);
    expect([canLogIn(third["password"] ?? ""), canLogIn(second["password"] ?? ""), canLogIn(firstPassword)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(api.accepted).toEqual([2, 2]);
  });

  test("starts again after a failure and waits while the user is being modified", async () => {
    const token = await secrets.beginRotation(arn);
    await runStep("createSecret", arn, token);
    const made = await secrets.value(arn, "AWSPENDING");
    api.failNext("InvalidParameterValue");
    await expect(runStep("setSecret", arn, token)).rejects.toThrow("InvalidParameterValue");
    await expect(runStep("testSecret", arn, token)).rejects.toThrow("WRONGPASS");
    api.failNext("InvalidUserState");
    await runSteps(arn, token, [...steps.slice(0, 2), ...steps]);
    expect(await secrets.value(arn)).toEqual(made);
    expect(canLogIn(made["password"] ?? "")).toBe(true);
  });

  test("refuses a secret that is not on its list", async () => {
    const other = await secrets.create("shop/prod/other", { username: "x", password: "y".repeat(20) });
    await expect(runStep("createSecret", other, await secrets.beginRotation(other))).rejects.toThrow(
      "The secret is not one that this function rotates.",
    );
    await expect(secrets.value(other, "AWSPENDING")).rejects.toThrow(ResourceNotFoundException);
  });
});
