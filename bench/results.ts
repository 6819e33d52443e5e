// What was measured, as a table for people: ratios to the same run's bare Node, since milliseconds are those of one machine and day.
import type { Summary } from "./statistics.ts";

export interface Row {
  readonly name: string;
  /** What the row is about, as the column that it would be in: "cached", "HTTP", "TLS, 50 ms away". */
  readonly way: string;
  /** Milliseconds. */
  readonly wall: Summary;
  /** Megabytes. */
  readonly peakMemory: number | undefined;
}

export interface Crowd {
  readonly name: string;
  readonly way: string;
  readonly wall: Summary;
  /** Calls of STS for all of them together, in the worst run; nothing where nobody counts. */
  readonly calls: number | undefined;
}

export interface Results {
  /** The unit of all ratios: Node with an empty file. */
  readonly bare: Summary;
  readonly rows: readonly Row[];
  /** As many processes at once. */
  readonly crowdSize: number;
  readonly bareCrowd: Summary;
  readonly crowds: readonly Crowd[];
  readonly machine: string;
}

const ratio = (value: number, unit: number): string => (value / unit).toFixed(2);

function spread({ low, high }: Summary, unit: number): string {
  return `${ratio(low, unit)}–${ratio(high, unit)}`;
}

/** The results as Markdown. */
export function toMarkdown(results: Results): string {
  const { bare, bareCrowd, crowdSize } = results;
  const one = table(
    ["program", "way", "× bare Node", "quartiles", "ms", "peak MB"],
    [
      ["bare Node, empty file", "", "1.00", spread(bare, bare.median), bare.median.toFixed(1), ""],
      ...results.rows.map(({ name, way, wall, peakMemory }) => [
        name,
        way,
        ratio(wall.median, bare.median),
        spread(wall, bare.median),
        wall.median.toFixed(1),
        peakMemory?.toFixed(0) ?? "",
      ]),
    ],
  );
  const many = table(
    [`${crowdSize} at once`, "way", "× bare Node", "quartiles", "ms", "STS calls"],
    [
      [
        "bare Node, empty file",
        "",
        "1.00",
        spread(bareCrowd, bareCrowd.median),
        bareCrowd.median.toFixed(0),
        "",
      ],
      ...results.crowds.map(({ name, way, wall, calls }) => [
        name,
        way,
        ratio(wall.median, bareCrowd.median),
        spread(wall, bareCrowd.median),
        wall.median.toFixed(0),
        calls === undefined ? "" : String(calls),
      ]),
    ],
  );
  return `${one}\n${many}\n${results.machine}\n`;
}

/** Columns are aligned, so that the text is readable as it is. */
function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const all = [head, ...body];
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)));
  const isNumber = (column: number): boolean => column >= 2;
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (isNumber(column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width))).join(" | ")} |`;
  return [line(head), rule, ...body.map(line), ""].join("\n");
}
