ip netns add dark
ip link add d0 type veth peer name d1
ip link set d1 netns dark
ip addr add 10.46.0.1/24 dev d0
ip -n dark addr add 10.46.0.2/24 dev d1
ip link set d0 up
