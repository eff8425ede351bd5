import type { Properties, Value } from "../../policies/value.ts";

/** Fields of a container that make it insecure; `undefined` takes a field out. */
type Change = { readonly [field: string]: Value | undefined };

const SECRETS: readonly Change[] = [
  { environment: [{ name: "DATABASE_PASSWORD", value: "Tr0ub4dor&3-example-literal" }] },
  { environment: [{ name: "KEY", value: "AKIAIOSFODNN7EXAMPLE" }] },
];

const CHANGES: Readonly<Record<string, readonly Change[]>> = {
  "ecs-no-privileged-containers:containerDefinitions": [{ privileged: true }],
  "ecs-non-root-user:containerDefinitions": [{ user: undefined }, { user: "root" }, { user: "0" }, { user: "0:0" }],
  "ecs-read-only-root-fs:containerDefinitions": [
    { readonlyRootFilesystem: undefined },
    { readonlyRootFilesystem: false },
  ],
  "ecs-no-secrets-in-env:containerDefinitions": SECRETS,
  "ecs-container-logging:containerDefinitions": [{ logConfiguration: undefined }, { logConfiguration: {} }],
  "ecs-image-not-latest:containerDefinitions": [{ image: "shop/api" }, { image: "shop/api:latest" }],
  "batch-no-privileged:containerProperties": [{ privileged: true }],
  "batch-no-secrets-in-env:containerProperties": SECRETS,
};

/** What a JSON text of containers becomes where one of them, or a second one, is changed. */
export function containerEdits(key: string): ((harmless: Value | undefined) => readonly Value[]) | undefined {
  const changes = CHANGES[key];
  return changes && ((harmless) => changes.flatMap((change) => changed(harmless, change)));
}

function changed(harmless: Value | undefined, change: Change): string[] {
  if (typeof harmless !== "string") return [];
  const parsed = JSON.parse(harmless) as Properties | Properties[];
  if (!Array.isArray(parsed)) return [JSON.stringify({ ...parsed, ...change })];
  const [first, ...rest] = parsed;
  const insecure = { ...first, ...change };
  return [JSON.stringify([insecure, ...rest]), JSON.stringify([...parsed, insecure])];
}
