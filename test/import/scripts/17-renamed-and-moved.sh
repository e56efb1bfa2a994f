# Things change their place and their name on the way.
ip netns add tmp
ip netns add one
ip netns add two
ip link add cable type veth peer name other
ip link set cable netns tmp
ip -n tmp link set cable name eth0
ip -n tmp link set eth0 netns one
ip link set other netns two name eth0
ip netns del tmp
ip -n one addr add 10.36.0.1/24 dev eth0
ip -n one addr del 10.36.0.1/24 dev eth0
ip -n one addr add 10.36.0.11/24 dev eth0
ip -n two addr add 10.36.0.12/24 dev eth0
ip -n one link set eth0 up
ip -n two link set eth0 up
ip -n one link set lo up
ip -n two link set lo up
