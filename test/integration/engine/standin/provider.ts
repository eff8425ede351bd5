/**
 * TEST EQUIPMENT. A resource provider that answers on the engine's own protocol without any cloud, because the
 * real AWS, Kubernetes and random plugins cannot be had where these tests run. It proves what the engine does
 * with our program; it proves nothing about what the cloud would accept.
 *
 * Two flavours: `echo` returns inputs and computed outputs; `bridge` also does what the real providers do on
 * the way: defaults and their bookkeeping, autonames, secret outputs.
 *
 * Arguments: NAME FLAVOUR [ENGINE_ADDRESS]. RAMPART_STANDIN names a JSON file of faults, read at each request.
 */
import * as grpc from "@grpc/grpc-js";
import pluginProto from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerProto from "@pulumi/pulumi/proto/provider_pb.js";
import { emptyProto, structProto } from "../../../../engine/record/protos.ts";
import { bridgeCheck, bridgeOutputs } from "./bridge.ts";
import { providerDefaults } from "./bridge-schema.ts";
import { compute, notYetKnown, withComputed } from "./outputs.ts";
import { delayOf, failureOf, isUnknownOnDemand } from "./faults.ts";
import { UNKNOWN_STRING, type Wire, type WireObject, plain, secret, isSecret } from "./wire.ts";

const [name = "aws", flavour = "echo"] = process.argv.slice(2);

type Call<Request> = { readonly request: Request };
type Callback = (error: grpc.ServiceError | Error | null, response?: unknown) => void;

const toStruct = (value: WireObject) => structProto.Struct.fromJavaScript(value);
const fromStruct = (struct: { toJavaScript(): unknown } | undefined): WireObject =>
  (struct?.toJavaScript() ?? {}) as WireObject;
const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";
const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

const PREFIX_LIST = "aws:ec2/getManagedPrefixList:getManagedPrefixList";

/** A list of AWS's own, as the recordings' fixture has it (_platform.ts). */
function prefixList(args: WireObject): WireObject {
  return { ...args, id: "pl-0a1b2c3d4e5f60718" };
}

function empty(_call: unknown, callback: Callback): void {
  callback(null, new emptyProto.Empty());
}

/** Runs one operation after the delay and unless the fault that the test asked for. */
async function operate(operation: string, urn: string, callback: Callback, answer: () => unknown): Promise<void> {
  await new Promise((done) => setTimeout(done, delayOf(urn)));
  const failure = failureOf(operation, urn);
  if (failure !== undefined)
    callback({ code: grpc.status.UNKNOWN, message: failure, details: failure } as grpc.ServiceError);
  else callback(null, answer());
}

function created(urn: string, inputs: WireObject, preview: boolean): { id: string; outputs: WireObject } {
  const type = typeOf(urn);
  const resource = { urn, type, name: nameOf(urn), inputs, region: region(), accountId: accountId() };
  const { id, outputs: computed } = compute(flavour, resource);
  // Providers made from Terraform's repeat the id among the outputs; the Kubernetes provider does not.
  if (name !== "kubernetes") computed["id"] = id;
  // The real bridge says what it does not know yet; leaving it out means the same to the engine.
  const shown = !preview ? computed : flavour === "bridge" ? unknowns(computed) : {};
  const outputs = withComputed(inputs, shown);
  for (const key of Object.keys(outputs)) if (isUnknownOnDemand(urn, key) && preview) outputs[key] = UNKNOWN_STRING;
  return {
    id: preview ? "" : id,
    outputs: flavour === "bridge" ? bridgeOutputs(name, type, outputs, region() ?? "") : outputs,
  };
}

function unknowns(computed: WireObject): WireObject {
  return Object.fromEntries(
    Object.entries(computed).map(([key, value]) => [
      key,
      isSecret(value) ? secret(UNKNOWN_STRING) : notYetKnown(value, UNKNOWN_STRING),
    ]),
  );
}

/** What the provider was configured with. */
let configuration: WireObject = {};

function region(): string | undefined {
  const configured = plain(configuration["region"]);
  return typeof configured === "string" ? configured : undefined;
}

/** The account that the credentials belong to: the one that the configuration allows. */
function accountId(): string | undefined {
  const allowed = plain(configuration["allowedAccountIds"]);
  const list: unknown = typeof allowed === "string" ? JSON.parse(allowed) : allowed;
  return Array.isArray(list) ? String(list[0]) : undefined;
}

const implementation = {
  getPluginInfo(_call: unknown, callback: Callback) {
    const info = new pluginProto.PluginInfo();
    info.setVersion("99.0.0");
    callback(null, info);
  },
  getSchema(_call: unknown, callback: Callback) {
    const response = new providerProto.GetSchemaResponse();
    response.setSchema(JSON.stringify({ name, version: "99.0.0" }));
    callback(null, response);
  },
  checkConfig(call: Call<InstanceType<typeof providerProto.CheckRequest>>, callback: Callback) {
    const response = new providerProto.CheckResponse();
    const news = fromStruct(call.request.getNews());
    response.setInputs(toStruct(flavour === "bridge" && name === "aws" ? { ...providerDefaults, ...news } : news));
    callback(null, response);
  },
  diffConfig(_call: unknown, callback: Callback) {
    callback(null, new providerProto.DiffResponse());
  },
  configure(call: Call<InstanceType<typeof providerProto.ConfigureRequest>>, callback: Callback) {
    configuration = fromStruct(call.request.getArgs());
    const response = new providerProto.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    response.setAcceptresources(false);
    response.setAcceptoutputs(false);
    callback(null, response);
  },
  check(call: Call<InstanceType<typeof providerProto.CheckRequest>>, callback: Callback) {
    const urn = call.request.getUrn();
    const news = fromStruct(call.request.getNews());
    const olds = fromStruct(call.request.getOlds());
    const response = new providerProto.CheckResponse();
    response.setInputs(toStruct(flavour === "bridge" ? bridgeCheck(name, typeOf(urn), nameOf(urn), news, olds) : news));
    callback(null, response);
  },
  diff(call: Call<InstanceType<typeof providerProto.DiffRequest>>, callback: Callback) {
    const olds = fromStruct(call.request.getOldInputs());
    const news = fromStruct(call.request.getNews());
    const ignored = new Set(call.request.getIgnorechangesList());
    const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
      (key) => !ignored.has(key) && !sameWire(olds[key], news[key]),
    );
    const response = new providerProto.DiffResponse();
    const { DIFF_SOME, DIFF_NONE } = providerProto.DiffResponse.DiffChanges;
    response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
    response.setDiffsList(changed);
    callback(null, response);
  },
  create(call: Call<InstanceType<typeof providerProto.CreateRequest>>, callback: Callback) {
    const urn = call.request.getUrn();
    const preview = call.request.getPreview();
    void operate(preview ? "preview" : "create", urn, callback, () => {
      const { id, outputs } = created(urn, fromStruct(call.request.getProperties()), preview);
      const response = new providerProto.CreateResponse();
      response.setId(id);
      response.setProperties(toStruct(outputs));
      return response;
    });
  },
  update(call: Call<InstanceType<typeof providerProto.UpdateRequest>>, callback: Callback) {
    const urn = call.request.getUrn();
    void operate("update", urn, callback, () => {
      const response = new providerProto.UpdateResponse();
      response.setProperties(
        toStruct(created(urn, fromStruct(call.request.getNews()), call.request.getPreview()).outputs),
      );
      return response;
    });
  },
  read(call: Call<InstanceType<typeof providerProto.ReadRequest>>, callback: Callback) {
    const response = new providerProto.ReadResponse();
    const urn = call.request.getUrn();
    const properties = fromStruct(call.request.getProperties());
    response.setId(call.request.getId());
    response.setProperties(toStruct(created(urn, properties, false).outputs));
    response.setInputs(toStruct(properties));
    callback(null, response);
  },
  delete(call: Call<InstanceType<typeof providerProto.DeleteRequest>>, callback: Callback) {
    void operate("delete", call.request.getUrn(), callback, () => new emptyProto.Empty());
  },
  invoke(call: Call<InstanceType<typeof providerProto.InvokeRequest>>, callback: Callback) {
    const token = call.request.getTok();
    const found = token === PREFIX_LIST ? prefixList(fromStruct(call.request.getArgs())) : undefined;
    if (found === undefined) {
      callback({
        code: grpc.status.UNIMPLEMENTED,
        message: `the stand-in does not answer ${token}`,
      } as grpc.ServiceError);
      return;
    }
    const response = new providerProto.InvokeResponse();
    response.setReturn(toStruct(found));
    callback(null, response);
  },
  cancel: empty,
  attach: empty,
};

function sameWire(a: Wire | undefined, b: Wire | undefined): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: Wire | undefined): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
server.addService(providerGrpc.ResourceProviderService, implementation);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});
// The engine ends its plugins by closing their input when it dies before it can ask them to stop.
process.on("SIGINT", () => process.exit(0));
