/** Bars next to one another. */
export interface BarGroup {
  name: string;
  bars: readonly { name: string; value: number }[];
}

/** A line through points, by rising x. */
export interface Line {
  name: string;
  points: readonly { x: number; y: number }[];
}

// What a picture inherits from nobody: it stands in pages that are light and in such that are dark.
const STYLE = `<style>
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; font-size: 14px; }
  .faint { fill: #57606a; }
  .axis { stroke: #8c959f; stroke-width: 1; fill: none; }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .faint { fill: #9198a1; } .axis { stroke: #656c76; } }
</style>`;

/** Told apart on light and on dark ground, and by most who do not see all colours. */
const COLOURS = ['#8c959f', '#e16f24', '#8250df', '#cf222e', '#2da44e', '#218bff'];

const WIDTH = 760;
const BAR_HEIGHT = 18;
const LABEL_WIDTH = 250;

/** Horizontal bars in groups. Values stand at the ends of the bars, as `show` writes them. */
export function toBarChart(
  title: string,
  groups: readonly BarGroup[],
  show: (value: number) => string,
): string {
  const most = Math.max(...groups.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const scale = (WIDTH - LABEL_WIDTH - 80) / most;
  const parts: string[] = [];
  let top = 40;
  for (const { name, bars } of groups) {
    parts.push(`<text class="faint" x="8" y="${top + 13}">${escapeText(name)}</text>`);
    top += BAR_HEIGHT + 4;
    for (const [index, bar] of bars.entries()) {
      const length = (bar.value * scale).toFixed(1);
      const middle = top + 13;
      parts.push(
        `<text x="${LABEL_WIDTH - 8}" y="${middle}" text-anchor="end">${escapeText(bar.name)}</text>`,
        `<rect x="${LABEL_WIDTH}" y="${top}" width="${length}" height="${BAR_HEIGHT - 4}" rx="2" fill="${colour(index)}"/>`,
        `<text x="${LABEL_WIDTH + Number(length) + 6}" y="${middle}">${show(bar.value)}</text>`,
      );
      top += BAR_HEIGHT;
    }
    top += 12;
  }
  return toSvg(title, top, parts);
}

const PLOT = { left: 80, right: 740, top: 50, bottom: 300 };

/** Lines from zero on both axes. */
export function toLineChart(
  title: string,
  lines: readonly Line[],
  axes: { x: string; y: string; showY?: (value: number) => string },
): string {
  const { showY = (value: number) => value.toPrecision(3) } = axes;
  const points = lines.flatMap((line) => line.points);
  const mostX = Math.max(...points.map(({ x }) => x));
  const mostY = Math.max(...points.map(({ y }) => y)) * 1.05;
  const placeX = (x: number) => PLOT.left + ((PLOT.right - PLOT.left) * x) / mostX;
  const placeY = (y: number) => PLOT.bottom - ((PLOT.bottom - PLOT.top) * y) / mostY;
  const parts = [
    `<path class="axis" d="M${PLOT.left} ${PLOT.top}V${PLOT.bottom}H${PLOT.right}"/>`,
    `<text class="faint" x="${PLOT.right}" y="${PLOT.bottom + 36}" text-anchor="end">${escapeText(axes.x)}</text>`,
    `<text class="faint" x="8" y="${PLOT.top - 12}">${escapeText(axes.y)}</text>`,
  ];
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const x = share * mostX;
    const y = share * mostY;
    parts.push(
      `<text class="faint" x="${placeX(x).toFixed(1)}" y="${PLOT.bottom + 18}" text-anchor="middle">${Math.round(x)}</text>`,
      `<text class="faint" x="${PLOT.left - 8}" y="${placeY(y) + 4}" text-anchor="end">${showY(y)}</text>`,
    );
  }
  for (const [index, line] of lines.entries()) {
    const path = line.points.map(({ x, y }) => `${placeX(x).toFixed(1)} ${placeY(y).toFixed(1)}`).join('L');
    const left = PLOT.left + 16;
    const top = PLOT.top + 16 * index;
    parts.push(
      `<path d="M${path}" fill="none" stroke="${lineColour(index)}" stroke-width="2"/>`,
      `<rect x="${left}" y="${top - 9}" width="10" height="10" fill="${lineColour(index)}"/>`,
      `<text x="${left + 16}" y="${top}">${escapeText(line.name)}</text>`,
    );
  }
  return toSvg(title, PLOT.bottom + 50, parts);
}

function colour(index: number): string {
  return COLOURS[index % COLOURS.length] ?? '#8c959f';
}

/** Grey is for what others are compared with. */
function lineColour(index: number): string {
  return colour(COLOURS.length - 1 - index);
}

function toSvg(title: string, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${escapeText(title)}</title>`,
    STYLE,
    `<text class="title" x="8" y="22">${escapeText(title)}</text>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
