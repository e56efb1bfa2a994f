ip netns add one
ip netns add two
ip link add a type veth peer name b
ip link set a netns one
ip link set b netns two
ip nets exec one ip addr add 10.42.0.1/24 dev a
ip -n two adress add 10.42.0.2/24 dev b
ip -n one link set a upp
ip -n two link set b up
