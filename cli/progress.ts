/** Quiet for a second, then one line on stderr that says what is being waited for, and for how long. */
const QUIET_MS = 1000;
const TICK_MS = 1000;

export class Progress {
  readonly #waiting = new Set<string>();
  readonly #started = performance.now();
  readonly #stream: NodeJS.WriteStream;
  readonly #enabled: boolean;
  #timer: NodeJS.Timeout | undefined;
  #shown = false;
  #announced = "";

  constructor(stream: NodeJS.WriteStream, enabled: boolean) {
    this.#stream = stream;
    this.#enabled = enabled;
  }

  start(task: string): void {
    this.#waiting.add(task);
    if (!this.#enabled || this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#show(), TICK_MS);
    this.#timer.unref();
  }

  done(task: string): void {
    this.#waiting.delete(task);
    if (this.#waiting.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#shown && this.#stream.isTTY) this.#stream.write("\r\u001B[K");
    this.#shown = false;
  }

  #show(): void {
    const elapsed = performance.now() - this.#started;
    if (elapsed < QUIET_MS) return;
    const tasks = [...this.#waiting].join(", ");
    // A terminal gets one line that is rewritten; a log gets a line only when the work changes.
    const time = ` … ${Math.round(elapsed / 1000)} s`;
    if (this.#stream.isTTY) {
      // A line that wraps could not be taken back.
      const room = Math.max(0, this.#stream.columns - time.length - 1);
      this.#stream.write(`\r\u001B[K${tasks.slice(0, room)}${time}`);
    } else if (tasks !== this.#announced) this.#stream.write(`${tasks}${time}\n`);
    this.#announced = tasks;
    this.#shown = true;
  }
}
