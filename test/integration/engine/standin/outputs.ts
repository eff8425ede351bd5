import { type Wire, type WireObject } from "./wire.ts";
export function idOf(type: string, name: string, _inputs: WireObject): string {
  return `${name}-id`;
}
export function computedOutputs(type: string, name: string, _inputs: WireObject, id: string): WireObject {
  return { arn: `arn:aws:x:::${name}`, result: "secretvalue" };
}
export function computedResult(_token: string, _args: WireObject): WireObject {
  return {};
}
