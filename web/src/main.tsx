import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './page.css'
import { ApiProblem } from './api/client'
import { makeRouter } from './router'
import { cssVariables, theme } from './theme'

/** A session that ended anywhere leads to the login page and back. */
function onError(error: Error): void {
  if (!(error instanceof ApiProblem) || error.status !== 401) return
  const { pathname, href } = router.state.location
  if (pathname === '/login' || pathname === '/setup') return
  client.clear()
  void router.navigate({ to: '/login', search: { next: href === '/' ? undefined : href } })
}

const client: QueryClient = new QueryClient({
  // Who the reader is, the router asks before each page and answers for itself.
  queryCache: new QueryCache({ onError: (error, query) => { if (query.queryKey[0] !== 'me') onError(error) } }),

  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // What the server says no to is not asked again; a server that is away is.
      retry: (failures, error) => !(error instanceof ApiProblem && error.status >= 400 && error.status < 500) && failures < 3,
    },
  },
})
const router = makeRouter(client)

const element = document.getElementById('root')
if (element === null) throw new Error('index.html has no element with the id "root"')
createRoot(element).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" autoClose={6000} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
