/** Addresses and what surrounds every page. Pages are loaded when they are visited, so a phone fetches only its own. */
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { BrowserRouter, Route, Routes } from 'react-router'
import { ErrorBoundary } from './ui/ErrorBoundary.tsx'
import { theme } from './ui/theme.ts'
import { Waiting } from './ui/Waiting.tsx'

const HomePage = lazy(async () => ({ default: (await import('./pages/home/HomePage.tsx')).HomePage }))
const CarPage = lazy(async () => ({ default: (await import('./pages/car/CarPage.tsx')).CarPage }))
const DriverPage = lazy(async () => ({ default: (await import('./pages/driver/DriverPage.tsx')).DriverPage }))
const VerifyPage = lazy(async () => ({ default: (await import('./pages/verify/VerifyPage.tsx')).VerifyPage }))
const NowherePage = lazy(async () => ({ default: (await import('./pages/NowherePage.tsx')).NowherePage }))

const queries = new QueryClient({
  // Our server is near or away: asking again in a row tells a person nothing, so one more try and then the truth.
  defaultOptions: { queries: { retry: 1, retryDelay: 500, staleTime: 2_000, networkMode: 'always' } },
})

export function App(): ReactNode {
  return (
    <MantineProvider theme={theme} forceColorScheme="light">
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <ErrorBoundary>
            <Suspense fallback={<Waiting for="the page" />}>
              <Routes>
                <Route path="/" element={<HomePage />} />
                <Route path="/car" element={<CarPage />} />
                <Route path="/driver/:device" element={<DriverPage />} />
                <Route path="/verify" element={<VerifyPage />} />
                <Route path="*" element={<NowherePage />} />
              </Routes>
            </Suspense>
          </ErrorBoundary>
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  )
}
