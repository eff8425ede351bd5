import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

/** How long a message stays hidden after each sign of life, in seconds. */
const HIDDEN_SECONDS = 120;
/** A third of it, so that one lost call does not matter. */
const SIGN_OF_LIFE_MILLISECONDS = (HIDDEN_SECONDS * 1000) / 3;
/** Longest pause before a message is tried again. */
const LONGEST_PAUSE_SECONDS = 900;

export interface Message {
  readonly body: string;
  /** How often it was handed out, this time included. */
  readonly deliveries: number;
  readonly receipt: string;
  /** When it was put into the queue, in milliseconds since 1970. */
  readonly sentAt: number;
}

/** The queue of uploads. A message that is neither finished nor returned appears again by itself. */
export class Queue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  /** One message, or undefined after twenty seconds without one. */
  async receive(signal: AbortSignal): Promise<Message | undefined> {
    const { Messages } = await this.#client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#url,
        MaxNumberOfMessages: 1,
        WaitTimeSeconds: 20,
        VisibilityTimeout: HIDDEN_SECONDS,
        MessageSystemAttributeNames: ["ApproximateReceiveCount", "SentTimestamp"],
      }),
      { abortSignal: signal },
    );
    const [message] = Messages ?? [];
    if (message?.ReceiptHandle === undefined) return undefined;
    return {
      body: message.Body ?? "",
      deliveries: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
      receipt: message.ReceiptHandle,
      sentAt: Number(message.Attributes?.SentTimestamp ?? Date.now()),
    };
  }

  async finish({ receipt }: Message): Promise<void> {
    await this.#client.send(new DeleteMessageCommand({ QueueUrl: this.#url, ReceiptHandle: receipt }));
  }

  /** Gives the message back at once, for another worker. */
  async giveBack(message: Message): Promise<void> {
    await this.#hide(message, 0);
  }

  /** Lets the message appear again after a pause that doubles with each delivery. */
  async retryLater(message: Message): Promise<number> {
    const pause = pauseSeconds(message.deliveries);
    await this.#hide(message, pause);
    return pause;
  }

  /** Keeps the message hidden until the returned function is called. `failed` hears of calls that did not work. */
  keepHidden(message: Message, failed: (error: unknown) => void): () => void {
    const timer = setInterval(() => void this.#hide(message, HIDDEN_SECONDS).catch(failed), SIGN_OF_LIFE_MILLISECONDS);
    return () => clearInterval(timer);
  }

  async #hide({ receipt }: Message, seconds: number): Promise<void> {
    await this.#client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: this.#url, ReceiptHandle: receipt, VisibilityTimeout: seconds }),
    );
  }
}

/** 15 to 30 seconds, doubled with each delivery, up to a quarter of an hour; spread, so that repeats do not meet. */
export function pauseSeconds(deliveries: number, random = Math.random()): number {
  const full = Math.min(LONGEST_PAUSE_SECONDS, 30 * 2 ** Math.min(deliveries - 1, 10));
  return Math.ceil((full / 2) * (1 + random));
}
