import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { type Server, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

const postgresFolder = "/usr/lib/postgresql";
const motoFolder = new URL("../../../node_modules/.cache/moto/", import.meta.url).pathname;
const motoVersion = "5.2.5";

export interface Certificates {
  readonly caFile: string;
  readonly ca: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** A folder that other users may enter: PostgreSQL refuses to run as root. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rampart-rotation-"));
  chmodSync(folder, 0o755);
  return folder;
}

/** A throw-away authority and a certificate of it for `localhost`, but for no address. */
export function makeCertificates(folder: string): Certificates {
  const at = (name: string): string => join(folder, name);
  openssl(
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=Test authority",
    "-keyout",
    at("ca.key"),
    "-out",
    at("ca.pem"),
  );
  openssl(
    "req",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-subj",
    "/CN=localhost",
    "-keyout",
    at("server.key"),
    "-out",
    at("server.csr"),
  );
  writeFileSync(at("server.ext"), "subjectAltName=DNS:localhost\n");
  openssl(
    "x509",
    "-req",
    "-in",
    at("server.csr"),
    "-CA",
    at("ca.pem"),
    "-CAkey",
    at("ca.key"),
    "-CAcreateserial",
    "-days",
    "2",
    "-extfile",
    at("server.ext"),
    "-out",
    at("server.pem"),
  );
  return {
    caFile: at("ca.pem"),
    ca: readFileSync(at("ca.pem"), "utf8"),
    certificateFile: at("server.pem"),
    keyFile: at("server.key"),
  };
}

export interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

/** A real PostgreSQL that takes TLS with SCRAM only. Its superuser is `master`. */
export async function startPostgres(
  folder: string,
  certificates: Certificates,
  masterPassword: string,
): Promise<Running> {
  const owner = serverOwner();
  const binaries = findPostgres();
  const data = join(folder, "postgres");
  const passwordFile = join(folder, "postgres-password");
  const key = join(folder, "postgres.key");
  writeFileSync(passwordFile, masterPassword);
  writeFileSync(key, readFileSync(certificates.keyFile), { mode: 0o600 });
  if (owner !== undefined) {
    chownSync(passwordFile, owner.uid, owner.gid);
    chownSync(key, owner.uid, owner.gid);
    chownSync(folder, owner.uid, owner.gid);
  }
  execFileSync(
    join(binaries, "initdb"),
    [
      "-D",
      data,
      "-U",
      "master",
      "--auth=scram-sha-256",
      `--pwfile=${passwordFile}`,
      "-E",
      "UTF8",
      "--locale=C",
      "--no-sync",
    ],
    { ...owner, stdio: "pipe", cwd: folder },
  );
  writeFileSync(join(data, "pg_hba.conf"), "hostssl all all all scram-sha-256\n");
  const port = await freePort();
  const child = spawn(
    join(binaries, "postgres"),
    // Every statement is logged, so that a test can show what the server got to see.
    [
      "-D",
      data,
      "-p",
      String(port),
      "-k",
      folder,
      "-h",
      "localhost",
      ...Object.entries({
        ssl: "on",
        ssl_cert_file: certificates.certificateFile,
        ssl_key_file: key,
        fsync: "off",
        password_encryption: "scram-sha-256",
        log_statement: "all",
        logging_collector: "off",
      }).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    { ...owner, stdio: ["ignore", "pipe", "pipe"], cwd: folder },
  );
  collect(child, join(folder, "postgres.log"));
  const running = { port, stop: () => stop(child) };
  await until("PostgreSQL", child, async () => {
    const client = new Client({
      host: "localhost",
      port,
      user: "master",
      password: masterPassword,
      database: "postgres",
      ssl: { ca: certificates.ca },
    });
    await client.connect();
    await client.end();
  });
  return running;
}

/** A real server of the Redis protocol with TLS only; it plays the cache node. */
export async function startCacheNode(
  folder: string,
  certificates: Certificates,
): Promise<Running & { admin(...command: string[]): string }> {
  const port = await freePort();
  const child = spawn(
    "redis-server",
    [
      "--port",
      "0",
      "--tls-port",
      String(port),
      "--tls-cert-file",
      certificates.certificateFile,
      "--tls-key-file",
      certificates.keyFile,
      "--tls-ca-cert-file",
      certificates.caFile,
      "--tls-auth-clients",
      "no",
      "--save",
      "",
      "--dir",
      folder,
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  collect(child, join(folder, "redis.log"));
  const admin = (...command: string[]): string =>
    execFileSync(
      "redis-cli",
      ["-h", "localhost", "-p", String(port), "--tls", "--cacert", certificates.caFile, ...command],
      {
        encoding: "utf8",
        stdio: "pipe",
      },
    ).trim();
  await until("redis-server", child, async () => {
    if (admin("PING") !== "PONG") throw new Error("not ready");
  });
  return { port, stop: () => stop(child), admin };
}

/** moto, an emulator of AWS. Installed into its own environment the first time. */
export async function startMoto(): Promise<Running> {
  if (!existsSync(join(motoFolder, "bin/moto_server"))) {
    execFileSync("python3", ["-m", "venv", motoFolder], { stdio: "pipe" });
    execFileSync(join(motoFolder, "bin/pip"), ["install", "-q", `moto[server,secretsmanager]==${motoVersion}`], {
      stdio: "pipe",
    });
  }
  const port = await freePort();
  const child = spawn(join(motoFolder, "bin/moto_server"), ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.resume();
  child.stderr.resume();
  await until("moto", child, async () => void (await fetch(`http://127.0.0.1:${port}/moto-api/`)));
  return { port, stop: () => stop(child) };
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

/** Debian keeps each major version in a folder of its own; the newest is taken. */
function findPostgres(): string {
  const versions = existsSync(postgresFolder) ? readdirSync(postgresFolder).map(Number) : [];
  const newest = Math.max(
    ...versions.filter((version) => existsSync(join(postgresFolder, String(version), "bin/initdb"))),
  );
  if (!Number.isFinite(newest)) throw new Error(`No PostgreSQL in ${postgresFolder}; install the package postgresql.`);
  return join(postgresFolder, String(newest), "bin");
}

function serverOwner(): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined;
  const [, , uid, gid] = execFileSync("getent", ["passwd", "postgres"], { encoding: "utf8" }).split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

function collect(child: ChildProcess, file: string): void {
  const write = (chunk: Buffer): void => writeFileSync(file, chunk, { flag: "a" });
  child.stdout?.on("data", write);
  child.stderr?.on("data", write);
}

async function until(what: string, child: ChildProcess, ready: () => Promise<void>): Promise<void> {
  let failure: Error | undefined;
  child.once("error", (error) => (failure = error));
  for (let attempt = 0; ; attempt++) {
    if (failure !== undefined)
      throw new Error(`${what} could not be started; install its package.`, { cause: failure });
    if (child.exitCode !== null) throw new Error(`${what} ended with code ${child.exitCode} while starting.`);
    try {
      // oxlint-disable-next-line eslint/no-await-in-loop -- an attempt follows the failure of the last
      return await ready();
    } catch (error) {
      if (attempt > 3000) throw error;
      // oxlint-disable-next-line eslint/no-await-in-loop -- the pause between two attempts
      await sleep(100);
    }
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  await Promise.race([gone, sleep(50_000).then(() => child.kill("SIGKILL"))]);
}

function openssl(...args: string[]): void {
  execFileSync("openssl", args, { stdio: "pipe" });
}
