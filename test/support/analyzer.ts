import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import type * as grpcModule from "@grpc/grpc-js";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { structProto } from "../../engine/record/protos.ts";
import { Asset, type Properties, Reference, Secret, Unknown, type Value } from "../../policies/value.ts";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js") as typeof grpcModule;
const messages = require("@pulumi/pulumi/proto/analyzer_pb.js");
const services = require("@pulumi/pulumi/proto/analyzer_grpc_pb.js");

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const UNKNOWN_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What the engine sends of a resource. */
export interface WireResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly properties: Properties;
  readonly protect?: boolean;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** What a pack answers, as the engine receives it. */
export interface Diagnostic {
  readonly policyName: string;
  readonly message: string;
  readonly level: "advisory" | "mandatory" | "disabled" | "remediate";
  readonly urn: string;
}

type Client = Record<string, (request: unknown, callback: (error: Error | null, response: any) => void) => void>;

/** The pack behind the SDK's own analyzer server, started and spoken to as the engine does. */
export class Analyzer {
  readonly #process: ChildProcess;
  readonly #client: Client;

  private constructor(process_: ChildProcess, client: Client) {
    this.#process = process_;
    this.#client = client;
  }

  static async start(pack: string, env: Readonly<Record<string, string>> = {}): Promise<Analyzer> {
    const runner = join(ROOT, "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js");
    const child = spawn(process.execPath, [runner, "127.0.0.1:1", pack], {
      cwd: pack,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let errors = "";
    child.stderr?.on("data", (chunk: Buffer) => (errors += String(chunk)));
    const port = await new Promise<number>((resolve, reject) => {
      child.stdout?.once("data", (chunk: Buffer) => resolve(Number(String(chunk).trim())));
      child.once("exit", (code) => reject(new Error(`the pack ended with ${code}: ${errors}`)));
    });
    const client = new services.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    return new Analyzer(child, client as Client);
  }

  /** Levels and settings by rule, as the CLI reads them from `--policy-pack-config`. */
  async configure(
    config: Readonly<Record<string, { level?: Diagnostic["level"]; properties?: object }>>,
  ): Promise<void> {
    const request = new messages.ConfigureAnalyzerRequest();
    for (const [name, { level, properties }] of Object.entries(config)) {
      const one = new messages.PolicyConfig();
      one.setEnforcementlevel(LEVELS.indexOf(level ?? "mandatory"));
      one.setProperties(structProto.Struct.fromJavaScript((properties ?? {}) as never));
      request.getPolicyconfigMap().set(name, one);
    }
    await this.#call("configure", request);
  }

  async policies(): Promise<{ readonly name: string; readonly level: string; readonly properties: object }[]> {
    const empty = services.AnalyzerService.getAnalyzerInfo.requestType;
    const info = await this.#call("getAnalyzerInfo", new empty());
    return info.getPoliciesList().map((policy: any) => ({
      name: policy.getName(),
      level: LEVELS[policy.getEnforcementlevel()],
      properties: policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {},
    }));
  }

  async analyze(resource: WireResource): Promise<Diagnostic[]> {
    const request = new messages.AnalyzeRequest();
    fill(request, resource);
    return diagnostics(await this.#call("analyze", request));
  }

  /** The inputs that the pack hands back for a resource, one for each rule that changed them, as they are on the wire. */
  async remediate(resource: WireResource): Promise<{ readonly policyName: string; readonly properties: unknown }[]> {
    const request = new messages.AnalyzeRequest();
    fill(request, resource);
    const response = await this.#call("remediate", request);
    return response.getRemediationsList().map((one: any) => ({
      policyName: one.getPolicyname(),
      properties: one.getProperties()?.toJavaScript(),
    }));
  }

  async analyzeStack(resources: readonly WireResource[]): Promise<Diagnostic[]> {
    const request = new messages.AnalyzeStackRequest();
    request.setResourcesList(
      resources.map((resource) => {
        const one = new messages.AnalyzerResource();
        fill(one, resource);
        one.setParent(resource.parent ?? "");
        one.setDependenciesList([...(resource.dependencies ?? [])]);
        for (const [key, urns] of Object.entries(resource.propertyDependencies ?? {})) {
          const list = new messages.AnalyzerPropertyDependencies();
          list.setUrnsList([...urns]);
          one.getPropertydependenciesMap().set(key, list);
        }
        return one;
      }),
    );
    return diagnostics(await this.#call("analyzeStack", request));
  }

  stop(): void {
    this.#process.kill();
  }

  async #call(method: string, request: unknown): Promise<any> {
    return new Promise((resolve, reject) => {
      // oxlint-disable-next-line no-useless-call -- the client's methods need their client
      this.#client[method]?.call(this.#client, request, (error, response) =>
        error === null ? resolve(response) : reject(error),
      );
    });
  }
}

const LEVELS: readonly Diagnostic["level"][] = ["advisory", "mandatory", "disabled", "remediate"];

function fill(message: any, { urn, type, name, properties, protect, parent }: WireResource): void {
  message.setUrn(urn);
  message.setType(type);
  message.setName(name);
  message.setProperties(structProto.Struct.fromJavaScript(toWire(properties) as never));
  const options = new messages.AnalyzerResourceOptions();
  options.setProtect(protect ?? false);
  options.setParent(parent ?? "");
  message.setOptions(options);
}

function diagnostics(response: any): Diagnostic[] {
  return response.getDiagnosticsList().map((one: any) => ({
    policyName: one.getPolicyname(),
    message: one.getMessage(),
    level: LEVELS[one.getEnforcementlevel()],
    urn: one.getUrn(),
  }));
}

/** Values as the engine marshals them for an analyzer: unknowns as sentinels, secrets wrapped. */
export function toWire(value: Value): unknown {
  if (value instanceof Unknown) return UNKNOWN_WIRE;
  if (value instanceof Secret) return { [SIGNATURE]: SECRET, value: toWire(value.value ?? null) };
  if (value instanceof Asset || value instanceof Reference) return null;
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toWire(item)]));
}
