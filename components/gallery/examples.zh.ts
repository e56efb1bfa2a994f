import type { Translated } from '../i18n/dictionary'
import type { examplesEn } from './examples.en'

export const examplesZh: Translated<typeof examplesEn> = {
  needsHost: '需要本机',
  labs: {
    'two-namespaces': {
      title: '两个命名空间',
      description: '两个命名空间由一对 veth 相连。先从一边 ping 另一边，再看看两边的邻居表。',
    },
    'host-namespace': {
      title: '命名空间与主机',
      description: '命名空间能到达它所在的主机，主机也能到达它。',
    },
    'red-blue-bridge': {
      title: '网桥上的 red 与 blue',
      description: 'red 与 blue 在一个网桥上相遇。去掉网桥的地址，就只有主机再也找不到它们。',
    },
    'lan-gateway': {
      title: '主机做网关',
      description: '网桥后面的命名空间经由主机到达局域网，以及局域网之外的互联网。',
    },
    'port-forward': {
      title: '两条进来的路',
      description: '从局域网进入命名空间的两条路：在邻居上写一条路由，或者借用主机的一个端口（DNAT）。',
    },
    'router-namespace': {
      title: '命名空间做路由器',
      description: '一个命名空间充当虚拟机的路由器：用 DHCP 给它们分配地址，并把它们藏在自己的地址后面。',
    },
    'nic-to-bridge': {
      title: '网卡成为网桥端口',
      description:
        '本机的一个接口成为网桥的端口，于是接在网桥上的设备就与本机处在同一个网络，接口的地址也移到网桥上。需要机器“host”：沙箱里没有这样的接口。请把 eth0 换成你自己的接口名。',
    },
    'container-attach': {
      title: '容器之间的一根线',
      description: '两个没有网络、正在运行的容器之间接上一根线。需要本机。',
    },
    pipework: {
      title: 'pipework 做了什么',
      description: '一个网桥，上面接着一个正在运行的容器；容器得到一个地址和一条出去的路。需要本机。',
    },
  },
}
