#!/bin/bash
# r1 - r2 - r3 - r4 in a row, with static routes all along.
N=4
for i in $(seq 1 $N); do
  ip netns add r$i
  ip -n r$i link set lo up
  ip netns exec r$i sysctl -w net.ipv4.ip_forward=1 >/dev/null
done
for ((i = 1; i < N; i++)); do
  j=$((i + 1))
  ip link add r$i-r$j netns r$i type veth peer name r$j-r$i netns r$j
  ip -n r$i addr add 10.32.$i.1/30 dev r$i-r$j
  ip -n r$j addr add 10.32.$i.2/30 dev r$j-r$i
  ip -n r$i link set r$i-r$j up
  ip -n r$j link set r$j-r$i up
done
ip -n r1 route add 10.32.2.0/30 via 10.32.1.2
ip -n r1 route add 10.32.3.0/30 via 10.32.1.2
ip -n r2 route add 10.32.3.0/30 via 10.32.2.2
ip -n r3 route add 10.32.1.0/30 via 10.32.2.1
ip -n r4 route add 10.32.0.0/16 via 10.32.3.1
