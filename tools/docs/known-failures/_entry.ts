/** What keeps a failure out: a place in the code, a rule of the pack, a setting or a runbook. */
export type Guard =
  | { readonly by: "code"; readonly file: string; readonly text: string }
  | { readonly by: "rule"; readonly id: string }
  | { readonly by: "setting"; readonly path: string }
  | { readonly by: "runbook"; readonly name: string };

/** A test that fails without the guard: its title, or for one of a table the text of its row. */
export interface Proof {
  readonly file: string;
  readonly title: string;
}

export interface KnownFailure {
  /** What goes wrong, in one sentence. */
  readonly failure: string;
  readonly guards: readonly Guard[];
  readonly tests: readonly Proof[];
}

export interface Area {
  readonly title: string;
  readonly failures: readonly KnownFailure[];
}

/** `text` is found in the file as it stands: a symbol, a property, a condition. */
export function code(file: string, text: string): Guard {
  return { by: "code", file, text };
}

export function rule(id: string): Guard {
  return { by: "rule", id };
}

export function setting(path: string): Guard {
  return { by: "setting", path };
}

export function runbook(name: string): Guard {
  return { by: "runbook", name };
}

/** A test in `test/`, by its file without that folder and the ending. */
export function proven(name: string, ...titles: readonly string[]): Proof[] {
  return titles.map((title) => ({ file: `test/${name}.test.ts`, title }));
}

/** A test of one of the components. */
export function tested(component: string, ...titles: readonly string[]): Proof[] {
  return proven(`components/${component}`, ...titles);
}

/** A test of the commands in the images, which `test/runtime/pgbouncer/go.test.ts` runs. */
export function goTested(file: string, title: string): Proof {
  return { file, title };
}

export function known(failure: string, guards: readonly Guard[], tests: readonly Proof[]): KnownFailure {
  return { failure, guards, tests };
}
