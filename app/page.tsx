import { GalleryPage } from '../components/shell/pages'

export default function Page() {
  return <GalleryPage />
}
