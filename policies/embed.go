// Package policies embeds who may do what: a Casbin model, its rules, and the
// table of what they allow in every state (matrix.golden, made by a test).
package policies

import _ "embed"

// Model is the Casbin model: what a question is and how a rule answers it.
//
//go:embed model.conf
var Model string

// Rules are the lines of the policy. They are the same on every server and do
// not change while it runs.
//
//go:embed policy.csv
var Rules string
