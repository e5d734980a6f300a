// Sample notebooks for the mock server: a developer's tool, no part of the product.
import { deflateSync } from 'node:zlib'

const E = '\u001b'
let serial = 0
const id = () => `c${(++serial).toString(16).padStart(7, '0')}`
const md = (source, more = {}) => ({ cell_type: 'markdown', id: id(), metadata: {}, source, ...more })
const code = (source, executionCount, outputs = [], metadata = {}) => ({ cell_type: 'code', id: id(), metadata, execution_count: executionCount, source, outputs })
const stream = (text, name = 'stdout') => ({ output_type: 'stream', name, text })
const result = (data, executionCount) => ({ output_type: 'execute_result', data, metadata: {}, execution_count: executionCount })
const display = (data) => ({ output_type: 'display_data', data, metadata: {} })
const notebook = (cells) => ({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } }, cells })

/** A plot-like PNG made by hand, so that no file is needed. */
export function png(width = 560, height = 260) {
  const raw = Buffer.alloc((width * 3 + 1) * height, 255)
  const dot = (x, y, [r, g, b]) => { if (x < 0 || y < 0 || x >= width || y >= height) return; const at = y * (width * 3 + 1) + 1 + x * 3; raw[at] = r; raw[at + 1] = g; raw[at + 2] = b }
  for (let y = 0; y < height; y++) raw[y * (width * 3 + 1)] = 0
  for (let x = 40; x < width - 10; x++) {
    dot(x, height - 30, [90, 90, 90])
    const y = Math.round(height / 2 - Math.sin(x / 40) * 55 - (x - 280) / 9)
    for (let t = -1; t < 2; t++) dot(x, y + t, [31, 119, 180])
    const z = Math.round(height / 2 + Math.cos(x / 55) * 40 - (x - 280) / 14)
    for (let t = -1; t < 2; t++) dot(x, z + t, [255, 127, 14])
  }
  for (let y = 10; y < height - 30; y++) dot(40, y, [90, 90, 90])
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length, 0); body.copy(out, 4); out.writeUInt32BE(crc(body), body.length + 4)
    return out
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0); head.writeUInt32BE(height, 4); head[8] = 8; head[9] = 2
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]).toString('base64')
}
function crc(buffer) {
  let c = ~0
  for (const byte of buffer) { c ^= byte; for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1 }
  return ~c >>> 0
}

const table = `<div><style scoped>.dataframe tbody tr th { vertical-align: top; }</style><table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>store</th><th>day</th><th>sold</th><th>stock</th><th>reorder</th></tr></thead><tbody>${
  ['Pune', 'Leeds', 'Lyon', 'Turin', 'Graz'].map((town, i) => `<tr><th>${i}</th><td>${town}</td><td>2026-11-${20 + i}</td><td>${312 - i * 37}</td><td>${1200 + i * 91}</td><td>${i % 2 === 0}</td></tr>`).join('')}</tbody></table><p>5 rows × 5 columns</p></div>`

const hostile = '<b>Script in a frame:</b> <span id="x">did not run</span><script>document.getElementById("x").textContent = "ran, origin " + window.origin + ", cookies " + (function(){try{return document.cookie}catch(e){return "refused"}})(); fetch("/api/v1/me").catch(function(){document.getElementById("x").textContent += ", network refused"})</script>'
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="60"><rect width="240" height="60" rx="8" fill="#e7f5ff"/><circle cx="32" cy="30" r="18" fill="#3b5bdb"/><text x="64" y="36" font-family="sans-serif" font-size="16">an SVG picture</text></svg>'

export function report() {
  return notebook([
    md('# Warehouse replenishment\n\nStock of the **last seven days** for each store. Reorder when the stock falls below $\\mu + 2\\sigma$.\n\n- source: `warehouse.sales`\n- made for [planning](https://example.org)\n\n$$\\hat{s} = \\frac{1}{n}\\sum_{i=1}^{n} s_i$$'),
    code('region = "eu"\ndays = 7\nuntil = "2026-11-24"', 1, [], { tags: ['parameters'] }),
    code('# Parameters\nregion = "in"\ndays = 7\nuntil = "2026-11-24"', 2, [], { tags: ['injected-parameters'] }),
    code('import pandas as pd\nfrom orrery import get_connection\n\nwith get_connection("warehouse") as connection:\n    sales = pd.read_sql(f"SELECT * FROM sales WHERE day > {days!r}", connection)\nprint(f"{len(sales):,} rows")', 3, [stream('12,480 rows\n'), stream('UserWarning: pandas only supports SQLAlchemy connectable\n', 'stderr')]),
    md('## Look at the data'),
    code('sales.head()', 4, [result({ 'text/plain': '  store ...', 'text/html': table }, 4)]),
    code('for step in range(101):\n    print(f"\\r{step}%", end="")', 5, [stream(Array.from({ length: 101 }, (_, i) => `\r${i}%`).join('') + '\n')]),
    md('## Plot\n\n| store | trend |\n|-|-|\n| Pune | up |\n| Leeds | down |'),
    code('sales.groupby("day").sold.sum().plot()', 6, [result({ 'text/plain': '<Axes: xlabel=\'day\'>' }, 6), display({ 'text/plain': '<Figure size 560x260>', 'image/png': png() })]),
    code('from IPython.display import HTML, SVG\nHTML(widget)', 7, [result({ 'text/plain': '<HTML>', 'text/html': hostile }, 7)]),
    code('SVG(picture)', 8, [result({ 'text/plain': '<SVG>', 'image/svg+xml': svg }, 8)]),
    code('for line in range(600):\n    print("row", line)', 9, [stream(Array.from({ length: 600 }, (_, i) => `row ${i}\n`).join(''))]),
    code('{"stores": 5, "reordered": ["Pune", "Lyon"]}', 10, [result({ 'text/plain': "{'stores': 5}", 'application/json': { stores: 5, reordered: ['Pune', 'Lyon'] } }, 10)]),
  ])
}

export const TRACEBACK = [
  `${E}[31m---------------------------------------------------------------------------${E}[39m`,
  `${E}[31mZeroDivisionError${E}[39m                         Traceback (most recent call last)`,
  `${E}[36mCell${E}[39m${E}[36m ${E}[39m${E}[32mIn[5]${E}[39m${E}[32m, line 4${E}[39m\n${E}[32m      1${E}[39m ${E}[38;5;28;01mdef${E}[39;00m${E}[38;5;250m ${E}[39m${E}[34mshare${E}[39m(part, whole):\n${E}[32m      2${E}[39m     ${E}[38;5;28;01mreturn${E}[39;00m part / whole\n${E}[32m----> ${E}[39m${E}[32m4${E}[39m ${E}[43mshare${E}[49m${E}[43m(${E}[49m${E}[43msales${E}[49m${E}[43m.sold.sum(), returned.sum())${E}[49m`,
  `${E}[36mCell${E}[39m${E}[36m ${E}[39m${E}[32mIn[5]${E}[39m${E}[32m, line 2${E}[39m, in ${E}[36mshare${E}[39m${E}[34m(part, whole)${E}[39m\n${E}[32m      1${E}[39m ${E}[38;5;28;01mdef${E}[39;00m${E}[38;5;250m ${E}[39m${E}[34mshare${E}[39m(part, whole):\n${E}[32m----> ${E}[39m${E}[32m2${E}[39m     ${E}[38;5;28;01mreturn${E}[39;00m ${E}[43mpart${E}[49m${E}[43m ${E}[49m${E}[43m/${E}[49m${E}[43m ${E}[49m${E}[43mwhole${E}[49m`,
  `${E}[31mZeroDivisionError${E}[39m: division by zero`,
]

export function broken() {
  const marker = (source) => md(source, { metadata: { tags: ['papermill-error-cell-tag'] } })
  return notebook([
    marker('<span style="color:red">An Exception was encountered at \'<a href="#papermill-error-cell">In [5]</a>\'.</span>'),
    md('# Returns per store'),
    code('days = 7', 1, [], { tags: ['parameters'] }),
    code('import pandas as pd', 2),
    code('sales = pd.read_parquet("sales.parquet")\nsales.tail()', 3, [result({ 'text/plain': '', 'text/html': table }, 3)]),
    code('returned = sales.sold * 0\nprint(returned.sum())', 4, [stream('0\n')]),
    marker('<span id="papermill-error-cell" style="color:red">Execution using papermill encountered an exception here and stopped:</span>'),
    code('def share(part, whole):\n    return part / whole\n\nshare(sales.sold.sum(), returned.sum())', 5, [{ output_type: 'error', ename: 'ZeroDivisionError', evalue: 'division by zero', traceback: TRACEBACK }]),
    code('print("never reached")', null),
  ])
}

export function growing(done) {
  const all = report()
  return { ...all, cells: all.cells.map((cell, i) => (i < done || cell.cell_type !== 'code' ? cell : { ...cell, outputs: i === done ? cell.outputs.slice(0, 1) : [], execution_count: null })) }
}
