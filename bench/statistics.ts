// Medians and quartiles: means would be those of the worst moments of a shared machine.

export interface Summary {
  readonly median: number;
  /** The quarter of the runs that were faster, and that were slower, lie beyond these. */
  readonly low: number;
  readonly high: number;
  readonly runs: number;
}

/** @param values at least one */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    runs: sorted.length,
  };
}

/** Between the two nearest values, as R and NumPy do by default. */
function quantile(sorted: readonly number[], part: number): number {
  const at = (sorted.length - 1) * part;
  const [before, after] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (before === undefined || after === undefined) throw new Error("no values to summarize");
  return before + (after - before) * (at - Math.floor(at));
}
