import type { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb.js";
import { RecordError } from "./errors.ts";
import { frameIn } from "./failures.ts";
import { deploymentInfo, supportsFeature } from "./features.ts";
import type { Monitor } from "./monitor.ts";
import { emptyProto, lazy, resourceProto } from "./protos.ts";

export interface MonitorServer {
  /** Address of both services. */
  readonly address: string;
  close(): void;
}

/**
 * Serves a monitor, and as much of the engine as a program asks for, on this machine only. `onOutput` gets what
 * the program logs.
 */
export async function serveMonitor(monitor: Monitor, onOutput: (line: string) => void): Promise<MonitorServer> {
  const grpc = lazy.grpc();
  const server = new grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  server.addService(lazy.resourceService().ResourceMonitorService, monitorService(monitor));
  server.addService(lazy.engineService().EngineService, engineService(monitor, onOutput));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    close: () => {
      monitor.close();
      server.forceShutdown();
    },
  };
}

function monitorService(monitor: Monitor): UntypedServiceImplementation {
  return {
    supportsFeature: unary((request: { getId(): string }) => {
      const response = new resourceProto.SupportsFeatureResponse();
      response.setHassupport(supportsFeature(request.getId()));
      return response;
    }),
    getDeploymentInfo: unary(() => deploymentInfo()),
    registerResource: unary(monitor.registerResource.bind(monitor)),
    readResource: unary(monitor.readResource.bind(monitor)),
    existsResource: unary(() => monitor.existsResource()),
    registerResourceOutputs: unary(nothing(monitor.registerResourceOutputs.bind(monitor))),
    invoke: unary(monitor.invoke.bind(monitor)),
    call: unary(monitor.call.bind(monitor)),
    registerPackage: unary(() => monitor.registerPackage()),
    registerStackTransform: unary(nothing(monitor.registerStackTransform.bind(monitor))),
    registerStackInvokeTransform: unary(nothing(monitor.registerStackInvokeTransform.bind(monitor))),
    // Hooks run around real operations; there are none here.
    registerResourceHook: unary(nothing(() => {})),
    registerErrorHook: unary(nothing(() => {})),
    signalAndWaitForShutdown: unary(nothing(() => {})),
  };
}

function engineService(monitor: Monitor, onOutput: (line: string) => void): UntypedServiceImplementation {
  const { LogSeverity, GetRootResourceResponse, SetRootResourceResponse, RequirePulumiVersionResponse } =
    lazy.engineProto();
  return {
    log: unary(
      nothing((request: LogRequest) => {
        const severity = request.getSeverity();
        if (severity === LogSeverity.DEBUG) return;
        const message = request.getMessage();
        if (severity === LogSeverity.ERROR) {
          const frame = frameIn(message, monitor.options.programDir);
          monitor.loggedError ??= new RecordError(
            "program-threw",
            `the program reported an error: ${message.trim()}`,
            frame,
          );
          return;
        }
        const level = severity === LogSeverity.WARNING ? "warning" : "info";
        for (const line of message.trimEnd().split("\n")) onOutput(`${level}: ${line}`);
      }),
    ),
    getRootResource: unary(() => new GetRootResourceResponse()),
    setRootResource: unary(() => new SetRootResourceResponse()),
    startDebugging: unary(nothing(() => {})),
    // The plan says nothing of an engine's version: any that a program requires is fine.
    requirePulumiVersion: unary(() => new RequirePulumiVersionResponse()),
  };
}

function nothing<Request>(handle: (request: Request) => void): (request: Request) => Empty {
  return (request) => {
    handle(request);
    return new emptyProto.Empty();
  };
}

/** A method of a service: what it throws becomes the details of the error, which the SDK shows. */
function unary<Request, Response>(handle: (request: Request) => Response | Promise<Response>) {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    void respond(() => handle(call.request), callback);
  };
}

async function respond<Response>(
  handle: () => Response | Promise<Response>,
  callback: sendUnaryData<Response>,
): Promise<void> {
  let response: Response;
  try {
    response = await handle();
  } catch (error) {
    callback({ code: 2, details: (error as Error).message });
    return;
  }
  callback(null, response);
}
