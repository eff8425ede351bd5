import { type ChildProcess, spawn } from "node:child_process";
import { renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type PgBouncerDatabase, renderDatabases, renderPgBouncerIni } from "../../../components/_pgbouncer.ts";
import { HOST, type Lab, eventually, freePort, pgbouncerProgram, pgbouncerVersion, postgresBin } from "./_servers.ts";

export interface PoolerOptions {
  readonly databases: readonly PgBouncerDatabase[];
  /** File name to secret: a JSON object. */
  readonly secrets: Readonly<Record<string, object>>;
  /** Name of the authority that PgBouncer trusts. @default "ca" */
  readonly authority?: string;
}

/** PgBouncer under the supervisor, on exactly the files that the component generates. */
export class PoolerProcess {
  readonly name: string;
  port = 0;
  readonly #lab: Lab;
  #child: ChildProcess | undefined;
  #generation = 0;

  constructor(lab: Lab, name: string) {
    this.#lab = lab;
    this.name = name;
  }

  async start({ databases, secrets, authority = "ca" }: PoolerOptions): Promise<this> {
    const lab = this.#lab;
    this.port = await freePort();
    const config = lab.makeFolder(this.name, "config");
    const runtime = lab.makeFolder(this.name, "run");
    const version = pgbouncerVersion ?? "";
    const ini = renderPgBouncerIni({
      pgbouncerVersion: version,
      listenAddress: HOST,
      port: this.port,
      maxClientConnections: 1_500,
      peers: [HOST],
      paths: { config, runtime, serverCa: lab.path(`${authority}.crt`) },
    });
    lab.write(join(config, "pgbouncer.ini"), ini);
    lab.write(join(config, "databases.ini"), renderDatabases(databases, { host: HOST, port: lab.port }, version));
    this.rotate(secrets);
    this.#child = lab.launch(this.name, lab.path("bin/supervisor"), [
      `-pgbouncer=${pgbouncerProgram}`,
      `-config=${config}/pgbouncer.ini`,
      `-users=${this.#secretsFolder}`,
      `-runtime=${runtime}`,
      "-hostname=pooler-0",
      "-stats-user=pgbouncer_stats",
      `-stats-passfile=${this.passfile}`,
      "-poll=200ms",
      "-drain-timeout=20s",
    ]);
    await eventually(() => lab.run(lab.path("bin/supervisor"), ["-check", `${HOST}:${this.port}`])).catch((error) => {
      throw new Error(`${this.name} did not start:\n${lab.log(this.name)}`, { cause: error });
    });
    return this;
  }

  get passfile(): string {
    return this.#lab.path(this.name, "run", "pgpass");
  }

  get #secretsFolder(): string {
    return this.#lab.path(this.name, "secrets");
  }

  /** Replaces the secrets as the kubelet and the CSI driver do: a new folder, then one swap of the link `..data`. */
  rotate(secrets: Readonly<Record<string, object>>): void {
    const lab = this.#lab;
    const version = `..version_${++this.#generation}`;
    const folder = lab.makeFolder(this.name, "secrets", version);
    for (const [file, secret] of Object.entries(secrets)) {
      lab.write(join(folder, file), JSON.stringify(secret));
      if (this.#generation === 1) symlinkSync(join("..data", file), join(this.#secretsFolder, file));
    }
    symlinkSync(version, join(this.#secretsFolder, "..next"));
    renameSync(join(this.#secretsFolder, "..next"), join(this.#secretsFolder, "..data"));
  }

  /** SIGTERM, as the kubelet sends it; the exit code. */
  async terminate(): Promise<number | null> {
    const child = this.#child;
    if (child === undefined) throw new Error("not started");
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    return await ended;
  }
}

export interface Load {
  readonly clients: number;
  readonly seconds: number;
  /** Connect anew for every transaction. @default false */
  readonly reconnect?: boolean;
  readonly sql: string;
}

/** Runs pgbench; its exit code and what it said. */
export function pgbench(
  lab: Lab,
  port: number,
  who: { readonly user: string; readonly password: string },
  load: Load,
): Promise<{ code: number | null; said: string }> {
  const script = lab.path("load.sql");
  lab.write(script, load.sql);
  // When they connect anew, a thread for each: in one thread, a client that waits to connect holds up those with open transactions.
  const threads = load.reconnect === true ? load.clients : Math.min(load.clients, 4);
  const child = spawn(
    `${postgresBin}/pgbench`,
    [
      ["-n", "-T", String(load.seconds), "-f", script, ...(load.reconnect === true ? ["-C"] : [])],
      ["-c", String(load.clients), "-j", String(threads)],
      ["-h", "127.0.0.1", "-p", String(port), "-U", who.user, "shop"],
    ].flat(),
    { env: { PGPASSWORD: who.password, PGSSLMODE: "require" } },
  );
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, said })));
}
