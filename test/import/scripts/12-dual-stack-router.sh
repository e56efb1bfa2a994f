#!/bin/bash
R=gw
add() { ip netns add "$1" && ip -n "$1" link set lo up; }
cable() { # cable NS1 IF1 NS2 IF2
  ip link add "$2" netns "$1" type veth peer name "$4" netns "$3"
  ip -n "$1" link set "$2" up
  ip -n "$3" link set "$4" up
}
addr() { local ns=$1 dev=$2; shift 2; for a in "$@"; do ip -n "$ns" addr add "$a" dev "$dev"; done; }

for ns in a b $R; do add $ns; done
cable a eth0 $R eth-a
cable b eth0 $R eth-b
addr a eth0 10.31.1.2/24 fd31:1::2/64
addr b eth0 10.31.2.2/24 fd31:2::2/64
addr $R eth-a 10.31.1.1/24 fd31:1::1/64
addr $R eth-b 10.31.2.1/24 fd31:2::1/64
ip -n a route add default via 10.31.1.1
ip -n a -6 route add default via fd31:1::1
ip -n b route add default via 10.31.2.1
ip -n b -6 route add default via fd31:2::1
ip netns exec $R sh -c 'sysctl -w net.ipv4.ip_forward=1; sysctl -w net.ipv6.conf.all.forwarding=1'
