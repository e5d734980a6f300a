/** Why a login through a provider came to nothing, and what to do; by the code in the address. */
const PROBLEMS: Readonly<Record<string, string>> = {
  state: 'That login was begun in another browser, or took longer than ten minutes. Try again here.',
  denied: 'The login was declined at the provider. Try again, or choose another way.',
  provider: 'The provider cannot be reached, or its answer was not believed. Try again in a moment; if it stays so, the server’s log says why.',
  'not-allowed': 'You are known there, but not let in here. Ask an administrator.',
  'bad-name': 'Your name there cannot be a user’s name here. Ask an administrator to give you one.',
  'name-taken': 'There is a user of your name already, who is not known to be you. Ask an administrator to link the two.',
  'no-more-users': 'The platform takes no further user. Ask an administrator.',
  'setup-first': 'The platform has no administrator yet. Open the one-time link that the server printed.',
}

/** Words for a code that the server put into the address; of any other, nothing is shown. */
export function problemWords(code: string | undefined): string | undefined {
  return code !== undefined && Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code] : undefined
}

/** The address that begins a login through a provider and then goes on. */
export function providerHref(path: string, next: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}next=${encodeURIComponent(next)}`
}
