#!/bin/bash
# A private network behind the host, and somebody "outside".
ip netns add inside
ip netns add outside
ip link add in0 type veth peer name in1
ip link add out0 type veth peer name out1
ip link set in1 netns inside
ip link set out1 netns outside
ip addr add 10.27.1.1/24 dev in0
ip addr add 198.51.100.1/24 dev out0
ip link set in0 up
ip link set out0 up
ip netns exec inside ip addr add 10.27.1.2/24 dev in1
ip netns exec inside ip link set in1 up
ip netns exec inside ip link set lo up
ip netns exec inside ip route add default via 10.27.1.1
ip netns exec outside ip addr add 198.51.100.2/24 dev out1
ip netns exec outside ip link set out1 up
ip netns exec outside ip link set lo up
echo 1 > /proc/sys/net/ipv4/ip_forward
iptables -t nat -A POSTROUTING -s 10.27.1.0/255.255.255.0 -o out0 -j MASQUERADE
