/** What a thread counts; reset when the measured phase begins. */
export class Counters {
  deliveries = 0;
  messages = 0;
  acks = 0;
  refused = 0;
  refusal: string | undefined;
  #latencyMs: number[] = [];
  #ackMs: number[] = [];

  /** Records the latency of a message at a sampled member. */
  arrived(us: number): void {
    this.#latencyMs.push(us / 1000);
  }

  /** Records the latency of an acknowledgement. */
  acked(us: number): void {
    this.acks++;
    this.#ackMs.push(us / 1000);
  }

  /** Returns the counts so far and resets them. */
  take() {
    const { deliveries, messages, acks, refused, refusal } = this;
    const counts = {
      deliveries,
      messages,
      acks,
      refused,
      ...(refusal === undefined ? {} : { refusal }),
      latencyMs: Float64Array.from(this.#latencyMs),
      ackMs: Float64Array.from(this.#ackMs),
    };
    this.deliveries = 0;
    this.messages = 0;
    this.acks = 0;
    this.refused = 0;
    this.refusal = undefined;
    this.#latencyMs = [];
    this.#ackMs = [];
    return counts;
  }
}
