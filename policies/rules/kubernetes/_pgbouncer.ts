import { type Property, Undecided } from "../../property.ts";
import type { Resource } from "../../resource.ts";
import { NOT_APPLICABLE, type Issue, type Outcome, each, some, undecided } from "../../rule.ts";
import type { Container } from "./_pods.ts";
import { isPatch, kindOf, plainText } from "./_objects.ts";

export const CONFIG_TYPES: readonly string[] = ["kubernetes:core/v1:ConfigMap", "kubernetes:core/v1:Secret"];

/** One file of the object, as far as PgBouncer reads it. */
export interface ConfigFile {
  readonly key: string;
  readonly property: Property;
  readonly text: string;
  /** Section name to its settings; the last of a name wins, as in PgBouncer. */
  readonly sections: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Names of included files, without their folders. */
  readonly includes: readonly string[];
}

export interface PgBouncerConfig {
  readonly files: readonly ConfigFile[];
  /** The files that could not be read and may be PgBouncer's. */
  readonly unread: readonly Issue[];
}

const IS_POOLER = /pgbouncer|pooler/i;
const MAY_BE_CONFIGURATION = /\.(?:ini|conf|cfg|txt)$|pgbouncer|userlist|hba/i;

/** The files of a ConfigMap or Secret, parsed. Values of other purposes that are not known are left out. */
export function configOf(resource: Resource): PgBouncerConfig {
  return resource.memo(configOf, () => {
    const files: ConfigFile[] = [];
    const unread = each(["data", "stringData", "binaryData"], (field) => {
      const isBase64 = field === "binaryData" || (field === "data" && kindOf(resource) === "Secret");
      return withinReason(resource, () =>
        each(resource.get(field).entries(), ([key, property]) => {
          if (!MAY_BE_CONFIGURATION.test(key) && typeof property.raw !== "string") return [];
          const value = property.string() ?? "";
          files.push(parse(key, property, isBase64 ? Buffer.from(value, "base64").toString("utf8") : value));
          return [];
        }),
      );
    });
    return { files, unread };
  });
}

/** Data that nobody can see concerns the rules on PgBouncer only where the object's name says that it is one's. */
function withinReason(resource: Resource, read: () => Issue[]): Issue[] {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof Undecided)) throw thrown;
    const name = plainText(() => resource.get("metadata", "name")) ?? resource.name;
    return IS_POOLER.test(name) ? [undecided(thrown)] : [];
  }
}

function parse(key: string, property: Property, text: string): ConfigFile {
  const sections = new Map<string, Map<string, string>>();
  const includes: string[] = [];
  let section = sectionOf(sections, "");
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    const [, header] = /^\[([^\]]+)\]$/.exec(trimmed) ?? [];
    const [, included] = /^%include\s+(\S+)/.exec(trimmed) ?? [];
    const [, name, value] = /^([^;#%[\s=][^=]*?)\s*=\s*(.*)$/.exec(trimmed) ?? [];
    if (header !== undefined) section = sectionOf(sections, header.trim().toLowerCase());
    else if (included !== undefined) includes.push(included.slice(included.lastIndexOf("/") + 1));
    else if (name !== undefined) section.set(name.toLowerCase(), value ?? "");
  }
  return { key, property, text, sections, includes };
}

function sectionOf(sections: Map<string, Map<string, string>>, name: string): Map<string, string> {
  let section = sections.get(name);
  if (section === undefined) sections.set(name, (section = new Map()));
  return section;
}

/**
 * Judges one setting of PgBouncer in every file that holds its main section. Unset reads as `undefined`. It may be
 * set in an included file that is not part of the object; that leaves it undecided unless unset is the safe value.
 */
export function onSetting(
  resource: Resource,
  setting: string,
  judge: (value: string | undefined, file: ConfigFile) => readonly Issue[],
  unset: "decides" | "may be set elsewhere" = "may be set elsewhere",
): Outcome {
  const { files, unread } = configOf(resource);
  const main = files.filter(({ sections }) => sections.has("pgbouncer"));
  if (main.length === 0 && unread.length === 0) return NOT_APPLICABLE;
  const issues = each(main, (file) => {
    const included = files.filter(({ key }) => file.includes.includes(key));
    const values = [file, ...included].map(({ sections }) => sections.get("pgbouncer")?.get(setting));
    const value = values.find((found) => found !== undefined);
    const isElsewhere =
      unset !== "decides" && value === undefined && (included.length < file.includes.length || isPatch(resource));
    if (isElsewhere)
      throw new Undecided(file.property, `does not set ${setting} itself and includes files from elsewhere`);
    return judge(value, file);
  });
  return [...issues, ...unread];
}

/** The issues of the containers that run PgBouncer, by image or name; undecided where the image is not known and it matters. */
export function onPoolers(
  containers: readonly Container[],
  judge: (container: Container) => readonly Issue[],
): readonly Issue[] | typeof NOT_APPLICABLE {
  const candidates = containers.filter(({ property }) => mayBePooler(property));
  if (candidates.length === 0) return NOT_APPLICABLE;
  return each(candidates, (container) => {
    const issues = judge(container);
    return issues.length > 0 && isPooler(container.property) ? issues : [];
  });
}

const IS_PGBOUNCER = /pgbouncer/i;

function mayBePooler(container: Property): boolean {
  const image = plainText(() => container.get("image"));
  return (
    image === undefined || IS_PGBOUNCER.test(image) || IS_PGBOUNCER.test(plainText(() => container.get("name")) ?? "")
  );
}

function isPooler(container: Property): boolean {
  return some(["name", "image"], (field) => IS_PGBOUNCER.test(container.get(field).string() ?? ""));
}
