// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { markdownHtml } from './markdown'

describe('markdownHtml', () => {
  it('renders headings, tables and links that leave no trace', () => {
    const html = markdownHtml('# Sales\n\n|a|b|\n|-|-|\n|1|2|\n\n[x](https://example.org)')
    expect(html).toContain('<h1>Sales</h1>')
    expect(html).toContain('<td>1</td>')
    expect(html).toContain('rel="noopener noreferrer"')
  })
  it.each([
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '<iframe src="https://evil"></iframe>',
    '<svg><script>1</script></svg>', '<a href="/api/v1/logout">x</a>', '<form action="/login"><input name=password></form>',
    '<div style="position:fixed" class="mantine-Modal-root" id="root">x</div>', '<style>body{display:none}</style>',
    '![x](https://evil.example/p.png)', '<img src="/api/v1/me">', '<math><mi xlink:href="javascript:1">x</mi></math>', '<base href="//evil">',
  ])('takes the danger out of %s', (source) => {
    expect(markdownHtml(source)).not.toMatch(/<script|onerror|javascript:|<iframe|href="\/|<form|<input|style|mantine|id=|<style|src="h|src="\/|<base/i)
  })
  it('shows a picture that is attached', () => {
    expect(markdownHtml('![p](attachment:a.png)', { 'a.png': { 'image/png': 'iVBORw0=' } })).toContain('src="data:image/png;base64,iVBORw0="')
  })
  it('keeps formulas whole and leaves money alone', () => {
    expect(markdownHtml('$a_1 * b_2$')).toContain('<span class="formula" data-display="false">a_1 * b_2</span>')
    expect(markdownHtml('from $5 to $10')).not.toContain('formula')
    expect(markdownHtml('`$x$`')).toContain('<code>$x$</code>')
    expect(markdownHtml('$$<img onerror=1>$$')).not.toContain('<img')
  })
})
