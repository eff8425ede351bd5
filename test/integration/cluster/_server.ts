import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { apiServerForTests, hasGo } from "../../../tools/kubernetes/apiserver.ts";

const HOST = "127.0.0.1";

const etcd = [process.env["KUBEBUILDER_ASSETS"] ?? "", ...(process.env["PATH"] ?? "").split(delimiter)]
  .map((folder) => join(folder, "etcd"))
  .find((file) => existsSync(file));

/** Why no API server can be started here; undefined if one can. */
export const missing: string | undefined =
  etcd === undefined
    ? "etcd is missing (tools/install-servers.sh installs it)"
    : apiServerForTests({ build: false }) === undefined && !hasGo()
      ? "KUBEBUILDER_ASSETS names no kube-apiserver, and Go 1.26 to build one is missing"
      : undefined;

export interface Answer {
  readonly status: number;
  readonly body: any;
  /** What the server warns of, such as a deprecated version. */
  readonly warnings: readonly string[];
}

export interface As {
  readonly user: string;
  readonly groups: readonly string[];
}

/** A Kubernetes API server with its etcd, for one test file; the caller is an administrator. */
export class ApiServer {
  readonly #folder = mkdtempSync(join(tmpdir(), "rampart-cluster-"));
  readonly #token = randomBytes(24).toString("hex");
  readonly #children: ChildProcess[] = [];
  #agent = new Agent();
  #port = 0;

  static async start(): Promise<ApiServer> {
    const server = new ApiServer();
    try {
      await server.#start();
      return server;
    } catch (error) {
      const log = readFileSync(join(server.#folder, "apiserver.log"), "utf8").slice(-3000);
      await server.stop();
      throw new Error(`the API server did not start: ${log}`, { cause: error });
    }
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    for (const child of this.#children.toReversed()) {
      if (child.exitCode !== null) continue;
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGKILL");
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A call of the API. Never throws for a refusal: the answer tells. */
  call(
    method: string,
    path: string,
    body?: unknown,
    { type = "application/json", as }: { type?: string; as?: As } = {},
  ) {
    const headers: Record<string, string | string[]> = {
      authorization: `Bearer ${this.#token}`,
      accept: "application/json",
    };
    if (body !== undefined) headers["content-type"] = type;
    if (as !== undefined) {
      headers["impersonate-user"] = as.user;
      headers["impersonate-group"] = [...as.groups];
    }
    return new Promise<Answer>((resolve, reject) => {
      const sent = request({ host: HOST, port: this.#port, method, path, headers, agent: this.#agent }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const warnings = [answer.headers["warning"] ?? []].flat();
          resolve({ status: answer.statusCode ?? 0, body: text.startsWith("{") ? JSON.parse(text) : text, warnings });
        });
      });
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  async #start(): Promise<void> {
    const program = apiServerForTests();
    if (program === undefined || etcd === undefined) throw new Error(missing ?? "no kube-apiserver");
    const [client, peer, port] = [await freePort(), await freePort(), await freePort()];
    this.#port = port;
    const at = (file: string): string => join(this.#folder, file);
    const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileSync(at("accounts.key"), keys.privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
    writeFileSync(at("accounts.pub"), keys.publicKey.export({ type: "spki", format: "pem" }));
    writeFileSync(at("tokens.csv"), `${this.#token},admin,admin,"system:masters"\n`, { mode: 0o600 });
    const etcdUrl = `http://${HOST}:${client}`;
    const peerUrl = `http://${HOST}:${peer}`;
    this.#run("etcd", etcd, [
      `--data-dir=${at("etcd")}`,
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=default=${peerUrl}`,
    ]);
    this.#run("apiserver", program, [
      `--etcd-servers=${etcdUrl}`,
      `--bind-address=${HOST}`,
      `--secure-port=${port}`,
      `--cert-dir=${at("certificates")}`,
      `--token-auth-file=${at("tokens.csv")}`,
      // Written into an endpoint that nobody calls; without it the machine would need a route to somewhere.
      "--advertise-address=192.0.2.10",
      "--authorization-mode=RBAC",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${at("accounts.pub")}`,
      `--service-account-signing-key-file=${at("accounts.key")}`,
      "--service-cluster-ip-range=10.100.0.0/16",
      "--allow-privileged=true",
      // Many calls at once are the tests' own.
      "--enable-priority-and-fairness=false",
      "--max-requests-inflight=0",
      "--max-mutating-requests-inflight=0",
    ]);
    const certificate = at("certificates/apiserver.crt");
    for (const end = Date.now() + 1_200_000; ; await sleep(250)) {
      if (this.#children.some(({ exitCode }) => exitCode !== null)) throw new Error("a process ended");
      if (Date.now() > end) throw new Error("it was not ready in twenty minutes");
      if (!existsSync(certificate)) continue;
      this.#agent.destroy();
      this.#agent = new Agent({
        ca: readFileSync(certificate),
        keepAlive: true,
        maxSockets: 16,
        servername: "kubernetes",
      });
      const ready = await this.call("GET", "/readyz").catch(() => undefined);
      if (ready?.status === 200) return;
    }
  }

  #run(name: string, program: string, args: readonly string[]): void {
    const log = openSync(join(this.#folder, `${name}.log`), "a", 0o600);
    this.#children.push(
      spawn(program, args, {
        cwd: this.#folder,
        stdio: ["ignore", log, log],
        env: { PATH: process.env["PATH"] ?? "" },
      }),
    );
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
