import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bundleScanner } from "../../../runtime/scanner/bundle.ts";
import { REGION, SERVING, UPLOAD } from "./_aws.ts";

type Line = Readonly<Record<string, unknown>>;

/** The bundle that the image runs, in a process of its own. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #environment: Record<string, string>;
  readonly #bundle: string;
  #output = "";

  constructor(folder: string, environment: Readonly<Record<string, string>>) {
    this.#bundle = join(folder, "scanner.mjs");
    if (!existsSync(this.#bundle)) writeFileSync(this.#bundle, bundleScanner());
    this.#environment = {
      PATH: process.env.PATH ?? "",
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      SCANNER_ENGINE: "clamav",
      SCANNER_UPLOAD_BUCKET: UPLOAD,
      SCANNER_SERVING_BUCKET: SERVING,
      SCANNER_CONTENT_TYPES: "image/jpeg,application/zip",
      SCANNER_MAX_FILE_MIB: "210",
      SCANNER_SCAN_TIMEOUT_SECONDS: "120",
      SCANNER_SIGNATURE_MAX_AGE_HOURS: "48",
      SCANNER_CONCURRENCY: "1",
      SCANNER_DRAIN_SECONDS: "2",
      SCANNER_HEARTBEAT_FILE: join(folder, "heartbeat"),
      SCANNER_SYSTEM: "shop",
      SCANNER_ENVIRONMENT: "test",
      CLAMD_HOST: "127.0.0.1",
      ...environment,
    };
    this.#child = spawn(process.execPath, [this.#bundle], {
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const add = (text: Buffer): void => void (this.#output += String(text));
    this.#child.stdout?.on("data", add);
    this.#child.stderr?.on("data", add);
  }

  get output(): string {
    return this.#output;
  }

  get lines(): Line[] {
    return this.#output
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Line);
  }

  /** The nth line that says `event`; ten minutes is the longest it is waited for. */
  async event(event: string, nth = 1): Promise<Line> {
    for (let attempt = 0; attempt < 6000; attempt++) {
      const found = this.lines.filter((line) => line["event"] === event)[nth - 1];
      if (found !== undefined) return found;
      if (this.#child.exitCode !== null) break;
      // oxlint-disable-next-line no-await-in-loop -- looks until it is there
      await sleep(100);
    }
    throw new Error(`the worker did not say "${event}" ${nth} times:\n${this.#output}`);
  }

  /** Highest memory it has had, in MiB, as the kernel counts it. */
  get peakMemoryMib(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  }

  /** Runs the liveness probe. */
  async live(): Promise<number | null> {
    const probe = spawn(process.execPath, [this.#bundle, "--live"], { env: this.#environment, stdio: "ignore" });
    return new Promise((resolve) => probe.once("exit", resolve));
  }

  /** Asks it to stop as Kubernetes does; the exit code. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (child.exitCode !== null) return child.exitCode;
    const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    return Promise.race([gone, sleep(150_000).then(() => (child.kill("SIGKILL"), null))]);
  }
}
