import DOMPurify from 'dompurify'
import { Marked } from 'marked'
import type { CellModel } from './model'

const marked = new Marked({ gfm: true, async: false })
const PICTURE = /^data:image\/(?:png|jpe?g|gif|webp|svg\+xml|bmp);base64,[a-z0-9+/=\s]*$/i

/**
 * Markdown of a notebook as safe HTML. The text is untrusted: whatever could run, load from elsewhere, or look like a part of the
 * page itself is taken out. Formulas are left as they stand between their dollar signs, wrapped for `renderFormulas`.
 */
export function markdownHtml(source: string, attachments: CellModel['attachments'] = {}): string {
  const { text, formulas } = setFormulasAside(source)
  const raw = marked.parse(text) as string
  const restored = raw.replace(/\u0002(\d+)\u0003/g, (_, n: string) => {
    const formula = formulas[Number(n)]
    return formula === undefined ? '' : `<span class="formula" data-display="${formula.display}">${escape(formula.tex)}</span>`
  })
  return sanitise(restored, attachments)
}

function sanitise(html: string, attachments: CellModel['attachments']): string {
  const fragment = DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select', 'option', 'dialog', 'video', 'audio', 'source', 'track', 'picture'],
    FORBID_ATTR: ['style', 'id', 'name', 'srcset', 'background', 'poster', 'tabindex', 'accesskey', 'popover', 'popovertarget'],
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?|mailto|attachment):/i,
    RETURN_DOM_FRAGMENT: true,
  })
  for (const element of fragment.querySelectorAll('[class]')) {
    // Classes of the page's own style sheets would let a notebook dress up as the page.
    if (element.className !== 'formula') element.removeAttribute('class')
  }
  for (const image of fragment.querySelectorAll('img')) attach(image, attachments)
  for (const link of fragment.querySelectorAll('a')) {
    const href = link.getAttribute('href') ?? ''
    if (/^https?:\/\//i.test(href) || /^mailto:/i.test(href)) {
      link.target = '_blank'
      link.rel = 'noopener noreferrer'
    } else {
      link.removeAttribute('href')
    }
  }
  const holder = fragment.ownerDocument.createElement('div')
  holder.append(fragment)
  return holder.innerHTML
}

/** An image stays only where its bytes are in the notebook itself. */
function attach(image: HTMLImageElement, attachments: CellModel['attachments']): void {
  const src = image.getAttribute('src') ?? ''
  if (src.startsWith('attachment:')) {
    const bundle = attachments[decodeURIComponent(src.slice('attachment:'.length))] ?? {}
    const face = Object.entries(bundle).find(([mime, data]) => mime.startsWith('image/') && typeof data === 'string')
    const url = face === undefined ? '' : `data:${face[0]};base64,${face[1]}`
    if (PICTURE.test(url)) { image.setAttribute('src', url); return }
  } else if (PICTURE.test(src)) {
    return
  }
  const note = image.ownerDocument.createElement('em')
  note.textContent = `[picture not in the notebook: ${image.getAttribute('alt') || src.slice(0, 80)}]`
  image.replaceWith(note)
}

/** Markdown would eat the backslashes and underscores of formulas, so they wait outside; code keeps its dollar signs. */
function setFormulasAside(source: string): { text: string; formulas: { tex: string; display: boolean }[] } {
  const formulas: { tex: string; display: boolean }[] = []
  const pattern = /(```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|(`+)[\s\S]*?\2(?!`))|\\\$|\$\$([\s\S]+?)\$\$|\$(?=\S)((?:\\.|[^$\\\n])*?\S)\$(?!\d)/g
  const text = source.replace(/[\u0002\u0003]/g, '').replace(pattern, (all, code: string | undefined, _tick, display: string | undefined, inline: string | undefined) => {
    if (code !== undefined || all === '\\$') return all
    formulas.push(display === undefined ? { tex: inline ?? '', display: false } : { tex: display, display: true })
    return `\u0002${formulas.length - 1}\u0003`
  })
  return { text, formulas }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** Puts MathML in the place of every wrapped formula below an element; the formula library is loaded only when there is one. */
export async function renderFormulas(root: HTMLElement): Promise<void> {
  const waiting = [...root.querySelectorAll<HTMLElement>('span.formula:not([data-done])')]
  if (waiting.length === 0) return
  const katex = await import('katex')
  for (const span of waiting) {
    span.dataset.done = 'true'
    katex.default.render(span.textContent ?? '', span, {
      displayMode: span.dataset.display === 'true', output: 'mathml', throwOnError: false, trust: false, maxExpand: 500, maxSize: 40,
    })
  }
}
