# The programs of the control plane and of kube-proxy, with the packet-filter tools that kube-proxy calls.
ARG BASE
FROM ${BASE}
COPY kubernetes /usr/local/bin/kubernetes
RUN for p in etcd kube-apiserver kube-controller-manager kube-scheduler kube-proxy; do ln -s kubernetes /usr/local/bin/$p; done
