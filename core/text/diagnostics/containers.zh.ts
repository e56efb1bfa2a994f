import type { Words } from '../words'
import type { containersEn } from './containers.en'

/** What can be wrong with a container, Simplified Chinese. */
export const containersZh: Record<keyof typeof containersEn, Words> = {
  'bad-container-name': {
    message: () => '容器不可能有这样的名称',
    suggestion: () => '请填写“docker ps”最后一列显示的名称。',
  },
  'container-unnamed': {
    message: (p) => `没有说明 ${p.node} 是哪一个正在运行的容器`,
    suggestion: () => '请填写容器的名称，或其中一个进程的编号（PID）。',
  },
  'container-named-twice': {
    message: (p) => `${p.node} 同时填写了容器名称和 PID`,
    suggestion: () => '请保留名称：容器重新启动后名称不变。',
  },
  'container-drawn-twice': {
    message: (p) => `${p.node} 与 ${p.other} 是同一个容器`,
    suggestion: () => '一个容器只画一次。',
  },
  'container-in-sandbox': {
    message: (p) => `沙箱里没有容器，无法在那里接入 ${p.name}`,
    suggestion: () => '请在本机上运行这个实验，或用一个命名空间来扮演该容器。',
  },
  'container-not-running': {
    message: (p) => (p.engine === 'pid' ? `本机上没有进程 ${p.name}` : `${p.engine} 下没有正在运行的容器 ${p.name}`),
    suggestion: (p) => {
      if (p.engine === 'pid') return '请重新查询：“docker inspect -f ‘{{.State.Pid}}’ 名称”。'
      if (p.engine !== 'podman') return `请启动它：${p.engine} start ${p.name}`
      return `请以 root 身份启动它（sudo podman start ${p.name}），并开启 Podman 的服务（sudo systemctl start podman.socket）。普通用户以非 root 方式（rootless）运行的容器在这里没有名称：请按 PID 接入，由该用户用“podman inspect -f ‘{{.State.Pid}}’ ${p.name}”查询。`
    },
  },
  'container-on-host': {
    message: (p) => `${p.name} 没有自己的网络：它使用本机的网络`,
    suggestion: () => '请把链路画到主机上，或让容器使用别的网络启动。',
  },
  'container-shares': {
    message: (p) => `${p.name} 没有自己的网络：它与 ${p.with} 共用网络`,
    suggestion: (p) => `请改画 ${p.with}；接到其中一个就等于接到两个。`,
  },
}
