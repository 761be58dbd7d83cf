package faults

import "syscall"

// mortal lets a process die with its parent, also when that is killed.
func mortal() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
