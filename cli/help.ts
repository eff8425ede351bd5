import { type Command, Help } from "commander";

/** Columns where nobody says how many there are, such as in a pipe. */
const USUAL_COLUMNS = 80;
/** Longer lines are hard to follow. */
const MOST_COLUMNS = 100;
/** Fewer columns for a description would be a word a line. */
const LEAST_FOR_DESCRIPTION = 30;

/** How help and complaints of the command line look, for a command and all that it gets. */
export function configureLook(program: Command): Command {
  return program
    .configureOutput({
      getOutHelpWidth: () => columns(process.stdout),
      getErrHelpWidth: () => columns(process.stderr),
      // Every complaint begins alike, whoever makes it.
      outputError: (text, write) => write(text.replace(/^error: /, "rampart: ")),
    })
    .configureHelp({ minWidthToWrap: LEAST_FOR_DESCRIPTION - 10, formatItem });
}

function columns(stream: NodeJS.WriteStream): number {
  return stream.columns ?? (Number(process.env["COLUMNS"]) || USUAL_COLUMNS);
}

/** Paragraphs below a help page, each as wide as there is room; examples are commands, which nobody wants broken. */
export function below(
  ...parts: readonly { readonly prose?: string; readonly examples?: readonly string[] }[]
): () => string {
  return () => {
    const width = Math.min(columns(process.stdout), MOST_COLUMNS);
    const told = parts.map(({ prose, examples = [] }) =>
      prose === undefined
        ? ["Examples:", ...examples.map((example) => `  ${example}`)].join("\n")
        : new Help().boxWrap(prose, width),
    );
    return `\n${told.join("\n\n")}`;
  };
}

/** On a narrow terminal the description stands below what it describes. */
function formatItem(this: Help, term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? USUAL_COLUMNS;
  if (description === "" || width - termWidth - 4 >= LEAST_FOR_DESCRIPTION) {
    return Help.prototype.formatItem.call(this, term, termWidth, description, helper);
  }
  const below = helper.boxWrap(description, Math.max(width - 6, LEAST_FOR_DESCRIPTION - 10));
  return `  ${term}\n      ${below.replaceAll("\n", "\n      ")}`;
}
