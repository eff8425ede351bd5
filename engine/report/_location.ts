import type { Finding } from "../finding.ts";
import type { SourcePosition } from "../plan.ts";
import type { StackPreview } from "../preview.ts";

/** Where a report points: a file of the repository, from its root, with `/`. Never absolute, never outside. */
export interface Places {
  readonly at: SourcePosition;
  /** The line that asked for it, where that is another. */
  readonly declaredAt?: SourcePosition;
}

/** A finding always has a place: its own, else the line that declares it, else the program's Pulumi.yaml. */
export type Locate = (preview: StackPreview, finding?: Pick<Finding, "source" | "declaredAt">) => Places;

/** Knows the repository: turns a position of a plan into one of the repository, or nothing where it is outside. */
export interface Repository {
  readonly place: (preview: StackPreview, position: SourcePosition) => SourcePosition | undefined;
  /** The file that stands for the stack as a whole. */
  readonly anchor: (preview: StackPreview) => string;
}

export function locator({ place, anchor }: Repository): Locate {
  return (preview, finding = {}) => {
    const [at, declaredAt] = [finding.source, finding.declaredAt].map((position) =>
      position === undefined ? undefined : inRepository(place(preview, position)),
    );
    if (at === undefined) return { at: declaredAt ?? { file: anchor(preview), line: 1, column: 1 } };
    const isSame = declaredAt?.file === at.file && declaredAt.line === at.line;
    return declaredAt === undefined || isSame ? { at } : { at, declaredAt };
  };
}

/** Installed code is in no repository, wherever it lies. */
function inRepository(position: SourcePosition | undefined): SourcePosition | undefined {
  return position === undefined || /(^|\/)node_modules\//.test(position.file) ? undefined : position;
}

const ABSOLUTE = /(?<![\w.~/-])(?:file:\/\/)?\/(?:[^\s/:'"`()<>]+\/)+(?=[^\s/])/g;

/**
 * A text of a program or of Node, without the folders of this machine: paths below these roots are relative to
 * them, and of any other only the last name is left.
 */
export function withoutFolders(text: string, roots: readonly string[] = []): string {
  const relative = roots
    .filter((root) => root !== "/")
    // A longer root may lie in a shorter one.
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, root) => rest.replaceAll(`file://${root}/`, "").replaceAll(`${root}/`, ""), text);
  return relative.replaceAll(ABSOLUTE, "…/");
}
