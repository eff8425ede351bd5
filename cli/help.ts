import { type Command, Help } from "commander";

/** Columns where nobody says how many there are, such as in a pipe. */
const USUAL_COLUMNS = 80;
/** Fewer columns for a description would be a word a line. */
const LEAST_FOR_DESCRIPTION = 30;

/** How help and complaints of the command line look, for a command and all that it gets. */
export function configureLook(program: Command): Command {
  const columns = (stream: NodeJS.WriteStream): number =>
    stream.columns ?? (Number(process.env["COLUMNS"]) || USUAL_COLUMNS);
  return program
    .configureOutput({
      getOutHelpWidth: () => columns(process.stdout),
      getErrHelpWidth: () => columns(process.stderr),
      // Every complaint begins alike, whoever makes it.
      outputError: (text, write) => write(text.replace(/^error: /, "rampart: ")),
    })
    .configureHelp({ minWidthToWrap: LEAST_FOR_DESCRIPTION - 10, formatItem });
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
