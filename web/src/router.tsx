import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { ApiProblem } from './api/client'
import { meQuery, setupQuery } from './api/session'
import { Failed, NotFound } from './layout/NotFound'
import { Shell } from './layout/Shell'
import { Waiting } from './parts/Waiting'
import { dagsSearch, dagSearch, attemptSearch, homeSearch, inviteSearch, loginSearch, runSearch, setupSearch, usersSearch } from './search-params'

interface Context { readonly client: QueryClient }

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFound, errorComponent: Failed })

const setup = createRoute({
  getParentRoute: () => root, path: '/setup', validateSearch: setupSearch,
  component: lazyRouteComponent(() => import('./routes/setup/Setup'), 'Setup'),
})
const invite = createRoute({
  getParentRoute: () => root, path: '/invite', validateSearch: inviteSearch,
  component: lazyRouteComponent(() => import('./routes/invite/Invite'), 'Invite'),
})
const login = createRoute({
  getParentRoute: () => root, path: '/login', validateSearch: loginSearch,
  component: lazyRouteComponent(() => import('./routes/login/Login'), 'Login'),
})

/** Everything that needs a user: it waits for the answer to who that is, and sends others to log in or to the first setup. */
const inside = createRoute({
  getParentRoute: () => root, id: 'inside', component: Shell, notFoundComponent: NotFound, errorComponent: Failed,
  beforeLoad: async ({ context: { client }, location }) => {
    try {
      await client.ensureQueryData(meQuery)
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error
      const { needed } = await client.fetchQuery(setupQuery)
      if (needed) throw redirect({ to: '/setup' })
      throw redirect({ to: '/login', search: { next: location.href === '/' ? undefined : location.href } })
    }
  },
})

const home = createRoute({
  getParentRoute: () => inside, path: '/', validateSearch: homeSearch,
  component: lazyRouteComponent(() => import('./routes/home/Home'), 'Home'),
})
const servers = createRoute({
  getParentRoute: () => inside, path: '/servers',
  beforeLoad: () => { throw redirect({ to: '/', search: { start: true }, replace: true }) },
})
const dags = createRoute({
  getParentRoute: () => inside, path: '/dags', validateSearch: dagsSearch,
  component: lazyRouteComponent(() => import('./routes/dags/Dags'), 'Dags'),
})
const dag = createRoute({
  getParentRoute: () => inside, path: '/dags/$dagId', validateSearch: dagSearch,
  component: lazyRouteComponent(() => import('./routes/dag/Dag'), 'Dag'),
})
const run = createRoute({
  getParentRoute: () => inside, path: '/dags/$dagId/runs/$runId', validateSearch: runSearch,
  component: lazyRouteComponent(() => import('./routes/run/Run'), 'Run'),
})
const attempt = createRoute({
  getParentRoute: () => inside, path: '/dags/$dagId/runs/$runId/tasks/$taskId', validateSearch: attemptSearch,
  component: lazyRouteComponent(() => import('./routes/attempt/Attempt'), 'Attempt'),
})
const users = createRoute({
  getParentRoute: () => inside, path: '/users', validateSearch: usersSearch,
  component: lazyRouteComponent(() => import('./routes/users/Users'), 'Users'),
})
const account = createRoute({
  getParentRoute: () => inside, path: '/account',
  component: lazyRouteComponent(() => import('./routes/account/Account'), 'Account'),
})

const routeTree = root.addChildren([setup, invite, login, inside.addChildren([home, servers, dags, dag, run, attempt, users, account])])

export function makeRouter(client: QueryClient) {
  return createRouter({ routeTree, context: { client }, defaultPreload: 'intent', scrollRestoration: true, defaultErrorComponent: Failed, defaultPendingComponent: Waiting, defaultPendingMs: 300, defaultNotFoundComponent: NotFound })
}

declare module '@tanstack/react-router' {
  interface Register { router: ReturnType<typeof makeRouter> }
}
