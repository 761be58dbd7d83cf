// Package app reads the configuration and wires the packages into one running
// system. The command line and the tests use the same wiring; nothing else in
// the module reads the environment, the clock or the network's addresses.
package app
