import { type PathKey, parsePointer } from "../../policies/pointer.ts";
import { type Properties, isObject } from "../../policies/value.ts";
import { PLAN_SCHEMA_VERSION, type Plan, type PlanResource, type SourcePosition } from "../plan.ts";
import type { TextPosition } from "./json-position.ts";
import { YamlLines } from "./yaml-position.ts";
import { type YamlDocument, YamlFault, parseDocument, splitDocuments } from "./yaml.ts";

/** A text with Kubernetes objects, and what to call it. */
export interface ManifestFile {
  readonly file: string;
  readonly text: string;
  /** Set for a file that lies in a folder: there, documents of other kinds are no mistake. */
  readonly inFolder: boolean;
}

export interface ReadManifests {
  readonly plan: Plan;
  /** Each names its file, line and column. The other documents were read all the same. */
  readonly faults: readonly string[];
  /** Files of folders that hold no Kubernetes object. */
  readonly skipped: readonly string[];
  readonly positionOf: (resource: PlanResource, path: string) => SourcePosition | undefined;
}

/** Where an object is written: its document, and the keys in front of it for an item of a `List`. */
interface Written {
  readonly document: YamlDocument;
  readonly base: readonly PathKey[];
}

/**
 * Reads Kubernetes objects as one plan, so that rules which join objects see all of them: files of one or many
 * documents, and what Helm and Kustomize print.
 */
export function readManifests(files: readonly ManifestFile[]): ReadManifests {
  const reading = new Reading();
  for (const file of files) reading.read(file);
  return reading.finish();
}

class Reading {
  readonly #resources: PlanResource[] = [];
  readonly #written = new Map<string, Written>();
  readonly #faults: string[] = [];
  readonly #skipped: string[] = [];
  readonly #lines = new Lines();

  read({ file, text, inFolder }: ManifestFile): void {
    const before = this.#resources.length + this.#faults.length;
    for (const document of splitDocuments(text)) {
      try {
        this.#readDocument(parseDocument(document), { document, base: [] }, file, inFolder);
      } catch (error) {
        if (!(error instanceof YamlFault)) throw error;
        const { line, column } = error.position;
        this.#faults.push(`${file}:${line}:${column}: ${error.message}${hintFor(document.text)}`);
      }
    }
    if (this.#resources.length + this.#faults.length > before) return;
    if (inFolder) this.#skipped.push(file);
    else this.#faults.push(`${file}:1:1: holds no Kubernetes object; give files with apiVersion and kind`);
  }

  #readDocument(value: unknown, written: Written, file: string, inFolder: boolean): void {
    if (value === null || value === undefined) return;
    const object = value as Properties;
    if (!isObject(value) || typeof object["apiVersion"] !== "string" || typeof object["kind"] !== "string") {
      if (inFolder && written.base.length === 0) return;
      throw new YamlFault("is no Kubernetes object: apiVersion and kind are missing", this.#lines.positionOf(written));
    }
    const { apiVersion, kind } = object as { readonly apiVersion: string; readonly kind: string };
    const items = itemsOf(object, apiVersion, kind);
    if (items === undefined) {
      this.#add(object, apiVersion, kind, written, file);
      return;
    }
    items.forEach((item, index) => {
      this.#readDocument(item, { ...written, base: [...written.base, "items", index] }, file, inFolder);
    });
  }

  #add(inputs: Properties, apiVersion: string, kind: string, written: Written, file: string): void {
    const type = typeOf(apiVersion, kind);
    const metadata = isObject(inputs["metadata"]) ? inputs["metadata"] : {};
    const named = metadata["name"] ?? metadata["generateName"];
    const name = typeof named === "string" && named !== "" ? named : "(no name)";
    const namespace = typeof metadata["namespace"] === "string" ? metadata["namespace"] : undefined;
    const urn = this.#freeUrn(`urn:pulumi:manifests::manifests::${type}::${namespace ? `${namespace}/` : ""}${name}`);
    this.#written.set(urn, written);
    this.#resources.push({
      urn,
      type,
      name,
      custom: true,
      external: false,
      // Stands for the namespace in the identity of what lies in it; no such resource exists.
      ...(namespace && { parent: `urn:pulumi:manifests::manifests::rampart:kubernetes:Manifests::${namespace}` }),
      inputs,
      dependencies: [],
      propertyDependencies: {},
      options: {},
      unknown: [],
      secret: [],
      simulated: [],
      source: { file, ...this.#lines.positionOf(written) },
    });
  }

  /** The same object may be written twice, in a base and an overlay; both are judged. */
  #freeUrn(urn: string): string {
    let free = urn;
    for (let number = 2; this.#written.has(free); number += 1) free = `${urn}#${number}`;
    return free;
  }

  finish(): ReadManifests {
    const plan: Plan = {
      schemaVersion: PLAN_SCHEMA_VERSION,
      program: { project: "manifests", folder: "." },
      stack: "manifests",
      mode: "state",
      resources: this.#resources,
      invokes: [],
    };
    const lines = this.#lines;
    return {
      plan,
      faults: this.#faults,
      skipped: this.#skipped,
      positionOf: (resource, path) => {
        const written = this.#written.get(resource.urn);
        if (written === undefined || resource.source === undefined) return resource.source;
        if (path === "") return resource.source;
        return { file: resource.source.file, ...lines.positionOf(written, parsePointer(path)) };
      },
    };
  }
}

/** What a list holds. Items of a `PodList` may leave out what they are, as the API server's own answers do. */
function itemsOf(object: Properties, apiVersion: string, kind: string): readonly unknown[] | undefined {
  const items = object["items"];
  if (!Array.isArray(items) || !kind.endsWith("List")) return undefined;
  if (kind === "List") return items;
  // Such a kind may also be an operator's own, with items that are no objects.
  return items.every(isObject)
    ? items.map((item) => ({ apiVersion, kind: kind.slice(0, -"List".length), ...item }))
    : undefined;
}

/** `apps/v1` and `Deployment` are `kubernetes:apps/v1:Deployment`; the core group has no name in an apiVersion. */
export function typeOf(apiVersion: string, kind: string): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/** The lines of the document at hand: objects and findings come one document after the other. */
class Lines {
  #document: YamlDocument | undefined;
  #lines = new YamlLines("");

  positionOf({ document, base }: Written, path: readonly PathKey[] = []): TextPosition {
    if (this.#document !== document) {
      this.#document = document;
      this.#lines = new YamlLines(document.text);
    }
    const { line, column } = this.#lines.positionOf([...base, ...path]);
    return { line: document.line + line - 1, column };
  }
}

/** A chart's templates are no YAML; what Helm makes of them is. */
function hintFor(text: string): string {
  return text.includes("{{") ? "; for a Helm chart, check what `helm template` prints" : "";
}
