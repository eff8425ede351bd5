import * as pulumi from "@pulumi/pulumi";
import resourceProtocol from "@pulumi/pulumi/proto/resource_pb.js";
import rpc from "@pulumi/pulumi/runtime/rpc.js";
import sdkState from "@pulumi/pulumi/runtime/state.js";
import { type MockOutputs, outputsOf } from "./mock-outputs.ts";

export { MOCK_ACCOUNT } from "./mock-outputs.ts";

/** One registered resource as a component asked for it. */
export interface RecordedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** False for component resources. */
  readonly custom: boolean;
  /** Inputs with secrets unwrapped; `secretPaths` tells which they are. */
  readonly inputs: Readonly<Record<string, any>>;
  /** Dotted paths of the inputs that are Pulumi secrets, for example `secretString`. */
  readonly secretPaths: readonly string[];
  /** Name of the parent, unless it is the stack. */
  readonly parent?: string;
  readonly opts: {
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    readonly deleteBeforeReplace: boolean;
    readonly ignoreChanges: readonly string[];
    readonly replaceOnChanges: readonly string[];
    readonly additionalSecretOutputs: readonly string[];
    /** Names of all resources this one waits for: `dependsOn` and those whose outputs it reads. */
    readonly dependencies: readonly string[];
    /** The same as URNs, for when two resources share a name. */
    readonly dependencyUrns: readonly string[];
    /** `urn::id` of an explicit provider, else empty. */
    readonly provider: string;
    readonly importId: string;
    /** Go durations, for example `40m`; empty where the provider's own time applies. */
    readonly customTimeouts: { readonly create: string; readonly update: string; readonly delete: string };
  };
  /** What a component passed to `registerOutputs`; undefined if it never did. */
  outputs?: Readonly<Record<string, any>>;
}

export interface RecordOptions {
  /** Outputs by type token, added to the built-in ones and winning over them. */
  readonly outputs?: Readonly<Record<string, MockOutputs>>;
  /** Results of invokes by token; an invoke that is not listed fails the recording. */
  readonly calls?: Readonly<Record<string, (args: Record<string, unknown>) => Record<string, unknown>>>;
  /** Accept inputs that stay unknown because no output is supplied. They appear as `UNKNOWN`. */
  readonly allowUnknown?: boolean;
}

/** How an unknown input appears in `inputs` under `allowUnknown`. */
export const UNKNOWN = "<unknown>";

export interface Recording<T> {
  /** What `make` returned. */
  readonly result: T;
  /** In order of registration, which is not the order of construction. */
  readonly resources: readonly RecordedResource[];
  /** The only resource of that type (and name); throws, listing what there is, if there is none or more. */
  one(type: string, name?: string): RecordedResource;
  /** All resources of a type, in order of name. */
  all(type: string): readonly RecordedResource[];
}

const project = "test-project";
const stack = "test-stack";

/**
 * Runs `make` against a pretend engine and returns every resource it registered.
 *
 * It records as a preview with outputs supplied: an output that the tables of `mock-outputs.ts` lack
 * stays unknown and fails the recording, instead of reading as the text "undefined". Also refused: two
 * resources with one URN (the real engine refuses them), an input that holds the text "undefined", and
 * invokes. Each call has an SDK store of its own, so that recordings never see one another.
 */
export async function recordResources<T>(
  make: () => T | Promise<T>,
  options: RecordOptions = {},
): Promise<Recording<T>> {
  return withLocalStorage(async () => {
    const recorder = new Recorder(options);
    await recorder.install();
    const result = await make();
    await settle();
    if (recorder.problems.length > 0) throw new Error(recorder.problems.join("\n"));
    return new RecordingView(result, [...recorder.byUrn.values()]);
  });
}

/** The value of an output that is known in a recording. */
export async function valueOf<T>(value: pulumi.Input<T>): Promise<T> {
  const output = pulumi.output(value) as unknown as { promise(): Promise<T>; isKnown: Promise<boolean> };
  if (!(await output.isKnown)) throw new Error("The output is unknown: the mock outputs lack something it is made of.");
  return output.promise();
}

/** Whether an output is marked secret. */
export async function isSecret(value: pulumi.Input<unknown>): Promise<boolean> {
  return pulumi.isSecret(pulumi.output(value));
}

/** A policy document as data, with a statement by sid. */
export function parsePolicy(json: unknown): { readonly statements: readonly any[]; sid(name: string): any } {
  if (typeof json !== "string") throw new Error(`Not a policy document: ${typeof json}`);
  const statements: any[] = JSON.parse(json).Statement;
  return {
    statements,
    sid(name) {
      const found = statements.find((statement) => statement.Sid === name);
      if (found === undefined)
        throw new Error(`No statement ${name}; there are ${statements.map((s) => s.Sid).join(", ")}`);
      return found;
    },
  };
}

// The SDK keeps these two out of its declarations, but they are how its own automation API isolates programs.
const { withLocalStorage } = sdkState as unknown as {
  readonly withLocalStorage: <T>(callback: () => Promise<T>) => Promise<T>;
};
const { waitForRPCs } = pulumi.runtime as unknown as { readonly waitForRPCs: () => Promise<void> };

/** Waits until no registration is under way; one may start another from an apply. */
async function settle(): Promise<void> {
  await drain();
  await drain();
  await drain();
}

async function drain(): Promise<void> {
  await waitForRPCs();
  await new Promise((resolve) => setImmediate(resolve));
}

/** Registrations never get this far: `Recorder` answers them itself. */
function unused(): pulumi.runtime.MockResourceResult {
  return { id: "", state: {} };
}

type Callback = (error: Error | null, response?: unknown) => void;

class Recorder {
  readonly byUrn = new Map<string, RecordedResource>();
  readonly problems: string[] = [];
  private readonly options: RecordOptions;

  constructor(options: RecordOptions) {
    this.options = options;
  }

  async install(): Promise<void> {
    const mocks = { newResource: unused, call: (args: pulumi.runtime.MockCallArgs) => this.call(args) };
    await pulumi.runtime.setMocks(mocks, project, stack, true);
    const monitor = pulumi.runtime.getMonitor() as unknown as Record<string, unknown>;
    monitor.registerResource = (request: any, done: Callback) => this.register(request, done);
    monitor.registerResourceOutputs = (request: any, done: Callback) => this.registerOutputs(request, done);
  }

  private call({ token, inputs }: pulumi.runtime.MockCallArgs): Record<string, unknown> {
    const answer = this.options.calls?.[token];
    if (answer === undefined) {
      this.problems.push(`${token} was invoked; components take such facts as arguments.`);
      return {};
    }
    return answer(inputs);
  }

  private register(request: any, done: Callback): void {
    const urn = urnOf(request);
    const wire = request.getObject().toJavaScript();
    const decoded = decode(wire);
    if (this.byUrn.has(urn)) this.problems.push(`${urn} was registered twice; the engine refuses that.`);
    const timeouts = request.getCustomtimeouts();
    const resource: RecordedResource = {
      urn,
      type: request.getType(),
      name: request.getName(),
      custom: request.getCustom(),
      inputs: decoded.value as Record<string, unknown>,
      secretPaths: decoded.secrets,
      ...(request.getParent() ? { parent: nameOf(request.getParent()) } : {}),
      opts: {
        protect: request.getProtect() ?? false,
        retainOnDelete: request.getRetainondelete() ?? false,
        deleteBeforeReplace: request.getDeletebeforereplace(),
        ignoreChanges: request.getIgnorechangesList(),
        replaceOnChanges: request.getReplaceonchangesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        dependencies: request.getDependenciesList().map(nameOf).toSorted(),
        dependencyUrns: request.getDependenciesList(),
        provider: request.getProvider(),
        importId: request.getImportid(),
        customTimeouts: {
          create: timeouts?.getCreate() ?? "",
          update: timeouts?.getUpdate() ?? "",
          delete: timeouts?.getDelete() ?? "",
        },
      },
    };
    this.byUrn.set(urn, resource);
    this.inspect(resource, decoded.unknown);
    const response = new resourceProtocol.RegisterResourceResponse();
    response.setUrn(urn);
    // The SDK's own copy of the protocol library, which need not be the one we would import.
    const Struct = request.getObject().constructor;
    if (resource.custom) {
      const { id, outputs } = outputsOf(resource, this.options.outputs?.[resource.type]);
      response.setId(id);
      const state: Record<string, unknown> = { ...wire, ...outputs };
      for (const key of resource.opts.additionalSecretOutputs) {
        if (state[key] !== undefined) state[key] = { [rpc.specialSigKey]: rpc.specialSecretSig, value: state[key] };
      }
      response.setObject(Struct.fromJavaScript(state));
    } else {
      response.setObject(Struct.fromJavaScript({}));
    }
    done(null, response);
  }

  private inspect(resource: RecordedResource, unknown: readonly string[]): void {
    if (this.options.allowUnknown !== true) {
      for (const path of unknown) {
        this.problems.push(
          `${resource.type} "${resource.name}": ${path} is unknown; add the output it reads to mock-outputs.ts.`,
        );
      }
    }
    for (const path of findText(resource.inputs, "undefined", "")) {
      this.problems.push(`${resource.type} "${resource.name}": ${path} holds the text "undefined".`);
    }
  }

  private registerOutputs(request: any, done: Callback): void {
    const resource = this.byUrn.get(request.getUrn());
    if (resource !== undefined)
      resource.outputs = decode(request.getOutputs()?.toJavaScript() ?? {}).value as Record<string, unknown>;
    done(null, {});
  }
}

class RecordingView<T> implements Recording<T> {
  readonly result: T;
  readonly resources: readonly RecordedResource[];

  constructor(result: T, resources: readonly RecordedResource[]) {
    this.result = result;
    this.resources = resources;
  }

  one(type: string, name?: string): RecordedResource {
    const found = this.resources.filter((it) => it.type === type && (name === undefined || it.name === name));
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    const there = this.resources.map((it) => `${it.type} ${it.name}`).toSorted();
    throw new Error(`${found.length} resources of ${type} ${name ?? ""}; there are:\n${there.join("\n")}`);
  }

  all(type: string): readonly RecordedResource[] {
    return this.resources.filter((it) => it.type === type).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}

/** URN with the whole chain of parent types, as the real engine builds it. */
function urnOf(request: any): string {
  const parentType: string | undefined = request.getParent() ? request.getParent().split("::")[2] : undefined;
  const inherits = parentType !== undefined && parentType !== "pulumi:pulumi:Stack";
  const type = inherits ? `${parentType}$${request.getType()}` : request.getType();
  return `urn:pulumi:${stack}::${project}::${type}::${request.getName()}`;
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

interface Decoded {
  value: unknown;
  readonly secrets: string[];
  readonly unknown: string[];
}

/** Unwraps the wire form: secrets become plain values and their paths are noted, unknowns become `UNKNOWN`. */
function decode(wire: unknown): Decoded {
  const secrets: string[] = [];
  const unknown: string[] = [];
  const walk = (value: unknown, path: string): unknown => {
    if (value === rpc.unknownValue) {
      unknown.push(path);
      return UNKNOWN;
    }
    if (Array.isArray(value)) return value.map((item, index) => walk(item, `${path}[${index}]`));
    if (typeof value !== "object" || value === null) return value;
    const fields = value as Record<string, unknown>;
    if (fields[rpc.specialSigKey] === rpc.specialSecretSig) {
      secrets.push(path);
      return walk(fields.value, path);
    }
    return Object.fromEntries(
      Object.entries(fields).map(([key, item]) => [key, walk(item, path === "" ? key : `${path}.${key}`)]),
    );
  };
  return { value: walk(wire, ""), secrets, unknown };
}

function findText(value: unknown, needle: string, path: string): string[] {
  if (typeof value === "string") return value.includes(needle) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => findText(item, needle, path === "" ? key : `${path}.${key}`));
}
