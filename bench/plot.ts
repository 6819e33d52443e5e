// The results as a plot: one bar a row, as long as its ratio to bare Node, with a line over its quartiles. SVG, no library.
import type { Results, Row } from "./results.ts";

const WIDTH = 860;
const LABELS = 330;
const NUMBERS = 60;
const ROW = 22;
const TOP = 56;
/** Ratios beyond this are cut, and say so: the AWS CLI would make all others invisible. */
const LONGEST = 6;

const COLOURS: readonly (readonly [of: RegExp, colour: string])[] = [
  [/standalone/, "#2a7f62"],
  [/Node/, "#3c78b4"],
  [/./, "#9a9a9a"],
];

export function toSvg({ bare, rows }: Results): string {
  const height = TOP + ROW * rows.length + 24;
  const scale = (WIDTH - LABELS - NUMBERS) / LONGEST;
  const bars = rows.map((row, index) => bar(row, bare.median, scale, TOP + ROW * index));
  const marks = Array.from({ length: LONGEST }, (_, index) => index + 1).map((mark) => {
    const x = LABELS + mark * scale;
    return `<line x1="${x}" y1="${TOP - 6}" x2="${x}" y2="${height - 20}" stroke="${mark === 1 ? "#c0392b" : "#dddddd"}"/>
<text x="${x}" y="${TOP - 12}" text-anchor="middle" fill="#555555">${mark}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="Time of one run, as a multiple of starting Node with an empty file">
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<text x="12" y="20" font-size="14" fill="#222222">Time of one run; 1 is Node with an empty file</text>
${marks.join("\n")}
${bars.join("\n")}
</svg>
`;
}

function bar({ name, way, wall }: Row, unit: number, scale: number, y: number): string {
  const ratio = wall.median / unit;
  const length = (value: number): number => Math.round(Math.min(value / unit, LONGEST) * scale * 10) / 10;
  const colour = COLOURS.find(([of]) => of.test(name))?.[1] ?? "#9a9a9a";
  const middle = y + ROW / 2 - 1;
  return `<text x="${LABELS - 8}" y="${middle + 4}" text-anchor="end" fill="#222222">${escapeXml(way === "" ? name : `${name}: ${way}`)}</text>
<rect x="${LABELS}" y="${y + 2}" width="${length(wall.median)}" height="${ROW - 7}" fill="${colour}"/>
<line x1="${LABELS + length(wall.low)}" y1="${middle}" x2="${LABELS + length(wall.high)}" y2="${middle}" stroke="#222222"/>
<text x="${LABELS + length(wall.median) + 6}" y="${middle + 4}" fill="#222222">${ratio.toFixed(2)}${ratio > LONGEST ? " →" : ""}</text>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
