# The tools of twenty years ago.
brctl addbr br7
brctl stp br7 off
brctl setfd br7 0
ifconfig br7 10.23.0.254 netmask 255.255.255.0 up
for host in x y
do
    ip netns add $host
    ip link add vh-$host type veth peer name vn-$host
    brctl addif br7 vh-$host
    ifconfig vh-$host up
    ip link set vn-$host netns $host
done
ip netns exec x ifconfig vn-x 10.23.0.1/24 up
ip netns exec y ifconfig vn-y 10.23.0.2 netmask 255.255.255.0 up
ip netns exec x ifconfig lo up
ip netns exec y ifconfig lo up
ip netns exec x route add default gw 10.23.0.254
ip netns exec y route add -net 0.0.0.0/0 gw 10.23.0.254 dev vn-y
