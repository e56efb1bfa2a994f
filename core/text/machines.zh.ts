import type { machinesEn } from './machines.en'

/** Why a machine cannot be reached or started, Simplified Chinese. */
export const machinesZh: typeof machinesEn = {
  'user-namespaces-forbidden': {
    message: () => '本系统不允许普通用户创建命名空间，沙箱无法启动',
    suggestion: (p) => `执行“${p.command}”放开限制，或以 root 启动 Netloom。`,
  },
  'namespaces-forbidden': {
    message: () => '本系统连 root 也不能创建命名空间（可能是缺少 CAP_SYS_ADMIN 的容器），沙箱无法启动',
    suggestion: () => '以更高权限启动容器（docker run --privileged），或在容器之外运行 Netloom。',
  },
  'program-missing': {
    message: (p) => `缺少沙箱所需的程序“${p.program}”`,
    suggestion: (p) => `请安装：apt-get install ${p.package}`,
  },
  'start-failed': {
    message: (p) => `“${p.lab}”的沙箱在启动过程中退出：${p.words}`,
    suggestion: (p) => `更多信息见日志：${p.log}`,
  },
  'start-timeout': {
    message: (p) => `“${p.lab}”的沙箱在 ${p.seconds} 秒内没有启动完成`,
    suggestion: (p) => `原因见日志：${p.log}`,
  },
  'no-answer': {
    message: (p) => `“${p.lab}”的机器存在，但没有响应`,
    suggestion: (p) => `查看日志（${p.log}），结束其进程后重试。`,
  },
  'other-version': {
    message: (p) => `“${p.lab}”的机器是由另一个版本的 Netloom 启动的`,
    suggestion: (p) => `请用那个版本销毁它，或结束其进程：${p.words}`,
  },
  'connection-lost': {
    message: () => '机器已退出，或与它的连接中断',
    suggestion: () => '请重试：仍在运行的机器会被重新找到，否则会启动一台新的。',
  },
  'bad-frame': {
    message: (p) => `机器发来了无法读取的内容：${p.words}`,
    suggestion: () => '双方版本可能不一致。请销毁该实验的机器后重新应用。',
  },
  'not-ordinary': {
    message: (p) => `NETLOOM_USER 必须是普通用户，而“${p.user}”不是`,
    suggestion: () => '请设为一个存在且不是 root 的用户；不设置时 Netloom 以调用 sudo 的用户运行，没有则以 nobody 运行。',
  },
  'files-closed': {
    message: (p) => `Netloom 将以 uid ${p.uid} 的用户运行，但该用户无法读取 ${p.folder} 中 Netloom 自身的文件`,
    suggestion: (p) =>
      `请开放读取权限（chmod -R go+rX '${p.folder}'），或用 NETLOOM_USER 指定其他用户，并用 NETLOOM_HOME 选一个尚不存在的目录。`,
  },
  'host-needs-root': {
    message: () => '只有 root 可以改动本机自身（机器“host”）',
    suggestion: () => '用 sudo 启动 Netloom；或去掉 --machine，实验会在沙箱中运行。',
  },
  'host-log-is-roots': {
    message: () => '只有 root 可以查看本机自身（机器“host”）的日志',
    suggestion: () => '请用 sudo 执行；或去掉 --machine，查看各沙箱的日志。',
  },
  'host-not-served': {
    message: () => '这个服务启动时没有开放本机自身（机器“host”）',
    suggestion: () => '请以 root 运行 netloom serve --machine host，或改用沙箱。',
  },
  'host-not-reached': {
    message: (p) => `“${p.lab}”可能已应用在本机自身，而这个服务启动时没有开放本机`,
    suggestion: (p) =>
      `请以 root 在本机上销毁它（netloom destroy ${p.lab} --machine host）后重试，或以 root 运行 netloom serve --machine host。`,
  },
  'change-waits': {
    message: (p) => `“${p.lab}”在本机上的一项改动正等待确认保留，在此之前不做其他改动`,
    suggestion: (p) => `请先保留或撤回它：在它的页面里，或用 netloom confirm ${p.lab} [--back]。没有答复时，它会自动撤回。`,
  },
  'host-start-failed': {
    message: (p) => `本机的代理在启动时退出：${p.words}`,
    suggestion: (p) => `日志里可能有更多说明：${p.log}`,
  },
  'host-start-timeout': {
    message: (p) => `本机的代理没有在 ${p.seconds} 秒内启动`,
    suggestion: (p) => `日志里可能有原因：${p.log}`,
  },
}
