// Sample users, groups and audit entries for the mock server: 8 of them, or with the cookie mock=many 10,000.
const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString()
const NAMES = ['ana', 'ben', 'chen', 'dora', 'emil.larsson', 'fatima', 'a-very-long-user-name-of-the-warehouse', 'goran']
const GROUPS = [{ name: 'analysts', members: ['ana', 'ben', 'fatima'] }, { name: 'gpu', members: ['chen'] }, { name: 'trial', members: [] }]
const server = (user, state, name = '') => ({
  name, display_name: name === '' ? '' : 'Training on the big machine', state, message: state === 'failed' ? 'The server used more memory than it may and was ended. Load less data at once, or ask for a larger limit.' : null,
  url: state === 'ready' ? `/user/${user}/` : null, started_at: state === 'ready' || state === 'starting' ? ago(95) : null, last_activity: ago(7),
})

function person(name, i) {
  const servers = [
    [server(name, 'ready'), server(name, 'ready', 'training')], [server(name, 'stopped')], [server(name, 'starting')], [], [server(name, 'failed')], [server(name, 'ready')], [server(name, 'stopped')], [],
  ][i % 8]
  return {
    name, admin: i === 0 || i === 5, has_password: i % 8 !== 3, created_at: ago(1440 * (9 * (i % 60) + 1)), last_activity: servers.length === 0 ? null : ago(7 + (i % 97) * 613), invited_until: i % 8 === 3 ? ago(-6000) : null,
    groups: i < 8 ? GROUPS.filter((one) => one.members.includes(name)).map((one) => one.name) : [], roles: i === 0 ? ['admin', 'user'] : ['user'], servers,
  }
}

const FEW = NAMES.map(person)
const MANY = Array.from({ length: 10_000 }, (_, i) => person(i < 8 ? NAMES[i] : `user${String(i).padStart(5, '0')}`, i))
const isActive = (one) => one.servers.some((each) => each.state === 'ready' || each.state === 'starting')

function page(people, query) {
  const state = query.get('state')
  const group = query.get('group')
  const fits = { active: isActive, ready: (one) => one.servers.some((each) => each.state === 'ready'), inactive: (one) => !isActive(one), admin: (one) => one.admin }[state] ?? (() => true)
  const found = people.filter((one) => one.name.includes(query.get('q') ?? '') && fits(one) && (group === null || one.groups.includes(group)))
  const sort = query.get('sort') ?? 'name'
  const key = sort.replace('-', '')
  found.sort((a, b) => ((a[key] ?? '') < (b[key] ?? '') ? -1 : 1) * (sort.startsWith('-') ? -1 : 1))
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Number(query.get('limit') ?? 100)
  return { users: found.slice(from, to), next: to < found.length ? String(to) : null, total: found.length, counts: { users: people.length, active: people.filter(isActive).length, administrators: people.filter((one) => one.admin).length } }
}

export function adminAnswer(method, [kind, name, part, id], query, mock) {
  const people = mock === 'many' ? MANY : mock === 'new' ? FEW.slice(0, 1) : FEW
  const body = (value, status = 200) => ({ status, body: value })
  const one = people.find((each) => each.name === name)
  if (kind === 'users' && name === undefined) return body(page(people, query))
  if (kind === 'users' && part === 'tokens' && method === 'GET') return body({ tokens: name === 'ana' ? [{ id: 't1', note: 'nightly export', scopes: ['read:users!user', 'servers!user'], created_at: ago(9000), expires_at: ago(-90_000) }] : [] })
  if (kind === 'users' && part === 'servers') {
    const to = method === 'POST' ? 'starting' : 'stopped'
    const found = one.servers.find((each) => each.name === (id === 'default' ? '' : id))
    if (found === undefined) one.servers.push(server(name, to)); else { found.state = to; found.url = null }
    return body(server(name, to), 202)
  }
  if (kind === 'users' && method === 'PATCH') { one.admin = !one.admin; return body(one) }
  if (kind === 'groups' && method === 'GET') return body({ groups: mock === 'new' ? [] : GROUPS })
  if (kind === 'groups' && method !== 'DELETE') return body(GROUPS[0])
  if (kind === 'roles') return body(mock === 'new' ? { roles: [], services: [] } : { roles: [{ name: 'cull', scopes: ['list:users', 'read:users:activity', 'read:servers', 'delete:servers'], users: [], groups: [], services: ['culler'] }, { name: 'teacher', scopes: ['access:servers!group=trial'], users: ['ben'], groups: [], services: [] }], services: [{ name: 'culler', path: null, admin: false, managed: false, roles: ['cull'] }, { name: 'dashboards', path: '/services/dashboards/', admin: false, managed: true, roles: [] }] })
  return { status: 204 }
}

const DEEDS = [
  ['user', 'ana', 'open', 'chen/', 'done', ''], ['user', 'ana', 'stop server', 'ben/default', 'done', ''], ['nobody', '', 'login', 'root', 'refused', 'bad-login'], ['token', 'ben', 'POST /dags/{dag_id}/runs', 'weather', 'done', ''],
  ['service', 'culler', 'DELETE /hub/api/users/{name}/server', 'goran', 'done', ''], ['command', 'orrery', 'orrery user add', 'emil.larsson', 'done', ''], ['user', 'fatima', 'POST /users', '', 'refused', 'forbidden'], ['user', 'ana', 'add user', 'a-very-long-user-name-of-the-warehouse', 'done', ''],
]
export function auditPage(query) {
  const entries = Array.from({ length: 40 }, (_, i) => {
    const [actor_kind, actor, action, object, result, detail] = DEEDS[i % DEEDS.length]
    return { id: String(1000 - i), at: ago(i * 37 + 2), actor_kind, actor, action, object, result, detail, address: actor_kind === 'command' ? '' : '192.0.2.17' }
  }).filter((one) => JSON.stringify(one).includes(query.get('q') ?? '') && (query.get('actor') === null || one.actor === query.get('actor')) && (query.get('result') === null || one.result === query.get('result')))
  return { entries, next: entries.length === 40 ? '960' : null }
}
