import type { containersEn } from './containers.en'
import type { Translated } from './dictionary'

/** Containers on the canvas and in the inspector, Simplified Chinese. */
export const containersZh: Translated<typeof containersEn> = {
  add: '添加容器',
  title: '容器',
  hint: '在本机上运行的容器。只接入网络，绝不启动、停止或删除它。',
  engine: '引擎',
  engines: { docker: 'Docker', podman: 'Podman', pid: '按进程（PID）' },
  name: '名称',
  pid: 'PID',
  badPid: '进程编号',
  image: (image) => `镜像 ${image}`,
  networks: (networks) => `所在的引擎网络：${networks}`,
  shares: (names) => `与 ${names} 共用网络`,
}
