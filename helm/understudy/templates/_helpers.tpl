{{- define "understudy.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains "understudy" .Release.Name -}}
{{- printf "%s-operator" (.Release.Name | trimSuffix "-operator" | trunc 44 | trimSuffix "-") -}}
{{- else -}}
{{- printf "%s-understudy-operator" (.Release.Name | trunc 34 | trimSuffix "-") -}}
{{- end -}}
{{- end -}}

{{- define "understudy.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (include "understudy.fullname" .) -}}
{{- end -}}

{{/* Objects without a namespace: two installations, each for a namespace of its own, do not collide. */}}
{{- define "understudy.clusterName" -}}
{{- include "understudy.fullname" . -}}
{{- with .Values.watchNamespace -}}-{{ . }}{{- end -}}
{{- end -}}

{{- define "understudy.selectorLabels" -}}
app.kubernetes.io/name: understudy
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end -}}

{{- define "understudy.labels" -}}
{{ include "understudy.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "understudy.image" -}}
{{- .Values.image.repository -}}:{{- .Values.image.tag | default .Chart.AppVersion -}}
{{- with .Values.image.digest -}}@{{ . }}{{- end -}}
{{- end -}}

{{/*
What the operator does in the namespaces it watches: these verbs and no others. An e2e test compares them with the audit log.
*/}}
{{- define "understudy.rules" -}}
- apiGroups: [understudy.dev]
  resources: [haservices]
  verbs: [get, list, watch, patch]
- apiGroups: [understudy.dev]
  resources: [haservices/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [get, list, watch, create, patch]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch, patch{{ if dig "makePods" true .Values.rbac }}, delete{{ end }}]
{{- if dig "execHooks" false .Values.rbac }}
- apiGroups: [""]
  resources: [pods/exec]
  verbs: [get, create]
{{- end }}
- apiGroups: [apps]
  resources: [replicasets]
  verbs: [list, watch{{ if dig "makePods" true .Values.rbac }}, create, patch, delete{{ end }}]
- apiGroups: [apps]
  resources: [deployments, statefulsets]
  verbs: [get, list, watch]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [list, watch, create, patch, delete]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- end -}}

{{/* What it reads of the cluster itself, in either mode. */}}
{{- define "understudy.clusterRules" -}}
- apiGroups: [""]
  resources: [nodes]
  verbs: [list, watch]
{{- end -}}
