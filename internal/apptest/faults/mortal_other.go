//go:build !linux

package faults

import "syscall"

// mortal can do nothing here: only the end of the test ends a process.
func mortal() *syscall.SysProcAttr { return nil }
