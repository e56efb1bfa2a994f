import type { importAttachedEn } from './import-attached.en'
import type { Words } from './words'

/** What an import has to say about containers and about interfaces that the machine has by itself, Simplified Chinese. */
export const importAttachedZh: Record<keyof typeof importAttachedEn, Words> = {
  'import-nic': {
    message: (p) => `已略过：${p.of} 的 ${p.name} 是原有的接口；实验只能把宿主机的接口接入网桥`,
    suggestion: (p) => `请把 ${p.name} 接入网桥（ip link set ${p.name} master BRIDGE），或用一个命名空间扮演它背后的网络。`,
  },
  'import-nic-port': {
    message: (p) => `${p.name} 属于机器本身。接入 ${p.bridge} 时，它的地址和经过它的路由会一并移过去`,
    suggestion: () => '请把实验应用到本机，并换成您的接口名：沙盒里没有这样的接口。',
  },
  'import-container-runs': {
    message: (p) => `实验会接入容器 ${p.name}，但不会启动或停止它`,
    suggestion: (p) => `把实验应用到本机之前，请先让它运行起来：${p.engine} ps`,
  },
  'import-container-exists': {
    message: (p) => `第 ${p.line} 行起已有容器 ${p.name}，引擎会拒绝第二个`,
    suggestion: () => '请另取名字，或先删除前一个。',
  },
  'import-container-unnamed': {
    message: (p) => `没有指定名称时，引擎会自行取名；实验要求这个容器叫 ${p.name}`,
    suggestion: (p) => `请这样启动：${p.tool} run --name ${p.name} …`,
  },
  'import-container-host': {
    message: (p) => `${p.name} 没有自己的网络，用的是本机的网络：在其中所做的都作用于宿主机`,
    suggestion: () => '若要让它有自己的网络，请用“--network none”启动后再接入。',
  },
  'import-container-shares': {
    message: (p) => `${p.name} 没有自己的网络，用的是 ${p.other} 的网络；图上由后者代表两者`,
    suggestion: () => '无需处理。',
  },
  'import-container-nameless': {
    message: (p) => `“ip netns”不认识容器 ${p.name}，因为 /run/netns 中没有指向它的名称；已按本意理解`,
    suggestion: (p) => `请在前面加上：ln -s /proc/$(docker inspect -f '{{.State.Pid}}' ${p.name})/ns/net /run/netns/${p.name}`,
  },
  'import-container-pid': {
    message: (p) => `从文本中看不出编号为 ${p.pid} 的是哪个进程，而且每次启动编号都会不同`,
    suggestion: () => '请在实验中按名称选择容器。',
  },
  'import-container-restarted': {
    message: (p) => `${p.name} 重新启动后会得到新的命名空间：原来的链路和地址都没有了`,
    suggestion: () => '请在最后一次启动之后再接入。Netloom 会在下次应用时自动重新接入。',
  },
  'import-container-differs': {
    message: (p) => `两者并不相同：这样启动的 ${p.name} 有自己的命名空间`,
    suggestion: (p) => `若要共用本机的网络：docker run --network host --name ${p.name} …`,
  },
  'import-container-beyond': {
    message: (p) => `已略过：“${p.text}”所建的内容属于引擎自己`,
    suggestion: () => '请改为画一个网桥，并向每个容器连一条链路。',
  },
  'import-pipework-host': {
    message: (p) => `已略过：在 ${p.name} 上，pipework 建立的不会是网桥端口`,
    suggestion: () => '请写一个网桥：已有的网桥，或以“br”开头的名称。',
  },
}
