# What kind asks of a node: /kind/version, /kind/manifests, containerd, kubeadm, kubelet, kubectl, and a PID 1 (entrypoint).
ARG BASE
FROM ${BASE}
COPY kubernetes /usr/bin/kubernetes
COPY bin/ /usr/bin/
COPY kubeadm /usr/bin/kubeadm
COPY version /kind/version
COPY default-cni.yaml default-storage.yaml /kind/manifests/
COPY containerd.toml /etc/containerd/config.toml
COPY entrypoint /usr/local/bin/entrypoint
RUN ln -s kubernetes /usr/bin/kubelet && ln -s kubernetes /usr/bin/kubectl && update-alternatives --set iptables /usr/sbin/iptables-nft
ENV container=docker
ENTRYPOINT ["/usr/local/bin/entrypoint"]
