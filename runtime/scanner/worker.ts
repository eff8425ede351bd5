import { setMaxListeners } from "node:events";
import { closeSync, openSync, utimesSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { StaleSignaturesError, engineVersion, signatureAge } from "./_clamd.ts";
import { about, describeError, log } from "./_log.ts";
import { type Upload, parseMessage } from "./_message.ts";
import { count, emit } from "./_metrics.ts";
import type { Objects } from "./_objects.ts";
import type { Message, Queue } from "./_queue.ts";
import { scanUpload } from "./scan-upload.ts";
import type { ScannerSettings } from "./_settings.ts";

export interface WorkerParts {
  readonly settings: ScannerSettings;
  readonly objects: Objects;
  readonly queue: Queue;
}

/** Longest question to clamd about itself. */
const ENGINE_ANSWERS_WITHIN_MILLISECONDS = 5_000;
const ENGINE_ASKED_EVERY_MILLISECONDS = 60_000;
/** Pauses while the engine or the queue cannot be reached. */
const FIRST_PAUSE_MILLISECONDS = 1_000;
const LONGEST_PAUSE_MILLISECONDS = 30_000;

/**
 * Works off the queue until `stop` is called. While the engine is away or its signatures are too old no message
 * is taken, so that an outage uses up none of the deliveries after which a message counts as failed.
 */
export class Worker {
  readonly #parts: WorkerParts;
  /** No new message is taken. */
  readonly #stopping = new AbortController();
  /** Work at hand is cut short. */
  readonly #cutShort = new AbortController();
  #engineAskedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    // Each loop listens, and so does each request it has under way; Node would take that for a leak.
    setMaxListeners(0, this.#stopping.signal, this.#cutShort.signal);
  }

  /** Ends after `stop`, when the work at hand is finished or its message returned. */
  async run(): Promise<void> {
    const { concurrency, engine } = this.#parts.settings;
    log("info", "started", { engine: engine.kind, concurrency });
    await Promise.all(Array.from({ length: concurrency }, () => this.#loop()));
    log("info", "stopped");
  }

  /** Takes no more messages, and cuts the work at hand short when its time is up. */
  stop(): void {
    if (this.#stopping.signal.aborted) return;
    const { drainMilliseconds } = this.#parts.settings;
    log("info", "stopping", { drainMilliseconds });
    this.#stopping.abort();
    setTimeout(() => this.#cutShort.abort(new Error("the worker was told to stop")), drainMilliseconds).unref();
  }

  async #loop(): Promise<void> {
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      this.#beat();
      try {
        // oxlint-disable no-await-in-loop -- one message after the other
        await this.#checkEngine();
        const message = await this.#parts.queue.receive(this.#stopping.signal);
        failures = 0;
        if (message !== undefined) await this.#work(message);
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        log("error", "waiting", { error: describeError(error) });
        const pause = Math.min(LONGEST_PAUSE_MILLISECONDS, FIRST_PAUSE_MILLISECONDS * 2 ** failures++);
        await sleep(pause, undefined, { signal: this.#stopping.signal }).catch(() => {});
        // oxlint-enable no-await-in-loop
      }
    }
  }

  /** Throws while nothing can be scanned. */
  async #checkEngine(): Promise<void> {
    const { engine, metrics } = this.#parts.settings;
    if (engine.kind !== "clamav" || Date.now() - this.#engineAskedAt < ENGINE_ASKED_EVERY_MILLISECONDS) return;
    try {
      const timeout = AbortSignal.timeout(ENGINE_ANSWERS_WITHIN_MILLISECONDS);
      const age = signatureAge(await engineVersion(engine, AbortSignal.any([timeout, this.#stopping.signal])));
      if (Number.isFinite(age)) emit(metrics, [{ name: "SignatureAgeHours", unit: "None", value: age / 3_600_000 }]);
      if (age > engine.signatureMaxAgeMilliseconds) {
        throw new StaleSignaturesError("the signatures of clamd are too old or have no date; nothing is scanned");
      }
      this.#engineAskedAt = Date.now();
    } catch (error) {
      if (!this.#stopping.signal.aborted) emit(metrics, [count("EngineUnavailable")]);
      throw error;
    }
  }

  async #work(message: Message): Promise<void> {
    const { queue, settings } = this.#parts;
    const signal = this.#cutShort.signal;
    const show = queue.keepHidden(message, (error) => {
      log("warn", "message-not-kept", { error: describeError(error) });
    });
    const beat = setInterval(() => this.#beat(), 30_000);
    let upload: Upload | undefined;
    const startedAt = performance.now();
    // The clocks of the queue and the node are not one.
    const waited = Math.max(0, Date.now() - message.sentAt);
    try {
      upload = parseMessage(message.body);
      const { result, reason, bytes } = await scanUpload(upload, this.#parts, signal);
      const milliseconds = Math.round(performance.now() - startedAt);
      await queue.finish(message);
      const level = result === "infected" || result === "unscannable" ? "warn" : "info";
      log(level, "judged", { ...about(upload), result, reason, bytes, milliseconds, deliveries: message.deliveries });
      emit(
        settings.metrics,
        [
          count("Objects"),
          { name: "ScannedBytes", unit: "Bytes", value: bytes },
          { name: "ScanMilliseconds", unit: "Milliseconds", value: milliseconds },
          { name: "WaitMilliseconds", unit: "Milliseconds", value: waited },
        ],
        result,
      );
    } catch (error) {
      // The next check asks clamd itself, before another message is taken.
      this.#engineAskedAt = Number.NEGATIVE_INFINITY;
      await this.#putBack(message, upload, error);
    } finally {
      show();
      clearInterval(beat);
    }
  }

  /** Nothing is lost if this fails too: the message appears again when its time is over. */
  async #putBack(message: Message, upload: Upload | undefined, error: unknown): Promise<void> {
    const { queue, settings } = this.#parts;
    const fields = { ...(upload && about(upload)), deliveries: message.deliveries, error: describeError(error) };
    if (this.#cutShort.signal.aborted) {
      log("warn", "returned", fields);
      await queue.giveBack(message);
      return;
    }
    emit(settings.metrics, [count("Failures")]);
    log("error", "failed", fields);
    const seconds = await queue.retryLater(message);
    log("info", "retry", { ...(upload && about(upload)), seconds });
  }

  /** Sets the time of the heartbeat file to now. */
  #beat(): void {
    const { heartbeatFile } = this.#parts.settings;
    closeSync(openSync(heartbeatFile, "a"));
    const now = new Date();
    utimesSync(heartbeatFile, now, now);
  }
}
