import { GalleryPage } from '../components/gallery/GalleryPage'

export default function Page() {
  return <GalleryPage />
}
