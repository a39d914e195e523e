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
const SignInPage = lazy(async () => ({ default: (await import('./pages/sign-in/SignInPage.tsx')).SignInPage }))
const RecoverPage = lazy(async () => ({ default: (await import('./pages/sign-in/RecoverPage.tsx')).RecoverPage }))
const JoinPage = lazy(async () => ({ default: (await import('./pages/sign-in/JoinPage.tsx')).JoinPage }))
const AccountPage = lazy(async () => ({ default: (await import('./pages/account/AccountPage.tsx')).AccountPage }))
const MyCasePage = lazy(async () => ({ default: (await import('./pages/case/MyCasePage.tsx')).MyCasePage }))
const CasePage = lazy(async () => ({ default: (await import('./pages/case/CasePage.tsx')).CasePage }))
const ReplayPage = lazy(async () => ({ default: (await import('./pages/case/ReplayPage.tsx')).ReplayPage }))
const CasesPage = lazy(async () => ({ default: (await import('./pages/authority/CasesPage.tsx')).CasesPage }))
const OpenCasePage = lazy(async () => ({ default: (await import('./pages/authority/OpenCasePage.tsx')).OpenCasePage }))
const InvitationsPage = lazy(async () => ({
  default: (await import('./pages/authority/InvitationsPage.tsx')).InvitationsPage,
}))
const OutboxPage = lazy(async () => ({ default: (await import('./pages/outbox/OutboxPage.tsx')).OutboxPage }))
const RefusalsPage = lazy(async () => ({ default: (await import('./pages/auditor/RefusalsPage.tsx')).RefusalsPage }))
const CustomersPage = lazy(async () => ({ default: (await import('./pages/vendor/CustomersPage.tsx')).CustomersPage }))
const RemittancePage = lazy(async () => ({
  default: (await import('./pages/vendor/RemittancePage.tsx')).RemittancePage,
}))
const ReportsPage = lazy(async () => ({ default: (await import('./pages/vendor/ReportsPage.tsx')).ReportsPage }))
const VisitsPage = lazy(async () => ({ default: (await import('./pages/technician/VisitsPage.tsx')).VisitsPage }))
const OrdersPage = lazy(async () => ({ default: (await import('./pages/orders/OrdersPage.tsx')).OrdersPage }))
const OrderFormPage = lazy(async () => ({ default: (await import('./pages/sign/OrderFormPage.tsx')).OrderFormPage }))
const OutageFormPage = lazy(async () => ({ default: (await import('./pages/sign/OutageFormPage.tsx')).OutageFormPage }))
const RehearsalPage = lazy(async () => ({
  default: (await import('./pages/rehearsal/RehearsalPage.tsx')).RehearsalPage,
}))
const WithdrawalFormPage = lazy(async () => ({
  default: (await import('./pages/sign/WithdrawalFormPage.tsx')).WithdrawalFormPage,
}))
const EmergencyPage = lazy(async () => ({
  default: (await import('./pages/emergency/EmergencyPage.tsx')).EmergencyPage,
}))
const BenchPage = lazy(async () => ({ default: (await import('./pages/bench/BenchPage.tsx')).BenchPage }))
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
                <Route path="/sign-in" element={<SignInPage />} />
                <Route path="/recover" element={<RecoverPage />} />
                <Route path="/invitation" element={<JoinPage />} />
                <Route path="/account" element={<AccountPage />} />
                <Route path="/my" element={<MyCasePage />} />
                <Route path="/my/:caseId" element={<MyCasePage />} />
                <Route path="/cases" element={<CasesPage />} />
                <Route path="/cases/new" element={<OpenCasePage />} />
                <Route path="/cases/:caseId" element={<CasePage />} />
                <Route path="/cases/:caseId/decisions/:seq" element={<ReplayPage />} />
                <Route path="/invitations" element={<InvitationsPage />} />
                <Route path="/outbox" element={<OutboxPage />} />
                <Route path="/refusals" element={<RefusalsPage />} />
                <Route path="/customers" element={<CustomersPage />} />
                <Route path="/remittance" element={<RemittancePage />} />
                <Route path="/reports" element={<ReportsPage />} />
                <Route path="/visits" element={<VisitsPage />} />
                <Route path="/orders" element={<OrdersPage />} />
                <Route path="/orders/new" element={<OrderFormPage />} />
                <Route path="/outages/new" element={<OutageFormPage />} />
                <Route path="/withdrawals/new" element={<WithdrawalFormPage />} />
                <Route path="/orders/:id" element={<OrdersPage />} />
                <Route path="/rehearsal" element={<RehearsalPage />} />
                <Route path="/emergency" element={<EmergencyPage />} />
                <Route path="/bench" element={<BenchPage />} />
                <Route path="*" element={<NowherePage />} />
              </Routes>
            </Suspense>
          </ErrorBoundary>
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  )
}
