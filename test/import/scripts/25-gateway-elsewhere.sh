ip netns add pc
ip link add up0 type veth peer name eth0 netns pc
ip addr add 10.44.0.1/24 dev up0
ip link set up0 up
ip -n pc addr add 10.44.0.2/24 dev eth0
ip -n pc link set eth0 up
ip -n pc link set lo up
ip -n pc route add default via 10.44.1.1
