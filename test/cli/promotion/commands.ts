import { imageOf } from "./project.ts";

/** A step of a chain. Numbers pick from what there is, counted round. */
export type ChainCommand =
  | { readonly do: "new"; readonly from: number }
  | { readonly do: "differ"; readonly environment: number; readonly setting: number; readonly value: number }
  | { readonly do: "promote"; readonly from: number; readonly to: number; readonly sizes: boolean }
  | { readonly do: "parity"; readonly left: number; readonly right: number };

/** How often each came of the steps of a chain. */
export interface Tally {
  made: number;
  declared: number;
  promoted: number;
  nothing: number;
  byHand: number;
  refused: number;
  drift: number;
}

/** Settings that a chain changes, each with values to choose from. */
export const SETTINGS: readonly (readonly [path: string, values: readonly unknown[]])[] = [
  ["/workloads/web/image", [imageOf("web", 1), imageOf("web", 2), imageOf("web", 3)]],
  ["/workloads/worker/image", [imageOf("worker", 1), imageOf("worker", 2), imageOf("worker", 3)]],
  ["/caches/engineVersion", ["8.0", "8.1", "8.2"]],
  ["/alarms/databaseCpuPercent", [70, 80, 85]],
  ["/workloads/web/autoscaling/maxReplicas", [5, 6, 7]],
  // Production has none; without a value the setting is left out.
  ["/workloads/worker/liveCommand", [["rq", "info"], ["rq", "ping"], undefined]],
];

/** Every chain has an environment below staging to begin with: the second of the three that there are. */
export const START: readonly ChainCommand[] = [{ do: "new", from: 1 }];
