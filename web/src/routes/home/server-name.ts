/** What a server is called in addresses, from its nickname; "" where nothing of it may stand there. */
export function nameOf(nickname: string): string {
  return nickname.normalize('NFD').toLowerCase().replace(/[\u0300-\u036f]/g, '').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40)
}
