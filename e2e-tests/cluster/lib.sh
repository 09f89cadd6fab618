# Shared by the scripts of this folder, which source it. No script of its own.
# shellcheck shell=bash disable=SC2034
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)              # of the project
# shellcheck source=versions.env
. "$here/versions.env"

kubernetes=${KUBERNETES_VERSION:-$KUBERNETES_NEWEST}
cluster=${CLUSTER_NAME:-understudy}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/understudy
bin=$cache/bin
state=$cache/cluster/$cluster                # what this cluster was made from, and its kubeconfig
dockerd=/run/understudy-dockerd              # of the dockerd started here; gone after a reboot, as it is
node_image=understudy-node
base_image=understudy-base
builder_image=understudy-node-base
version=$(sed -n 's/^appVersion: *//p' "$root/helm/understudy/Chart.yaml" | tr -d '"')
operator_image=understudy-operator:$version
sample_image=understudy-sample:$version
export KUBECONFIG=$state/kubeconfig          # never the user's own
export PATH=$bin:$PATH

# Progress goes to stderr: stdout is for what callers read.
say() { echo "$*" >&2; }
die() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
at_least() { printf '%s\n%s\n' "$2" "$1" | sort -V -C; }
is_version() { [[ $1 =~ ^v1\.[0-9]+\.[0-9]+$ ]] || die "'$1' is no Kubernetes version: give one like $KUBERNETES_NEWEST."; }

is_version "$kubernetes"
# it names containers, hosts and a folder
[[ $cluster =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]] ||
  die "'$cluster' cannot name a cluster: set CLUSTER_NAME to at most 40 lower-case letters, digits and hyphens that start with no hyphen."
mkdir -p "$bin"

# one_at_a_time WHAT: two runs at once would build the same thing twice, or delete each other's cluster. One lock for each
# thing, so that nobody waits for a compiler who only wants a cluster. (A daemon must not inherit it: 9>&-.)
one_at_a_time() {
  has flock || return 0
  exec 9> "$cache/$1.lock"
  flock -n 9 || { say "Another run is busy with $1; waiting for it ..."; flock 9; }
}

# nodes_that_run: the cluster's nodes, or an end.
nodes_that_run() {
  local nodes
  nodes=$(docker ps --filter "label=io.x-k8s.kind.cluster=$cluster" --format '{{.Names}}' 2>/dev/null) || true
  [ -n "$nodes" ] || die "Cluster $cluster is not up: run $here/up first."
  echo "$nodes"
}

# Not by `kind delete cluster`, so that it also works where kind is not there any more.
delete_cluster() { docker ps -aq --filter "label=io.x-k8s.kind.cluster=$cluster" | xargs -r docker rm -fv >/dev/null; }

# apt PACKAGE...: installs Debian packages, where that is possible at all; remembers what it added, for `clean` to tell.
apt() {
  can_apt || return 1
  say "Installing Debian packages: $*"
  quietly_apt install "$@" || { quietly_apt update && quietly_apt install "$@"; } || return 1
  printf '%s\n' "$@" >> "$cache/apt-packages"
}
# offered PACKAGE: whether it could be installed so
offered() {
  can_apt && { apt_knows "$1" || { quietly_apt update && apt_knows "$1"; }; }
}
can_apt() { has apt-get && [ "$(id -u)" = 0 ]; }
apt_knows() { apt-cache show "$1" >/dev/null 2>&1; }
quietly_apt() { DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 -y -qq "$@" >/dev/null 2>&1; }

# pull IMAGE: false after 20 s at most if the registry does not answer; once layers arrive it may take its time.
# Remembers an image that was not there before, for `clean` to remove.
pull() {
  local log pid new=''; log=$(mktemp)
  docker image inspect "$1" >/dev/null 2>&1 || new=$1
  docker pull "$1" > "$log" 2>&1 & pid=$!
  for _ in $(seq 100); do kill -0 $pid 2>/dev/null || break; sleep 0.2; done
  grep -q 'Pulling from' "$log" || kill $pid 2>/dev/null || true
  rm -f "$log"
  wait $pid 2>/dev/null || return 1
  if [ -n "$new" ]; then echo "$new" >> "$cache/pulled-images"; fi
}

# debian_root RELEASE FOLDER OPTION...: debootstrap, which only root on Linux can do.
debian_root() {
  local release=$1 root=$2; shift 2
  has debootstrap || apt debootstrap || die "No image can be pulled, and there is no debootstrap to build one: install debootstrap, or make Docker able to pull images."
  [ "$(id -u)" = 0 ] || die "No image can be pulled, and building one needs root: run this as root, or make Docker able to pull images."
  mkdir -p "$cache"
  debootstrap --variant=minbase "$@" "$release" "$root" > "$cache/debootstrap.log" 2>&1 ||
    die "debootstrap failed: look at the end of $cache/debootstrap.log, then run this again."
}

# need_go: a Go that can compile what is pinned. It fills Go's own caches, which a machine may have warm, and remembers
# where they are, for `clean` to tell.
need_go() {
  # Only what is said here counts, not a developer's or a machine's own Go settings.
  export GOFLAGS=-buildvcs=false GOWORK=off CGO_ENABLED=0
  if ! has go; then apt golang-go || die "Go is missing: install Go $GO or newer (https://go.dev/doc/install), then run this again."; fi
  go env GOMODCACHE GOCACHE > "$cache/go-caches"
  # From 1.21 the go command fetches by itself the toolchain that a module asks for, unless told otherwise.
  export GOTOOLCHAIN=auto
  at_least "$(go env GOVERSION)" go1.21 && return
  # Debian's is older, but can fetch that toolchain as the plain module that it is.
  local new=$cache/go-$GO module
  if [ ! -x "$new/bin/go" ]; then
    say "Fetching Go $GO: the $(go env GOVERSION) on PATH is too old"
    module=$(cd / && go mod download -json "golang.org/toolchain@v0.0.1-go$GO.$(go env GOOS)-$(go env GOARCH)" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
    [ -d "$module" ] || die "Go is too old and a newer one cannot be fetched: install Go $GO or newer (https://go.dev/doc/install), then run this again."
    cp -R "$module" "$new.part"; chmod -R u+w "$new.part"
    chmod +x "$new.part"/bin/* "$new.part"/pkg/tool/*/*
    mv "$new.part" "$new"
  fi
  export PATH=$new/bin:$PATH
}

# packages_image IMAGE PACKAGES [PATTERN]: makes sure of an image with these Debian packages, divided by commas, and prints its name.
# They are there as they are, none of them configured: so it needs no running system, and whoever uses PostgreSQL runs initdb. Left out
# are packages that match the pattern, what Debian's own tools need, and PostgreSQL's compiler for very long queries.
packages_image() {
  local image=$1 packages=$2 without=${3:-none} work root programs package
  "$here/docker-ready"
  docker image inspect "$image" >/dev/null 2>&1 && { echo "$image"; return; }
  one_at_a_time "${image%%:*}"
  docker image inspect "$image" >/dev/null 2>&1 && { echo "$image"; return; }

  work=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  root=$work/root; mkdir -p "$root"
  say "Making $image from Debian packages"
  debian_root "$BASE_DEBIAN" "$work/packages" --download-only --include="$packages"
  mkdir -p "$root"/usr/{bin,sbin,lib,lib64}
  for d in bin sbin lib lib64; do ln -s usr/$d "$root/$d"; done
  for package in "$work"/packages/var/cache/apt/archives/*.deb; do
    # shellcheck disable=SC2254
    case ${package##*/} in
      $without|libllvm*|libz3*|perl*|apt_*|libapt*|dpkg_*|gcc-*|systemd*|postgresql-common*|ssl-cert*|debconf*) ;;
      *) dpkg-deb --fsys-tarfile "$package" | tar -C "$root" -x --keep-directory-symlink ;;
    esac
  done
  rm -rf "$root"/usr/share/{doc,man,locale,lintian,bug,info,i18n} "$root"/usr/share/zoneinfo/{posix,right}
  rm -rf "$root"/usr/lib/*/gconv "$root"/usr/lib/postgresql/*/lib/bitcode "$root"/usr/share/postgresql/*/man
  printf '%s\n' root:x:0:0:root:/root:/usr/sbin/nologin postgres:x:65532:65532:postgres:/tmp:/usr/bin/bash > "$root/etc/passwd"
  printf '%s\n' root:x:0: postgres:x:65532: > "$root/etc/group"
  install -d -m 1777 "$root/tmp" "$root/run/postgresql"
  programs=$(cd "$root" && ls -d usr/lib/postgresql/*/bin 2>/dev/null || true)
  ldconfig -r "$root"
  tar -C "$root" --numeric-owner -c . |
    docker import --change "ENV PATH=${programs:+/$programs:}/usr/bin:/usr/sbin PGHOST=/tmp" --change 'USER 65532:65532' - "$image" >/dev/null
  echo "$image"
}
