#!/bin/bash
# Two switches joined by a cable, with a host on each.
for sw in s1 s2; do
  ip link add $sw type bridge
  ip link set $sw up
done
ip link add s1-s2 type veth peer name s2-s1
ip link set s1-s2 master s1 && ip link set s1-s2 up
ip link set s2-s1 master s2 && ip link set s2-s1 up
for n in 1 2; do
  ip netns add h$n
  ip link add h$n-eth0 type veth peer name s$n-h$n
  ip link set h$n-eth0 netns h$n
  ip link set s$n-h$n master s$n
  ip link set s$n-h$n up
  ip netns exec h$n ip addr add 10.38.0.$n/24 dev h$n-eth0
  ip netns exec h$n ip link set dev h$n-eth0 up
  ip netns exec h$n ip link set dev lo up
done
