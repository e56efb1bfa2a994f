ip netns add core
ip -n core link add br0 type bridge stp_state 0
ip -n core link set br0 up
ip -n core link set lo up
ip -n core addr add 10.33.0.1/24 dev br0
while read -r name address; do
  ip netns add "$name"
  ip link add eth0 netns "$name" type veth peer name "port-$name" netns core
  ip -n core link set "port-$name" master br0
  ip -n core link set "port-$name" up
  ip -n "$name" addr add "$address/24" dev eth0
  ip -n "$name" link set eth0 up
  ip -n "$name" link set lo up
done <<LIST
desk 10.33.0.11
door 10.33.0.12
LIST
