/**
 * The lines of a stream, held one at a time. Only a line feed ends a line: JSON texts may hold the other
 * separators that line readers split at.
 */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  // Joined once a line: a line of many chunks would otherwise be copied with each of them.
  let parts: string[] = [];
  let isFirst = true;
  for await (const chunk of chunks) {
    const text = isFirst ? chunk.replace(/^\uFEFF/, "") : chunk;
    isFirst = false;
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      parts.push(text.slice(start, end));
      yield parts.join("");
      parts = [];
      start = end + 1;
    }
    if (start < text.length) parts.push(text.slice(start));
  }
  if (parts.length > 0) yield parts.join("");
}
