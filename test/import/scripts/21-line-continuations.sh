ip netns add long; \
ip netns add short
ip link add \
    name very-long-name0 \
    type veth \
    peer name s
ip link set very-long-name0 \
    netns long
ip link set s netns short && \
  ip -n short addr add 10.40.0.2/24 dev s && \
  ip -n short link set s up && \
  ip -n short link set lo up
ip -n long addr add 10.40.0.1/24 \
  dev very-long-name0
ip -n long link set very-long-name0 up
ip -n long link set lo up
