import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb.js";
import type { CallResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import type {
  ExistsResourceResponse,
  ReadResourceRequest,
  ReadResourceResponse,
  RegisterPackageResponse,
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  RegisterResourceResponse,
  ResourceCallRequest,
  ResourceInvokeRequest,
  ResourceInvokeResponse,
} from "@pulumi/pulumi/proto/resource_pb.js";
import type { Properties, Value } from "../../policies/value.ts";
import { STACK_TYPE, makeUrn, providerUrn } from "../urn.ts";
import { accountOf } from "./account.ts";
import { AssetReader } from "./assets.ts";
import { RecordError } from "./errors.ts";
import { stackOutputs } from "./fixtures.ts";
import { answerInvoke } from "./invokes.ts";
import { type Positions, readPositions } from "./positions.ts";
import { lazy, resourceProto } from "./protos.ts";
import type { MonitorOptions, Recorded, RecordedInvoke } from "./recorded.ts";
import { type Registration, toPlanOptions, toRegistration } from "./registration.ts";
import { UNKNOWN_ANSWER } from "./sdk-hooks.ts";
import { type Simulated, mergeOutputs, simulate } from "./simulate.ts";
import { Transforms } from "./transforms.ts";
import { UNKNOWN_TEXT, WireReader, toStruct, toWireObject, toWireProperties } from "./wire.ts";

/**
 * Stands in for the Pulumi engine: answers the requests of a program and remembers them. Both front ends hand
 * it the SDK's own protobuf messages, in process or off the wire, so that what it records does not depend on
 * which of them ran the program. A method that rejects fails the request, as an error of the engine would.
 */
export class Monitor {
  readonly options: MonitorOptions;
  readonly resources = new Map<string, Recorded>();
  readonly invokes: RecordedInvoke[] = [];
  /** Numbers of the constructor calls that have arrived. */
  readonly arrived = new Set<number>();
  /** The first failure that the program itself may swallow or garble. */
  failure: RecordError | undefined;
  /** An error that the program logged without throwing; it fails a deployment all the same. */
  loggedError: RecordError | undefined;
  /** Whether the program ran to its end and handed over the stack's outputs. */
  finished = false;

  readonly #reader: WireReader;
  readonly #transforms: Transforms;
  readonly #resourceTransforms = new Map<string, readonly Callback[]>();
  readonly #stackTransforms: Callback[] = [];
  readonly #invokeTransforms: Callback[] = [];
  /** URNs given out, their requests perhaps still held up by a transform. */
  readonly #pending = new Map<string, Positions>();
  readonly #configuredAccount: string | undefined;
  #stackUrn = "";

  constructor(options: MonitorOptions) {
    this.options = options;
    this.#configuredAccount = accountOf(awsConfiguration(options.config));
    this.#reader = new WireReader(new AssetReader(options.programDir, options.workingDir));
    this.#transforms = new Transforms(this.#reader);
  }

  close(): void {
    this.#transforms.close();
  }

  registerStackTransform(callback: Callback): void {
    this.#stackTransforms.push(callback);
  }

  registerStackInvokeTransform(callback: Callback): void {
    this.#invokeTransforms.push(callback);
  }

  /** Parameterised packages are named, never loaded. */
  registerPackage(): RegisterPackageResponse {
    const response = new resourceProto.RegisterPackageResponse();
    response.setRef("recorded");
    return response;
  }

  async registerResource(request: RegisterResourceRequest): Promise<RegisterResourceResponse> {
    const positions = this.#arrive(request);
    const type = request.getType();
    const parent = this.#parentOf(type, request.getParent());
    const registration = toRegistration(request, parent, this.resources.get(parent));
    const urn = this.#newUrn(registration, positions);
    if (type === STACK_TYPE) this.#stackUrn = urn;
    if (registration.transforms.length > 0) this.#resourceTransforms.set(urn, registration.transforms);
    const recorded = this.#record(
      urn,
      await this.#transforms.apply(registration, this.#transformsFor(registration)),
      positions,
    );
    const response = new resourceProto.RegisterResourceResponse();
    response.setUrn(urn);
    response.setId(recorded.id);
    response.setObject(toStruct(recorded.state));
    return response;
  }

  #record(urn: string, registration: Registration, positions: Positions): Recorded {
    const { type, name, custom, remote, parent, object, options } = registration;
    const wire = toWireObject(object);
    const inputs = this.#reader.properties(wire);
    const provider = options.getProvider() === "" ? undefined : providerUrn(options.getProvider());
    const simulated = custom ? this.#simulate(urn, type, name, inputs, provider) : undefined;
    const recorded: Recorded = {
      urn,
      type,
      name,
      custom,
      external: false,
      opaque: remote || type === "kubernetes:helm.sh/v3:Release",
      parent: parent === "" ? undefined : parent,
      provider,
      inputs,
      outputs: withId(simulated),
      dependencies: allDependencies(registration),
      propertyDependencies: registration.propertyDependencies,
      options: toPlanOptions(registration, this.options.stack, this.options.project),
      positions,
      id: simulated?.id ?? "",
      state: mergeOutputs(wire, inputs, simulated?.outputs ?? {}, options.getAdditionalSecretOutputsList()),
    };
    this.resources.set(urn, recorded);
    return recorded;
  }

  async readResource(request: ReadResourceRequest): Promise<ReadResourceResponse> {
    const positions = this.#arrive(request);
    const type = request.getType();
    const name = request.getName();
    const parent = this.#parentOf(type, request.getParent());
    const urn = this.#newUrn({ type, name, parent }, positions);
    const wire = toWireObject(request.getProperties());
    const inputs = this.#reader.properties(wire);
    const provider = request.getProvider() === "" ? undefined : providerUrn(request.getProvider());
    const id = request.getId().includes(UNKNOWN_TEXT) ? undefined : request.getId();
    const outputs =
      type === "pulumi:pulumi:StackReference"
        ? stackOutputs(this.options.fixtures, id)
        : this.#simulate(urn, type, name, inputs, provider, id)?.outputs;
    const recorded: Recorded = {
      urn,
      type,
      name,
      custom: true,
      external: true,
      opaque: false,
      parent: parent === "" ? undefined : parent,
      provider,
      inputs,
      outputs: { ...outputs, ...(id !== undefined && { id }) },
      dependencies: request.getDependenciesList(),
      propertyDependencies: new Map(),
      options: request.getVersion() === "" ? {} : { version: request.getVersion() },
      positions,
      id: id ?? "",
      state: mergeOutputs(wire, inputs, outputs ?? {}, request.getAdditionalsecretoutputsList()),
    };
    this.resources.set(urn, recorded);
    const response = new resourceProto.ReadResourceResponse();
    response.setUrn(urn);
    response.setProperties(toStruct(recorded.state));
    return response;
  }

  /** Whether something exists in the cloud is never known here. */
  existsResource(): ExistsResourceResponse {
    const response = new resourceProto.ExistsResourceResponse();
    response.setUnknown(true);
    return response;
  }

  registerResourceOutputs(request: RegisterResourceOutputsRequest): void {
    const urn = request.getUrn();
    if (urn === this.#stackUrn) this.finished = true;
    const recorded = this.resources.get(urn);
    const outputs = request.getOutputs();
    if (recorded === undefined || outputs === undefined) return;
    const wire = toWireObject(outputs);
    const values = this.#reader.properties(wire);
    if (Object.keys(values).length > 0) recorded.outputs = values;
    recorded.state = wire;
  }

  async invoke(request: ResourceInvokeRequest): Promise<ResourceInvokeResponse> {
    const response = new resourceProto.ResourceInvokeResponse();
    if (request.getTok() === "pulumi:pulumi:getResource") {
      response.setReturn(this.#getResource(this.#reader.properties(toWireObject(request.getArgs()))["urn"]));
      return response;
    }
    for (const callback of this.#invokeTransforms) {
      // oxlint-disable-next-line no-await-in-loop
      await this.#transforms.applyToInvoke(request, callback);
    }
    const token = request.getTok();
    const args = this.#reader.properties(toWireObject(request.getArgs()));
    const provider = request.getProvider() === "" ? undefined : providerUrn(request.getProvider());
    const answer = await answerInvoke(token, args, {
      fixtures: this.options.fixtures,
      region: this.#region(args, provider),
      accountId: this.#accountId(provider),
    });
    this.invokes.push({ token, args, answer: answer.from });
    response.setReturn(toStruct(toWireProperties(answer.result ?? { [UNKNOWN_ANSWER]: token })));
    return response;
  }

  /** A method of a remote component: its implementation is not here. */
  call(request: ResourceCallRequest): CallResponse {
    const token = request.getTok();
    this.invokes.push({ token, args: this.#reader.properties(toWireObject(request.getArgs())), answer: "unknown" });
    const response = new (lazy.providerProto().CallResponse)();
    response.setReturn(toStruct({ [UNKNOWN_ANSWER]: token }));
    return response;
  }

  #arrive(request: RegisterResourceRequest | ReadResourceRequest): Positions {
    const positions = readPositions(this.options.programDir, request.getStacktrace?.(), request.getSourceposition?.());
    if (positions.number !== undefined) this.arrived.add(positions.number);
    return positions;
  }

  #parentOf(type: string, parent: string): string {
    return parent === "" && type !== STACK_TYPE ? this.#stackUrn : parent;
  }

  #newUrn(registration: Pick<Registration, "type" | "name" | "parent">, positions: Positions): string {
    const { stack, project } = this.options;
    const urn = makeUrn(stack, project, registration.type, registration.name, registration.parent);
    const earlier = this.resources.get(urn);
    if (earlier === undefined && !this.#pending.has(urn)) {
      this.#pending.set(urn, positions);
      return urn;
    }
    // Which of the two arrives first depends on timing; the message does not.
    const places = [earlier?.positions ?? this.#pending.get(urn) ?? {}, positions]
      .flatMap(({ source }) => (source === undefined ? [] : [`${source.file}:${source.line}:${source.column}`]))
      .toSorted();
    const where = places.length === 0 ? "" : ` (registered at ${places.join(" and at ")})`;
    this.failure ??= new RecordError(
      "duplicate-urn",
      `Duplicate resource URN '${urn}'; try giving it a unique name${where}`,
      places.at(-1),
    );
    throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
  }

  /** In the engine's order: the resource's own, those of its ancestors from the inside out, the stack's. */
  #transformsFor({ transforms, parent }: Registration): Callback[] {
    const callbacks = [...transforms];
    for (let urn: string | undefined = parent; urn !== undefined && urn !== "";) {
      callbacks.push(...(this.#resourceTransforms.get(urn) ?? []));
      urn = this.resources.get(urn)?.parent;
    }
    return [...callbacks, ...this.#stackTransforms];
  }

  #simulate(
    urn: string,
    type: string,
    name: string,
    inputs: Properties,
    provider: string | undefined,
    id?: string,
  ): Simulated | undefined {
    if (this.options.mode === "preview") return undefined;
    const accountId = this.#accountId(provider);
    return simulate({
      urn,
      type,
      name,
      inputs,
      region: this.#region(inputs, provider),
      ...(accountId !== undefined && { accountId }),
      ...(id !== undefined && { id }),
    });
  }

  /** The region of a resource or call: its own, its provider's, the configuration's, the fixtures'. */
  #region(inputs: Properties, provider: string | undefined): string | undefined {
    const ofProvider = provider === undefined ? undefined : this.resources.get(provider)?.inputs["region"];
    const candidates = [inputs["region"], ofProvider, this.options.config["aws:region"], this.options.fixtures.region];
    return candidates.find((region): region is string => typeof region === "string");
  }

  /** The account of a resource or call: its provider's, the configuration's, the fixtures'. */
  #accountId(provider: string | undefined): string | undefined {
    const ofProvider = provider === undefined ? undefined : this.resources.get(provider)?.inputs;
    return (ofProvider && accountOf(ofProvider)) ?? this.#configuredAccount ?? this.options.fixtures.accountId;
  }

  #getResource(urn: Value | undefined): Struct {
    const recorded = typeof urn === "string" ? this.resources.get(urn) : undefined;
    if (recorded === undefined) throw new Error(`unknown resource ${String(urn)}`);
    return toStruct({ urn: recorded.urn, id: recorded.id, state: recorded.state });
  }
}

function withId(simulated: Simulated | undefined): Properties | undefined {
  if (simulated === undefined) return undefined;
  return { ...simulated.outputs, ...(simulated.id !== undefined && { id: simulated.id }) };
}

/** What transforms added to a property counts for the resource, too. */
function allDependencies({ options, propertyDependencies, transforms }: Registration): readonly string[] {
  const dependencies = options.getDependsOnList();
  return transforms.length === 0 ? dependencies : [...dependencies, ...[...propertyDependencies.values()].flat()];
}

/** The configuration of the default AWS provider, by the names of its inputs. */
function awsConfiguration(config: MonitorOptions["config"]): Properties {
  const own = Object.entries(config).filter(([key]) => key.startsWith("aws:"));
  return Object.fromEntries(own.map(([key, value]) => [key.slice("aws:".length), value]));
}
