import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pulumiForTests } from "../../../tools/pulumi/cli.ts";
import type { Faults } from "./standin/faults.ts";

export const ROOT: string = fileURLToPath(new URL("../../..", import.meta.url));
const HERE = fileURLToPath(new URL(".", import.meta.url));
const NODE = process.execPath;

/** The pack as a user's checkout has it. */
export const PACK: string = join(ROOT, "policies");

export type Flavour = "echo" | "bridge";

/** One operation, as `drive.ts` reads it. */
export interface Order {
  readonly operation: "preview" | "up" | "export";
  readonly project: string;
  readonly stack: string;
  /** Absolute path of the program's entry module. */
  readonly program: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretConfig?: Readonly<Record<string, string>>;
  readonly policyPack?: string;
  readonly policyPackConfig?: string;
  /** Where a preview saves the engine's own plan. */
  readonly planFile?: string;
  readonly workDir: string;
  /** Where the report is written: it is too long for a pipe that the process leaves behind. */
  readonly reportFile: string;
  readonly env: Record<string, string>;
}

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly parent?: string;
  readonly protect?: boolean;
  readonly external?: boolean;
  readonly provider?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly additionalSecretOutputs?: readonly string[];
  readonly customTimeouts?: Readonly<Record<string, number>>;
  readonly retainOnDelete?: boolean;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
}

/** The end of what the CLI printed about a run that failed; nothing about one that did not. */
export function complaintOf({ succeeded, output }: Pick<Report, "succeeded" | "output">): string | undefined {
  return succeeded ? undefined : output.slice(-3000);
}

export interface Report {
  succeeded: boolean;
  /** What the CLI printed. */
  output: string;
  readonly events: readonly EngineEvent[];
  changes: Readonly<Record<string, number>>;
  deployment?: { readonly resources?: readonly StateResource[] };
}

export type Request = Omit<Order, "workDir" | "reportFile" | "env" | "project">;

export interface WorkspaceOptions {
  readonly project?: string;
  /** The Node that runs the policy pack. Default: the pinned one. */
  readonly packNode?: string;
  /** Whether the engine writes its state after every step, and not only at the end, which takes half the time. */
  readonly checkpoints?: boolean;
}

/** A workspace with a file backend, stand-in providers and the pinned Node as the pack's language runtime. */
export class Workspace {
  readonly folder: string;
  readonly project: string;
  readonly #env: Record<string, string>;
  readonly #faults: string;
  readonly #pulumi: string;

  constructor(flavour: Flavour, { project = "rampart", packNode = NODE, checkpoints = false }: WorkspaceOptions = {}) {
    this.project = project;
    this.folder = mkdtempSync(join(tmpdir(), "rampart-engine-"));
    this.#faults = join(this.folder, "faults.json");
    this.faults({});
    const bin = join(this.folder, "bin");
    // The CLI starts a pack through a program of this name; a real installation's language host brings it.
    executable(
      join(bin, "pulumi-analyzer-policy-nodejs"),
      `exec '${packNode}' '${join(ROOT, "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js")}' "$@"`,
    );
    const providers = ["aws", "kubernetes", "random", "tls"].map((name) => {
      const path = join(this.folder, "plugins", name);
      executable(
        join(path, `pulumi-resource-${name}`),
        `exec '${NODE}' '${join(HERE, "standin/provider.ts")}' ${name} ${flavour} "$@"`,
      );
      return { name, path };
    });
    const projectFile = {
      name: project,
      runtime: "nodejs",
      backend: { url: `file://${join(this.folder, "state")}` },
      plugins: { providers },
    };
    mkdirSync(join(this.folder, "state"));
    // JSON is YAML.
    writeFileSync(join(this.folder, "Pulumi.yaml"), JSON.stringify(projectFile, undefined, 2));
    this.#pulumi = pulumiForTests();
    this.#env = {
      PATH: [bin, dirname(NODE), dirname(this.#pulumi), process.env["PATH"] ?? ""].join(delimiter),
      HOME: process.env["HOME"] ?? this.folder,
      PULUMI_HOME: join(this.folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_EXPERIMENTAL: "true",
      ...(!checkpoints && { PULUMI_SKIP_CHECKPOINTS: "true" }),
      RAMPART_STANDIN: this.#faults,
    };
  }

  /** What the stand-ins do wrong from now on. */
  faults(faults: Faults): void {
    writeFileSync(this.#faults, JSON.stringify(faults));
  }

  async run(request: Request): Promise<Report> {
    const reportFile = join(this.folder, "report.json");
    const order: Order = { ...request, project: this.project, workDir: this.folder, reportFile, env: this.#env };
    return new Promise((resolve, reject) => {
      const child = execFile(
        NODE,
        [join(HERE, "drive.ts")],
        { cwd: ROOT, env: { ...process.env, ...this.#env }, maxBuffer: 1 << 30, timeout: 1_800_000 },
        (error, _stdout, stderr) => {
          if (error !== null) reject(new Error(`the engine driver failed: ${stderr || error.message}`));
          else resolve(JSON.parse(readFileSync(reportFile, "utf8")) as Report);
        },
      );
      child.stdin?.end(JSON.stringify(order));
    });
  }

  /** The resources of the stack as `pulumi stack export --show-secrets` gives them. */
  async state(request: Omit<Request, "operation">): Promise<readonly StateResource[]> {
    const { deployment } = await this.run({ ...request, operation: "export" });
    return deployment?.resources ?? [];
  }

  /**
   * `pulumi destroy` as an operator runs it, with its preview. The Automation API always skips that, and then the
   * engine deletes what is not protected before it comes to what is.
   */
  async destroy(stack: string): Promise<{ readonly succeeded: boolean; readonly output: string }> {
    const args = ["destroy", "--yes", "--non-interactive", "--color", "never", "--stack", stack];
    return new Promise((resolve) => {
      const options = {
        cwd: this.folder,
        env: { ...process.env, ...this.#env },
        maxBuffer: 1 << 28,
        timeout: 1_800_000,
      };
      execFile(this.#pulumi, args, options, (error, stdout, stderr) => {
        resolve({ succeeded: error === null, output: stdout + stderr });
      });
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function executable(file: string, command: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${command}\n`);
  chmodSync(file, 0o755);
}
