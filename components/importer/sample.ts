/** What the button shows: a small network with a slip or two in it, so that both halves of the page have something to say. */
export const SAMPLE = `# Two namespaces behind a bridge, and a way out for them.
for n in red blue; do
  ip netns add $n
  ip link add eth0 netns $n type veth peer name veth-$n
  ip link set veth-$n up
  ip -n $n link set lo up
  ip -n $n link set eth0 up
done
brctl addbr v-net-0
brctl addif v-net-0 veth-red
brctl addif v-net-0 veth-blue
ifconfig v-net-0 192.168.15.5 netmask 255.255.255.0 up

ip -n red addr add 192.168.15.1/24 dev eth0
ip nets exec blue ip addr add 192.168.15.2/24 dev eth0
ip -n red route add default via 192.168.15.5
ip -n blue route add default via 192.168.51.5

echo 1 > /proc/sys/net/ipv4/ip_forward
iptables -t nat -A PREROUTING --dport 80 -j DNAT --to-destination 192.168.15.2:80
`
