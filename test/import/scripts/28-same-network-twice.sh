ip netns add r
ip netns add l
ip netns add m
ip link add l0 netns l type veth peer name r0 netns r
ip link add m0 netns m type veth peer name r1 netns r
ip -n l addr add 192.168.47.2/24 dev l0
ip -n m addr add 192.168.47.3/24 dev m0
ip -n r addr add 192.168.47.1/24 dev r0
ip -n r addr add 192.168.47.254/24 dev r1
for n in l m r; do ip -n $n link set lo up; done
ip -n l link set l0 up
ip -n m link set m0 up
ip -n r link set r0 up
ip -n r link set r1 up
