/** A resource monitor that answers at once: what any program costs by itself, with nothing done about it. */
import { emptyProto, lazy, resourceProto } from "../engine/record/protos.ts";

type Callback = (error: null, response: unknown) => void;

export async function startInstantMonitor(): Promise<{ readonly address: string; readonly stop: () => void }> {
  const grpc = lazy.grpc();
  const engine = lazy.engineProto();
  const empty = (_call: unknown, callback: Callback): void => callback(null, new emptyProto.Empty());
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
  server.addService(lazy.resourceService().ResourceMonitorService, {
    supportsFeature: (_call: unknown, callback: Callback) => {
      const response = new resourceProto.SupportsFeatureResponse();
      response.setHassupport(true);
      callback(null, response);
    },
    registerResource: (
      { request }: { request: InstanceType<typeof resourceProto.RegisterResourceRequest> },
      callback: Callback,
    ) => {
      const response = new resourceProto.RegisterResourceResponse();
      response.setUrn(`urn:pulumi:dev::bench::${request.getType()}::${request.getName()}`);
      response.setObject(request.getObject());
      callback(null, response);
    },
    registerResourceOutputs: empty,
    registerStackTransform: empty,
    signalAndWaitForShutdown: empty,
  });
  server.addService(lazy.engineService().EngineService, {
    log: empty,
    getRootResource: (_call: unknown, callback: Callback) => callback(null, new engine.GetRootResourceResponse()),
    setRootResource: (_call: unknown, callback: Callback) => callback(null, new engine.SetRootResourceResponse()),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}
