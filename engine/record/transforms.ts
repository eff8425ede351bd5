import type { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb.js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb.js";
import type { ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import { lazy, resourceProto } from "./protos.ts";
import type { Registration } from "./registration.ts";
import { type WireReader, asOutputs, toWireObject } from "./wire.ts";

/**
 * Calls the transforms that a program registered. They live in the program's own callback server, wherever
 * the program runs, and are called over gRPC exactly as the engine calls them.
 */
export class Transforms {
  readonly #reader: WireReader;
  readonly #clients = new Map<string, CallbacksClient>();

  constructor(reader: WireReader) {
    this.#reader = reader;
  }

  /**
   * The registration after all transforms, in the engine's order. Secrets and unknowns reach them as outputs; what a
   * property depends on does so only for a resource that has transforms of its own, and is afterwards only what
   * the outputs that came back say. Rejects with the program's own error.
   */
  async apply(registration: Registration, callbacks: readonly Callback[]): Promise<Registration> {
    if (callbacks.length === 0) return registration.remote ? this.#withOutputDependencies(registration) : registration;
    const isOwn = registration.transforms.length > 0;
    const { object, propertyDependencies } = registration;
    let current: Registration = registration;
    if (object !== undefined) {
      current = { ...current, object: asOutputs(object, isOwn ? propertyDependencies : new Map()) };
    }
    for (const callback of callbacks) {
      // Each sees what the one before made of it.
      // oxlint-disable-next-line no-await-in-loop
      current = await this.#applyOne(current, callback);
    }
    return this.#withOutputDependencies(isOwn ? { ...current, propertyDependencies: new Map() } : current);
  }

  async #applyOne(registration: Registration, callback: Callback): Promise<Registration> {
    const request = new resourceProto.TransformRequest();
    request.setType(registration.type);
    request.setName(registration.name);
    request.setCustom(registration.custom);
    request.setParent(registration.parent);
    request.setProperties(registration.object);
    request.setOptions(registration.options);
    const response = resourceProto.TransformResponse.deserializeBinary(
      await this.#call(callback, request.serializeBinary()),
    );
    return {
      ...registration,
      object: response.getProperties() ?? registration.object,
      options: response.getOptions() ?? registration.options,
    };
  }

  #withOutputDependencies(registration: Registration): Registration {
    const found = new Map<string, Set<string>>();
    this.#reader.properties(toWireObject(registration.object), found);
    const propertyDependencies = new Map(registration.propertyDependencies);
    for (const [key, urns] of found) {
      propertyDependencies.set(key, [...new Set([...(propertyDependencies.get(key) ?? []), ...urns])]);
    }
    return { ...registration, propertyDependencies };
  }

  /** Changes the request of an invoke in place. */
  async applyToInvoke(invoke: ResourceInvokeRequest, callback: Callback): Promise<void> {
    const request = new resourceProto.TransformInvokeRequest();
    request.setToken(invoke.getTok());
    request.setArgs(invoke.getArgs());
    const options = new resourceProto.TransformInvokeOptions();
    options.setProvider(invoke.getProvider());
    options.setVersion(invoke.getVersion());
    options.setPluginDownloadUrl(invoke.getPlugindownloadurl());
    request.setOptions(options);
    const answer = await this.#call(callback, request.serializeBinary());
    const response = resourceProto.TransformInvokeResponse.deserializeBinary(answer);
    if (response.hasArgs()) invoke.setArgs(response.getArgs());
    const provider = response.getOptions()?.getProvider();
    if (provider !== undefined && provider !== "") invoke.setProvider(provider);
  }

  #call(callback: Callback, payload: Uint8Array): Promise<Uint8Array> {
    const request = new (lazy.callbackProto().CallbackInvokeRequest)();
    request.setToken(callback.getToken());
    request.setRequest(payload);
    return new Promise((resolve, reject) => {
      this.#client(callback.getTarget()).invoke(request, (error, response) => {
        if (error !== null) reject(new Error(error.details));
        else resolve(response.getResponse_asU8());
      });
    });
  }

  #client(target: string) {
    let client = this.#clients.get(target);
    if (client === undefined) {
      const { credentials } = lazy.grpc();
      const service = lazy.callbackService();
      client = new service.CallbacksClient(target, credentials.createInsecure(), {
        "grpc.max_receive_message_length": -1,
        "grpc.max_send_message_length": -1,
      });
      this.#clients.set(target, client);
    }
    return client;
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }
}
