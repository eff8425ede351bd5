import type { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb.js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb.js";
import type { ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import { lazy, resourceProto } from "./protos.ts";
import type { Registration } from "./registration.ts";
import { type WireReader, asOutputs } from "./wire.ts";

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

  /** The registration after one transform. Rejects with the program's own error. */
  async applyTo(registration: Registration, callback: Callback): Promise<Registration> {
    const request = new resourceProto.TransformRequest();
    request.setType(registration.type);
    request.setName(registration.name);
    request.setCustom(registration.custom);
    request.setParent(registration.parent);
    if (registration.object !== undefined) {
      request.setProperties(asOutputs(registration.object, registration.propertyDependencies));
    }
    request.setOptions(registration.options);
    const answer = await this.#call(callback, request.serializeBinary());
    const response = resourceProto.TransformResponse.deserializeBinary(answer);
    const object = response.getProperties() ?? registration.object;
    const options = response.getOptions() ?? registration.options;
    const found = new Map<string, Set<string>>();
    const kept = this.#reader.properties(object, found);
    const propertyDependencies = new Map<string, readonly string[]>();
    for (const key of Object.keys(kept)) {
      const before = registration.propertyDependencies.get(key) ?? [];
      propertyDependencies.set(key, [...new Set([...before, ...(found.get(key) ?? [])])]);
    }
    return { ...registration, object, options, propertyDependencies };
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
