import { deploymentInfo, supportsFeature } from "./features.ts";
import type { Monitor } from "./monitor.ts";
import { usePlainStructs } from "./plain-struct.ts";
import { emptyProto, resourceProto } from "./protos.ts";

type Callback = (error: unknown, response?: unknown) => void;

usePlainStructs();
// The SDK spells out each answer for a debug log that nobody reads here.
for (const { prototype } of [
  resourceProto.RegisterResourceResponse,
  resourceProto.ReadResourceResponse,
  resourceProto.ResourceInvokeResponse,
]) {
  prototype.toString = () => "an answer of the recorder";
}

/** A method of a gRPC client whose server is a function. */
function answer<Request>(handle: (request: Request) => unknown) {
  return (request: Request, callback: Callback): void => {
    void respond(() => handle(request), callback);
  };
}

function done<Request>(handle: (request: Request) => void) {
  return answer<Request>((request) => {
    handle(request);
    return new emptyProto.Empty();
  });
}

/** The monitor in the shape of the SDK's gRPC client, so that requests arrive as they would over the wire. */
export function inProcessMonitor(monitor: Monitor): object {
  const nothing = done(() => {});
  return {
    supportsFeature: answer<{ getId(): string }>((request) => {
      const response = new resourceProto.SupportsFeatureResponse();
      response.setHassupport(supportsFeature(request.getId()));
      return response;
    }),
    getDeploymentInfo: answer(() => deploymentInfo()),
    registerResource: answer(monitor.registerResource.bind(monitor)),
    readResource: answer(monitor.readResource.bind(monitor)),
    existsResource: answer(() => monitor.existsResource()),
    registerResourceOutputs: done(monitor.registerResourceOutputs.bind(monitor)),
    invoke: answer(monitor.invoke.bind(monitor)),
    call: answer(monitor.call.bind(monitor)),
    registerPackage: answer(() => monitor.registerPackage()),
    registerStackTransform: done(monitor.registerStackTransform.bind(monitor)),
    registerStackInvokeTransform: done(monitor.registerStackInvokeTransform.bind(monitor)),
    // Hooks run around real operations; there are none here.
    registerResourceHook: nothing,
    registerErrorHook: nothing,
    signalAndWaitForShutdown: nothing,
    close: () => monitor.close(),
  };
}

async function respond(handle: () => unknown, callback: Callback): Promise<void> {
  let response: unknown;
  try {
    response = await handle();
  } catch (error) {
    const { message } = error as Error;
    // As gRPC reports an error of the server: code 2 is "unknown".
    callback(Object.assign(new Error(message), { code: 2, details: message }));
    return;
  }
  callback(null, response);
}
