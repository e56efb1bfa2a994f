import type { ImportCode } from './import.en'
import { importAttachedZh } from './import-attached.zh'
import type { Words } from './words'

/** What an import of shell commands has to say about a line, Simplified Chinese. */
export const importZh: Record<ImportCode, Words> = {
  ...importAttachedZh,
  'import-too-large': { message: (p) => `文本超过 ${p.max} 字节`, suggestion: () => '只导入搭建网络的那一部分。' },
  'import-not-text': { message: () => '这不是文本', suggestion: () => '请选择写有 shell 命令的文件，或直接粘贴命令。' },
  'import-nothing': {
    message: () => '文本中没有任何命令搭建网络',
    suggestion: () => '例如“ip netns add red”或“ip link add … type veth peer name …”。',
  },
  'import-too-much': { message: () => '文本所建的内容超出一个实验的容量', suggestion: () => '请只导入其中一部分。' },
  'import-more': { message: (p) => `另有 ${p.count} 条未列出`, suggestion: () => '先改正前面的问题，再重新导入。' },
  'import-syntax': {
    message: (p) => `shell 不会接受这一行：${p.text}`,
    suggestion: () => '检查引号、括号和语句块是否闭合，注释是否写在“#”之后。',
  },
  'import-not-a-command': { message: (p) => `不是命令，已略过：${p.text}`, suggestion: () => '注释前请加“#”。' },
  'import-unknown-command': {
    message: (p) => `不认识程序 ${p.name}，已略过`,
    suggestion: () => '如果它会改变网络，请用 ip、sysctl、nft 或 iptables 写出同样的操作。',
  },
  'import-not-run': {
    message: (p) => `绝不会执行：${p.text}`,
    suggestion: () => '导入只读取文本；这条命令与网络无关，请删去。',
  },
  'import-no-network': {
    message: (p) => `已略过：实验中没有与之对应的内容：${p.names}`,
    suggestion: () => '如果运行实验的机器需要它，请自行执行。',
  },
  'import-not-followed': {
    message: (p) => `已略过：不实际运行就无法得知“${p.text}”的结果`,
    suggestion: () => '请把命令逐条写出。',
  },
  'import-unknown-value': {
    message: (p) => `其中有只在运行时才知道的值，已略过：${p.text}`,
    suggestion: () => '请直接写出该值，或在前面给变量赋值。',
  },
  'import-file-unknown': {
    message: (p) => `文本中没有文件“${p.file}”的内容，已略过`,
    suggestion: () => '请用文件内容替换这一行。',
  },
  'import-endless': {
    message: () => '导入到此为止：脚本步骤过多，或永不结束',
    suggestion: () => '请去掉死循环，或分批导入。',
  },
  'import-argument': {
    message: (p) => `脚本不带参数时什么也不做，已按参数“${p.word}”解读`,
    suggestion: () => '无需处理。',
  },
  'import-slash-comment': {
    message: (p) => `“${p.text}”会被当作参数：shell 没有 // 注释`,
    suggestion: () => '注释前请加“#”。',
  },
  'import-parenthesis': {
    message: (p) => `“${p.text}”不是命令的一部分，shell 会拒绝这一行`,
    suggestion: () => '请删去，或写在“#”之后。',
  },
  'import-typo': {
    message: (p) => `${p.tool} 不认识“${p.word}”，已按“${p.near}”理解`,
    suggestion: (p) => `请写“${p.near}”。`,
  },
  'import-unknown-word': {
    message: (p) => `已略过：${p.tool} 不认识“${p.word}”`,
    suggestion: (p) => `“${p.tool} help”或手册页列出了可用的词。`,
  },
  'import-extra-word': {
    message: (p) => `${p.tool} 不明白此处的“${p.word}”`,
    suggestion: () => '请删去；若是注释，请写在“#”之后。',
  },
  'import-dev-forgotten': {
    message: (p) => `“${p.word}”是接口名，前面缺少“dev”`,
    suggestion: (p) => `请写“dev ${p.word}”。`,
  },
  'import-missing': { message: (p) => `已略过：${p.tool} 缺少 ${p.what}`, suggestion: (p) => `请补上 ${p.what}。` },
  'import-no-verb': {
    message: (p) => `“${p.tool}”没有说明如何处理 ${p.text}，已按“add”理解`,
    suggestion: (p) => `请写“${p.tool} add …”。`,
  },
  'import-trailing-up': {
    message: (p) => `“ip address add”不接受“up”，会拒绝这一行；已按本意启用 ${p.name}`,
    suggestion: (p) => `请另写一行：ip link set ${p.name} up`,
  },
  'import-no-prefix': {
    message: (p) => `${p.text} 没有前缀长度，内核会取 /32 或 /128：${p.dev} 没有邻居，ping 不通`,
    suggestion: (p) => `请加上网络的前缀长度，例如 ${p.text}/${p.length}。`,
  },
  'import-class-mask': {
    message: (p) => `没有“netmask”时，ifconfig 按旧的地址类别取掩码：${p.text}`,
    suggestion: () => '请写明掩码“netmask 255.255.255.0”，或在地址后写前缀长度。',
  },
  'import-default-address': {
    message: (p) => `${p.text} 不带前缀长度只是一个地址，已按“default”理解`,
    suggestion: () => '请写“default”。',
  },
  'import-netns-unmade': {
    message: (p) => `没有任何一行创建命名空间 ${p.name}，已视为存在`,
    suggestion: (p) =>
      p.near ? `是否想写“${p.near}”？否则请加上：ip netns add ${p.name}` : `请在前面加上：ip netns add ${p.name}`,
  },
  'import-netns-deleted': {
    message: (p) => `命名空间 ${p.name} 在第 ${p.line} 行已被删除，之后又被使用，已视为存在`,
    suggestion: (p) => `请把删除移到最后，或加上：ip netns add ${p.name}`,
  },
  'import-netns-exists': {
    message: (p) => `命名空间 ${p.name} 在第 ${p.line} 行已经创建`,
    suggestion: () => '请删去其中一行。',
  },
  'import-no-device': {
    message: (p) => `已略过：${p.netns} 中没有接口 ${p.name}`,
    suggestion: (p) => (p.near ? `是否想写“${p.near}”？` : '请先创建：ip link add … type veth peer name …'),
  },
  'import-device-elsewhere': {
    message: (p) => `已略过：${p.name} 不在 ${p.netns} 中，而在 ${p.other} 中`,
    suggestion: (p) => `请先移过去：ip link set ${p.name} netns ${p.netns}`,
  },
  'import-device-moved': {
    message: (p) => `${p.name} 从未由 ${p.other} 移入 ${p.netns}，已按本意移入`,
    suggestion: (p) => `请在前面加上：ip link set ${p.name} netns ${p.netns}`,
  },
  'import-up-elsewhere': {
    message: (p) => `${p.name} 不在 ${p.netns} 中，而在 ${p.other} 中；已按本意在那里启用`,
    suggestion: (p) => `请写成：ip -n ${p.other} link set ${p.name} up`,
  },
  'import-device-exists': {
    message: (p) => `已略过：${p.netns} 在第 ${p.line} 行已有接口 ${p.name}`,
    suggestion: () => '请换个名字，或先删除原来的接口。',
  },
  'import-nothing-to-delete': {
    message: (p) => `没有可删除的对象：${p.what}`,
    suggestion: () => '如果这一行只为清理，则无需处理。',
  },
  'import-cannot-delete': { message: (p) => `已略过：${p.name} 不能删除`, suggestion: () => '请删去这一行。' },
  'import-nat-nic': {
    message: (p) => `${p.name} 属于机器本身，不在实验中，因此规则适用于所有接口`,
    suggestion: () => '请把外部画成一个有连线的命名空间，并在规则中写该连线的端口名。',
  },
  'import-device-kind': {
    message: (p) => `已略过：${p.name} 的类型是 ${p.kind}，而实验只能包含 veth 对和网桥`,
    suggestion: () => '可行时请改用 veth 对。',
  },
  'import-other-device': { message: (p) => `实验不能包含 ${p.name}，已略过`, suggestion: () => '可行时请改用 veth 对。' },
  'import-not-a-bridge': {
    message: (p) => `已略过：${p.name} 不是网桥`,
    suggestion: (p) => `请先创建：ip link add ${p.name} type bridge`,
  },
  'import-cannot-be-port': {
    message: (p) => `已略过：${p.name} 不能作为 ${p.bridge} 的端口`,
    suggestion: () => 'veth 对的一端可以。',
  },
  'import-cannot-move': {
    message: (p) => `已略过：${p.name} 不能离开所在的命名空间`,
    suggestion: () => '请在目标命名空间中创建：ip -n NAME link add …',
  },
  'import-setting-ignored': {
    message: (p) => `实验不包含这项设置，未采用：${p.text}`,
    suggestion: () => '除非网络依赖它，否则无需处理。',
  },
  'import-route-exists': {
    message: (p) => `第 ${p.line} 行已有到 ${p.to} 的路由，内核会拒绝这一条`,
    suggestion: () => '请用“replace”，或写另一个 metric。',
  },
  'import-route-kind': {
    message: (p) => `已略过：实验不能包含带“${p.text}”的路由`,
    suggestion: () => '请用经由网关或接口的普通路由。',
  },
  'import-rule': {
    message: (p) => `已略过：实验不能包含策略路由规则（${p.text}）`,
    suggestion: () => '请在主路由表中写路由。',
  },
  'import-tunnel': { message: (p) => `已略过：实验不能包含隧道（${p.text}）`, suggestion: () => '可行时请改用 veth 对。' },
  'import-neighbour': {
    message: (p) => `已略过：实验不能包含这一类邻居（${p.text}）`,
    suggestion: () => '写定邻居自己的 MAC，或者让邻居自行发现。',
  },
  'import-neighbour-passing': {
    message: (p) => `已略过：处于“${p.state}”状态的 ${p.text} 很快会被内核自行忘掉`,
    suggestion: () => '要让它留下，请写“nud permanent”。',
  },
  'import-neighbour-nowhere': {
    message: (p) => `${p.netns} 没有接口与 ${p.address} 在同一网络，内核不知道该放在哪里`,
    suggestion: () => '先给接口配上地址，或者用“-i”指明接口。',
  },
  'import-dhcp': {
    message: (p) => `已略过：从这里看不出 DHCP 要做什么（${p.text}）`,
    suggestion: () => '写成“dnsmasq --interface=DEV --dhcp-range=FIRST,LAST --dhcp-option=3,ROUTER”，客户端写成“udhcpc -i DEV”。',
  },
  'import-second-server': {
    message: (p) => `已略过：${p.netns} 从第 ${p.line} 行起已有一个 DHCP 服务器，而实验里每个命名空间只能有一个`,
    suggestion: () => '让另一个命名空间去服务第二个网络。',
  },
  'import-filter-nic': {
    message: (p) => `已略过：${p.name} 是机器自己的接口，不属于实验，针对它的规则永远不会匹配`,
    suggestion: () => '把它后面的网络画出来，或者在规则里去掉这个接口。',
  },
  'import-port-without-protocol': {
    message: (p) => `iptables 不接受没有协议的端口（${p.port}），已按 TCP 理解`,
    suggestion: () => '请在“--dport”之前加上“-p tcp”。',
  },
  'import-rule-option': {
    message: (p) => `已略过：iptables 不认识“${p.word}”`,
    suggestion: (p) => (p.near ? `是否想写“${p.near}”？` : '请检查选项是否写错。'),
  },
  'import-rule-beyond': {
    message: (p) => `已略过：实验的规则不能包含“${p.text}”`,
    suggestion: () =>
      'NAT 规则可匹配源网络、排除的目的网络和接口，端口转发可匹配协议和单个端口；过滤规则可匹配接口、一个源网络、一个目的网络、TCP、UDP 或 ICMP、端口和连接状态。',
  },
  'import-dnat-beyond': {
    message: (p) => `已略过：转发到 ${p.text} 需要协议（tcp 或 udp）和单个端口，此外只能有目的地址和接口`,
    suggestion: () => '请加上“-p tcp --dport 80”，并去掉其他条件。',
  },
  'import-one-port': { message: (p) => `已略过：“${p.port}”不是单个端口`, suggestion: () => '请为每个端口写一条规则。' },
  'import-rule-twice': { message: (p) => `第 ${p.line} 行已有同样的规则`, suggestion: () => '请删去其中一条。' },
  'import-wrong-chain': {
    message: (p) => `已略过：${p.chain} 中不能使用 ${p.target}`,
    suggestion: () => 'DNAT 应在 PREROUTING，SNAT 和 MASQUERADE 应在 POSTROUTING。',
  },
  'import-renamed': {
    message: (p) => `“${p.name}”已被实验中的另一节点占用，这里改称“${p.to}”`,
    suggestion: () => '如有需要，可另取名字。',
  },
  'import-lo-down': {
    message: (p) => `${String(p.names).replaceAll(', ', '、')} 中的 lo 保持关闭，新的命名空间都是如此`,
    suggestion: (p) => `若要在内部访问自身地址：ip -n ${p.name} link set lo up`,
  },
  'import-never-up': {
    message: (p) => `没有任何一行启用 ${p.netns} 中的 ${p.name}，因此没有流量能通过它`,
    suggestion: (p) => `请加上：ip${p.on ? ` -n ${p.on}` : ''} link set ${p.name} up`,
  },
  'import-unused-end': {
    message: (p) => `${p.name} 创建之后一直留在宿主机上：未接入网桥，没有地址，也未启用`,
    suggestion: (p) => `请接入并启用：ip link set ${p.name} master BRIDGE up`,
  },
}
