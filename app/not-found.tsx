import { NotFoundPage } from '../components/shell/pages'

export default function NotFound() {
  return <NotFoundPage />
}
