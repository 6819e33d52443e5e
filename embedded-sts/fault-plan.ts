// Which of the next calls are to fail, and how.
import { FAULTS, type Fault, type FaultSettings } from "./faults.ts";

/** An order to misbehave. Orders are carried out one after the other, in the order in which they were given. */
export interface FaultOrder extends FaultSettings {
  /** A name of the table of faults. */
  readonly fault: string;
  /** How many calls; all that follow when absent. */
  readonly times?: number;
  /** Only calls of this action, for example `AssumeRoleWithWebIdentity`. */
  readonly action?: string;
}

export interface PlannedFault {
  readonly fault: Fault;
  readonly settings: FaultSettings;
}

export class FaultPlan {
  #orders: { readonly order: FaultOrder; readonly fault: Fault; left: number }[] = [];

  /** @throws Error when there is no such fault, or when `times` is no whole number above 0 */
  add(order: FaultOrder): void {
    const fault = FAULTS.find(({ name }) => name === order.fault);
    if (fault === undefined) {
      const names = FAULTS.map(({ name }) => name).join(", ");
      throw new Error(`there is no fault ${String(order.fault)}; there are ${names}`);
    }
    const left = order.times ?? Number.POSITIVE_INFINITY;
    if (order.times !== undefined && !(Number.isInteger(left) && left > 0)) {
      throw new Error("times is a whole number above 0");
    }
    this.#orders.push({ order, fault, left });
  }

  /** The fault for a call that has just come in; it counts as used. */
  take(action: string | undefined): PlannedFault | undefined {
    const next = this.#orders.find(({ order, left }) => left > 0 && (order.action ?? action) === action);
    if (next === undefined) return undefined;
    next.left -= 1;
    return { fault: next.fault, settings: next.order };
  }

  clear(): void {
    this.#orders = [];
  }

  /** What is still to come; `left` is null for "all that follow". */
  pending(): readonly (FaultOrder & { readonly left: number | null })[] {
    return this.#orders
      .filter(({ left }) => left > 0)
      .map(({ order, left }) => ({ ...order, left: Number.isFinite(left) ? left : null }));
  }
}
