import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { shippedCrds } from "../../../tools/kubernetes/crds.ts";
import type { Answer, ApiServer } from "./_server.ts";

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

interface Kind {
  readonly plural: string;
  readonly namespaced: boolean;
}

const CRDS = join(import.meta.dirname, "crds");

/** The definitions written by hand, because no module ships them. */
export const handWritten = readdirSync(CRDS).map((file) => readFileSync(join(CRDS, file), "utf8"));

/** Objects by kind and name, over what the server itself tells of its kinds. */
export class Objects {
  readonly #server: ApiServer;
  readonly #kinds = new Map<string, ReadonlyMap<string, Kind>>();
  readonly #customGroups = new Set<string>();

  constructor(server: ApiServer) {
    this.#server = server;
  }

  async path(object: KubernetesObject, subresource = ""): Promise<string> {
    const { apiVersion, kind, metadata } = object;
    return `${await this.#collection(apiVersion, kind, metadata.namespace)}/${metadata.name}${subresource}`;
  }

  /** Server-side apply as the provider of Pulumi does it; fields that the kind does not have are refused. */
  async apply(object: KubernetesObject, { dryRun = false, force = false } = {}): Promise<Answer> {
    const query = `?fieldManager=rampart&fieldValidation=Strict${dryRun ? "&dryRun=All" : ""}${force ? "&force=true" : ""}`;
    return this.#server.call("PATCH", (await this.path(object)) + query, object, {
      type: "application/apply-patch+yaml",
    });
  }

  /** Applies what a test needs; throws where the server refuses it or warns. */
  async ensure(object: KubernetesObject): Promise<void> {
    const { status, body, warnings } = await this.apply(object);
    if (status < 300 && warnings.length === 0) return;
    throw new Error(`${object.kind} ${object.metadata.name}: ${[body.message, ...warnings].join("; ")}`);
  }

  /** Asks whether the object would be created, and creates nothing. */
  async tryCreate(object: KubernetesObject): Promise<Answer> {
    const { apiVersion, kind, metadata } = object;
    const collection = await this.#collection(apiVersion, kind, metadata.namespace);
    return this.#server.call("POST", `${collection}?dryRun=All&fieldValidation=Strict`, object);
  }

  async delete(object: KubernetesObject): Promise<Answer> {
    return this.#server.call("DELETE", `${await this.path(object)}?propagationPolicy=Background`);
  }

  /** Installs every definition of custom resources and waits until they are served. */
  async installCrds(): Promise<void> {
    const definitions = [...shippedCrds(), ...handWritten].map((text) => parse(text, { merge: true }));
    for (const definition of definitions) await this.ensure(definition);
    for (const { spec } of definitions) {
      this.#customGroups.add(spec.group);
      const version = `${spec.group}/${spec.versions[0].name}`;
      for (const end = Date.now() + 300_000; Date.now() < end; await sleep(200)) {
        const { body } = await this.#server.call("GET", `/apis/${version}`);
        if (body.resources?.some((resource: any) => resource.kind === spec.names.kind) === true) break;
      }
    }
  }

  isCustom({ apiVersion }: KubernetesObject): boolean {
    return this.#customGroups.has(apiVersion.split("/")[0] ?? "");
  }

  async #collection(apiVersion: string, kind: string, namespace: string | undefined): Promise<string> {
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const found = (await this.#kindsOf(apiVersion, root)).get(kind);
    if (found === undefined) throw new Error(`the server knows no ${kind} of ${apiVersion}`);
    return found.namespaced
      ? `${root}/namespaces/${namespace ?? "default"}/${found.plural}`
      : `${root}/${found.plural}`;
  }

  async #kindsOf(apiVersion: string, root: string): Promise<ReadonlyMap<string, Kind>> {
    const known = this.#kinds.get(apiVersion);
    if (known !== undefined) return known;
    const { body } = await this.#server.call("GET", root);
    const kinds = new Map<string, Kind>();
    for (const { kind, name, namespaced } of body.resources ?? []) {
      if (!name.includes("/")) kinds.set(kind, { plural: name, namespaced });
    }
    this.#kinds.set(apiVersion, kinds);
    return kinds;
  }
}
