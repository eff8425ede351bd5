import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { databaseParameters } from "../../../components/_database-parameters.ts";

export const HOST = "127.0.0.1";
const repository = new URL("../../..", import.meta.url).pathname;
const goEnvironment = { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-mod=readonly" };

/** Newest installed server; its folder of programs. */
export const postgresBin = readdirOrEmpty("/usr/lib/postgresql")
  .toSorted((a, b) => Number(b) - Number(a))
  .map((version) => `/usr/lib/postgresql/${version}/bin`)[0];
/** PGBOUNCER names another build to test; the generator follows its version. */
export const pgbouncerProgram = process.env.PGBOUNCER ?? "/usr/sbin/pgbouncer";
export const pgbouncerVersion = /PgBouncer (\d+\.\d+\.\d+)/.exec(output(pgbouncerProgram, "--version"))?.[1];
const goMinor = Number(/go1\.(\d+)/.exec(output("go", "version"))?.[1] ?? 0);

/** Why the servers cannot be started here; undefined if they can. `tools/install-servers.sh` installs them. */
export const missing =
  postgresBin === undefined
    ? "PostgreSQL"
    : pgbouncerVersion === undefined
      ? "PgBouncer"
      : goMinor < 24
        ? "Go 1.24"
        : undefined;

function readdirOrEmpty(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function output(program: string, ...args: string[]): string {
  return spawnSync(program, args, { encoding: "utf8", env: goEnvironment }).stdout ?? "";
}

/** Neither server runs as root: when the tests do, both get the account of the package. */
const account: { readonly uid?: number; readonly gid?: number } =
  process.getuid?.() === 0
    ? { uid: Number(output("id", "-u", "postgres")), gid: Number(output("id", "-g", "postgres")) }
    : {};

interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A Postgres server, its certificate authority and the programs of `runtime/pgbouncer`, all below one folder. */
export class Lab {
  readonly folder = mkdtempSync(join(tmpdir(), "rampart-postgres-"));
  readonly superuser = { user: "owner_of_all", password: makePassword(), database: "postgres" };
  /** Like the master user of RDS: no superuser, but makes roles and databases. */
  readonly master = { user: "rampart", password: makePassword(), database: "postgres" };
  port = 0;
  readonly #children: ChildProcess[] = [];
  readonly #clients: Client[] = [];

  /** Starts the server with the generated parameters, as far as they exist outside RDS. */
  static async start(): Promise<Lab> {
    const lab = new Lab();
    try {
      lab.own(lab.folder);
      lab.build();
      lab.makeAuthority("ca");
      lab.makeAuthority("other-ca");
      await lab.startPostgres();
    } catch (error) {
      await lab.stop();
      throw error;
    }
    return lab;
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.#clients.map((client) => client.end()));
    await Promise.all(this.#children.map(end));
    rmSync(this.folder, { recursive: true, force: true });
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** A folder of the servers' account. */
  makeFolder(...parts: string[]): string {
    let folder = this.folder;
    for (const part of parts) {
      folder = join(folder, part);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      this.own(folder);
    }
    return folder;
  }

  write(path: string, content: string): void {
    writeFileSync(path, content, { mode: 0o600 });
    this.own(path);
  }

  own(path: string): void {
    if (account.uid !== undefined) chownSync(path, account.uid, account.gid ?? account.uid);
  }

  /** Runs a program to its end as the servers' account; throws with its output if it fails. */
  run(program: string, args: readonly string[], environment: Record<string, string> = {}): string {
    const { status, stdout, stderr } = spawnSync(program, args, {
      ...account,
      cwd: this.folder,
      encoding: "utf8",
      timeout: 600_000,
      env: { PATH: process.env.PATH ?? "", ...environment },
    });
    if (status !== 0) throw new Error(`${program} ended with ${status}:\n${stdout}${stderr}`);
    return stdout + stderr;
  }

  /** Starts a program that the lab ends, if nobody did before. Its output goes to `<name>.log`. */
  launch(
    name: string,
    program: string,
    args: readonly string[],
    environment: Record<string, string> = {},
  ): ChildProcess {
    const child = spawn(program, args, {
      ...account,
      cwd: this.folder,
      env: { PATH: process.env.PATH ?? "", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const log = this.path(`${name}.log`);
    writeFileSync(log, "");
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk) => writeFileSync(log, chunk, { flag: "a" }));
    this.#children.push(child);
    return child;
  }

  log(name: string): string {
    return readFileSync(this.path(`${name}.log`), "utf8");
  }

  /** A client that verifies the server's certificate; ended with the lab. */
  async connect(login: Login, port = this.port): Promise<Client> {
    const verifying = port === this.port ? { ca: readFileSync(this.path("ca.crt")) } : { rejectUnauthorized: false };
    const client = new Client({ host: HOST, port, ...login, ssl: verifying, connectionTimeoutMillis: 100_000 });
    // A server that is stopped under a client is a part of the tests; the queries report it.
    client.on("error", () => {});
    await client.connect();
    this.#clients.push(client);
    return client;
  }

  async query(login: Login, sql: string, port = this.port): Promise<Record<string, unknown>[]> {
    const client = await this.connect(login, port);
    try {
      const { rows } = await client.query(sql);
      return rows;
    } finally {
      await client.end();
    }
  }

  private build(): void {
    execFileSync("go", ["build", "-o", this.path("bin") + "/", "./cmd/..."], {
      cwd: join(repository, "runtime/pgbouncer"),
      env: goEnvironment,
      stdio: ["ignore", "ignore", "pipe"],
    });
  }

  /** An authority, and a server certificate for the loopback address signed by it. */
  private makeAuthority(name: string): void {
    const openssl = (...args: string[]) => this.run("openssl", args);
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    openssl(
      "req",
      "-x509",
      ...key,
      "-days",
      "2",
      "-subj",
      `/CN=${name}`,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.crt`,
    );
    if (name !== "ca") return;
    this.write(this.path("server.ext"), `subjectAltName=IP:${HOST},DNS:localhost\n`);
    openssl("req", "-new", ...key, "-subj", "/CN=postgres", "-keyout", "server.key", "-out", "server.csr");
    const signing = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "server.ext", "-days", "2"];
    openssl("x509", "-req", "-in", "server.csr", ...signing, "-out", "server.crt");
  }

  private async startPostgres(): Promise<void> {
    const data = this.path("data");
    this.write(this.path("superuser"), this.superuser.password);
    const { user } = this.superuser;
    this.run(`${postgresBin}/initdb`, [
      "-D",
      data,
      "-U",
      user,
      "--pwfile",
      this.path("superuser"),
      "-A",
      "scram-sha-256",
      "-E",
      "UTF8",
    ]);
    rmSync(this.path("superuser"));
    this.port = await freePort();
    const parameters = databaseParameters({
      slowStatementMilliseconds: 1000,
      idleInTransactionTimeoutSeconds: 300,
      auditClasses: [],
      maxConnections: 60,
    });
    const settings = [
      `listen_addresses = '${HOST}'`,
      `port = ${this.port}`,
      "unix_socket_directories = ''",
      "ssl = on",
      `ssl_cert_file = '${this.path("server.crt")}'`,
      `ssl_key_file = '${this.path("server.key")}'`,
      "fsync = off",
      // What RDS adds to the group has no name outside of it; hba below says the same.
      ...parameters.filter(({ name }) => !name.startsWith("rds.")).map(({ name, value }) => `${name} = '${value}'`),
    ];
    this.write(join(data, "postgresql.auto.conf"), settings.join("\n"));
    // rds.force_ssl and rds.accepted_password_auth_method=scram, in Postgres's own words.
    this.write(join(data, "pg_hba.conf"), `hostssl all all ${HOST}/32 scram-sha-256\n`);
    this.launch("postgres", `${postgresBin}/postgres`, ["-D", data]);
    await eventually(() => this.query(this.superuser, "SELECT 1"));
    const { user: master, password: secret } = this.master;
    const statements = [
      `CREATE ROLE ${master} LOGIN CREATEROLE CREATEDB PASSWORD '${secret}'`,
      `GRANT pg_monitor TO ${master} WITH ADMIN OPTION`,
      `ALTER DATABASE postgres OWNER TO ${master}`,
    ];
    await this.query(this.superuser, statements.join(";"));
  }
}

export function makePassword(): string {
  return randomBytes(24).toString("base64url");
}

/** Tries until it works, for five minutes at most. */
export async function eventually<T>(attempt: () => T | Promise<T>, deadline = Date.now() + 300_000): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (Date.now() > deadline) throw error;
    await sleep(100);
    return await eventually(attempt, deadline);
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Ends a process that the lab started: politely, then not. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
  await ended;
  clearTimeout(timer);
}
