import { toPng, toSvg } from 'html-to-image'
import { useCanvasStore } from '../canvasStore'
import { sceneBounds } from '../model/bounds'

const MARGIN = 48
const SHARPNESS = 2

/** The whole lab as an image, in the theme and language of the page, whatever part of it is on the screen. */
async function picture(format: 'svg' | 'png'): Promise<string> {
  const { scene, flow } = useCanvasStore.getState()
  const viewport = document.querySelector<HTMLElement>('.nl-canvas .react-flow__viewport')
  const bounds = scene ? sceneBounds(scene) : undefined
  if (!flow || !viewport || !bounds) throw new Error('there is no canvas to take a picture of')
  const width = Math.ceil(bounds.width + MARGIN * 2)
  const height = Math.ceil(bounds.height + MARGIN * 2)
  const options = {
    width,
    height,
    pixelRatio: SHARPNESS,
    skipFonts: true,
    backgroundColor: getComputedStyle(document.body).backgroundColor,
    style: {
      width: `${width}px`,
      height: `${height}px`,
      transform: `translate(${MARGIN - bounds.x}px, ${MARGIN - bounds.y}px) scale(1)`,
    },
  }
  return format === 'svg' ? toSvg(viewport, options) : toPng(viewport, options)
}

/** Takes the picture and hands it to the browser as a download. */
export async function savePicture(format: 'svg' | 'png', name: string): Promise<void> {
  const { set } = useCanvasStore.getState()
  // What is off the screen, or too small for words, has to be drawn for the picture.
  set({ picturing: true })
  try {
    await nextFrames()
    const link = document.createElement('a')
    link.href = await picture(format)
    link.download = `${name}.${format}`
    link.click()
  } finally {
    set({ picturing: false })
  }
}

/** Two frames: one in which React renders, one in which the browser has drawn. */
function nextFrames(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
}
