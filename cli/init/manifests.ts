import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readManifests } from "../../engine/inputs/manifests.ts";
import { readManifestFiles } from "../read-inputs.ts";
import { type Folder, below } from "./survey.ts";

/** A file or folder of Kubernetes manifests to be judged by itself. */
export interface FoundManifests {
  /** Relative to the root. */
  readonly path: string;
  /** Why it cannot be judged. */
  readonly fault?: string;
}

export interface Found {
  readonly manifests: readonly FoundManifests[];
  /** What would have to be rendered first: a sentence each. */
  readonly unrendered: readonly string[];
}

/** Larger files are data. */
const LARGEST_BYTES = 4 << 20;
const KUSTOMIZATIONS = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
/** Keys by which a kustomization changes what others describe: its files are then parts of objects. */
const PATCHING = ["patches", "patchesStrategicMerge", "patchesJson6902", "components"];

/** Finds manifests that are whole as they lie there. `knows` says whether any rule looks at a type. */
export async function findManifests(root: string, tree: Folder, knows: (type: string) => boolean): Promise<Found> {
  const search = new Search(root, knows);
  const { manifests } = await search.look(tree);
  return { manifests, unrendered: search.unrendered };
}

interface Look {
  readonly manifests: readonly FoundManifests[];
  /** Whether everything below is judged as it lies there. */
  readonly whole: boolean;
  /** Whether nothing but manifests lies below. */
  readonly pure: boolean;
}

class Search {
  readonly unrendered: string[] = [];
  readonly #root: string;
  readonly #knows: (type: string) => boolean;

  constructor(root: string, knows: (type: string) => boolean) {
    this.#root = root;
    this.#knows = knows;
  }

  async look(folder: Folder): Promise<Look> {
    const { path, files } = folder;
    if (files.includes("Chart.yaml")) {
      this.unrendered.push(
        `${path} is a Helm chart; judge what it makes: helm template ${path} | rampart check --manifests -`,
      );
      return { manifests: [], whole: false, pure: false };
    }
    if (this.#patches(folder)) {
      this.unrendered.push(
        `${path} is an overlay; judge what it makes: kubectl kustomize ${path} | rampart check --manifests -`,
      );
      return { manifests: [], whole: false, pure: false };
    }
    const own = files.map((name) => below(path, name)).filter((file) => this.#holdsObject(file));
    const children: Look[] = [];
    for (const child of folder.folders) children.push(await this.look(child));
    const parts = [...own.map((file) => ({ path: file })), ...children.flatMap(({ manifests }) => manifests)];
    const isProgram = files.includes("Pulumi.yaml") || files.includes("Pulumi.yml");
    const whole = !isProgram && children.every((child) => child.whole);
    const pure = whole && parts.length > 0 && children.every((child) => child.pure);
    // Together, so that rules which join objects see all of them.
    const together = whole && (own.length > 0 || (pure && children.length > 1)) && (await this.#isOneEstate(path));
    return { manifests: together ? [{ path }] : await this.#withFaults(parts), whole, pure };
  }

  /** Whether a folder can be judged as one: all of it can be read, and no object is in it twice, as in one copy an environment. */
  async #isOneEstate(path: string): Promise<boolean> {
    const { files, errors } = await readManifestFiles(join(this.#root, path));
    const { faults, plan } = readManifests(files);
    return errors.length + faults.length === 0 && !plan.resources.some(({ urn }) => /#\d+$/.test(urn));
  }

  /** Files that stand alone, each with what keeps it from being judged. */
  async #withFaults(parts: readonly FoundManifests[]): Promise<FoundManifests[]> {
    const checked = parts.map(async (part): Promise<FoundManifests> => {
      if (part.fault !== undefined || !statSync(join(this.#root, part.path)).isFile()) return part;
      const { files } = await readManifestFiles(join(this.#root, part.path));
      const [fault] = readManifests(files.map((file) => ({ ...file, file: part.path }))).faults;
      return fault === undefined ? part : { ...part, fault };
    });
    return Promise.all(checked);
  }

  #patches({ path, files }: Folder): boolean {
    const name = KUSTOMIZATIONS.find((one) => files.includes(one));
    if (name === undefined) return false;
    try {
      const content: unknown = parse(readFileSync(join(this.#root, path, name), "utf8"), { logLevel: "silent" });
      return typeof content === "object" && content !== null && PATCHING.some((key) => key in content);
    } catch {
      // What cannot be read is not known to be whole.
      return true;
    }
  }

  #holdsObject(file: string): boolean {
    if (!/\.(ya?ml|json)$/.test(file)) return false;
    const path = join(this.#root, file);
    if (statSync(path).size > LARGEST_BYTES) return false;
    const text = readFileSync(path, "utf8");
    if (!text.includes("apiVersion") || !text.includes("kind")) return false;
    const { plan, faults } = readManifests([{ file, text, inFolder: true }]);
    if (plan.resources.some(({ type }) => this.#knows(type))) return true;
    // Written as manifests are, with a fault in it: to be told, not to be overlooked.
    return faults.length > 0 && /^apiVersion:/m.test(text) && /^kind:/m.test(text);
  }
}
