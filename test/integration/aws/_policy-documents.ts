import type { Json } from "./_models.ts";
import type { PlannedResource } from "./_plans.ts";

/** What a document is attached to decides its limits and what its `Sid` may hold. */
export type Kind = "trust" | "identity" | "resource";

export interface PolicyDocument {
  readonly run: string;
  readonly type: string;
  readonly name: string;
  readonly property: string;
  readonly kind: Kind;
  readonly text: string;
  readonly statements: readonly Json[];
}

/** Every input that holds a policy document, wherever it stands. */
export function policyDocuments(resources: readonly PlannedResource[]): PolicyDocument[] {
  return resources.flatMap(({ run, type, name, inputs }) =>
    textsOf(inputs, "").flatMap(({ path, text }) => {
      const document = parse(text);
      if (document === undefined) return [];
      const kind = path === "assumeRolePolicy" ? "trust" : type.startsWith("aws:iam/") ? "identity" : "resource";
      return [{ run, type, name, property: path, kind, text, statements: [document["Statement"]].flat() }];
    }),
  );
}

function textsOf(value: unknown, path: string): { path: string; text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, path === "" ? key : `${path}.${key}`));
}

function parse(text: string): Json {
  if (!text.trimStart().startsWith("{") || !text.includes('"Statement"')) return undefined;
  return JSON.parse(text);
}
